/** Calls to action as rows: those that there are, and an empty one for each way of attending that has none. Pure. */
import { actionsFrom, type FormAction } from "./form-details.ts";

export interface ActionRow extends FormAction {
  /** Where it stands in the form; undefined while nothing is typed in it. */
  readonly at?: number | undefined;
  /** Where it stands in what is written, and so where the server says its faults. */
  readonly written: number;
}

/** A row in which nothing stands is not written, so nothing can be wrong with it. */
const NOT_WRITTEN = -1;
const WAYS = ["online", "in-person", "everyone"] as const;

export function actionRows(actions: readonly FormAction[]): ActionRow[] {
  let next = 0;
  const rows = actions.map((action, at): ActionRow => {
    const isWritten = actionsFrom([action]).length > 0;
    const written = isWritten ? next : NOT_WRITTEN;
    if (isWritten) next += 1;
    return { ...action, at, written };
  });
  return WAYS.flatMap((way): ActionRow[] => {
    const found = rows.filter((row) => row.for === way);
    if (found.length > 0 || way === "everyone") return found;
    return [{ for: way, label: {}, url: "", written: NOT_WRITTEN }];
  });
}

export function writeAction(
  actions: readonly FormAction[],
  { at, for: whom, label, url }: ActionRow,
  change: Partial<Pick<FormAction, "label" | "url">>,
): readonly FormAction[] {
  const written = { for: whom, label, url, ...change };
  if (at === undefined) return [...actions, written];
  return actions.map((action, index) => (index === at ? written : action));
}

export const removeAction = (actions: readonly FormAction[], { at }: ActionRow): readonly FormAction[] =>
  actions.filter((_, index) => index !== at);

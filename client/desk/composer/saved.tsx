import { clockTime } from "../../shared/time.ts";
import { sayFault, sayRefusal } from "../parts/fault-words.ts";
import type { DeskStore } from "../state/desk-store.ts";
import { stateWords } from "../state/words.ts";
import { savedLine } from "./saved-line.ts";
import { writeWords } from "./words.ts";

/** Where what is typed is now, and what was done last. */
export function Saved({ store }: { store: DeskStore }) {
  const { writing } = store;
  const item = store.openItem.value;
  const line = savedLine({
    saving: writing.saving.value,
    saved: item === undefined ? undefined : { atMs: Date.parse(item.changedAt), by: item.changedBy },
    // What is open and its text are read, so that this line follows them.
    goesByItself: store.form.value !== undefined && writing.goesByItself(),
    isKept: writing.isKept.value,
  });
  const said = writeWords.value.saved;
  const restored = store.wasRestored.value && store.isDirty.value ? writeWords.value.restored : "";
  const time = (atMs: number) => clockTime(atMs, store.timeZone.value);
  const words =
    line.says === "saved"
      ? line.by === undefined
        ? said.saved(time(line.atMs))
        : said.savedBy(time(line.atMs), line.by)
      : line.says === "refused"
        ? said.refused(whyNot(store))
        : said[line.says];
  const told = store.said.value || restored;
  return (
    <p class="saved" data-saved={line.says}>
      {/* That it was saved stands beside it already. */}
      <span role="status" class={told === stateWords.value.saved ? "hush" : undefined}>
        {told}
      </span>
      <span class="where">{words}</span>
      <span class="hush" role="status">
        {troubles.has(line.says) ? words : ""}
      </span>
    </p>
  );
}

/** What must be heard as well as seen. */
const troubles: ReadonlySet<string> = new Set(["device", "refused", "password", "conflict", "nowhere"]);

function whyNot(store: DeskStore): string {
  const problem = store.writing.refusal.value;
  if (problem === undefined) return "";
  const [fault] = problem.errors;
  return fault === undefined ? sayRefusal(problem).title : sayFault(fault);
}

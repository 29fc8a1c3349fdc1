/**
 * When what is typed goes to the server by itself, and what is known of it there. Pure: it counts keys and
 * looks at the clock it is given; who sends is client/desk/state/desk-saving.ts.
 *
 * - [A1] What is typed is with the server or kept on the device, whatever the order of answers: `saved` only
 *        ever counts keys that an answered request carried.
 * - [A2] One request at a time. A key typed while one is under way is sent after it.
 * - [A3] A request whose outcome is not known is asked again, the very same, before anything newer is sent:
 *        two drafts are never made of one.
 * - [A4] What was refused is not sent again until something else is typed; after a conflict, not at all until
 *        a person has settled it.
 */
export const QUIET_MS = 2_000;
const LONGEST_WAIT_MS = 30_000;

export type Trouble = "unreachable" | "refused" | "password" | "conflict";

export interface Saving {
  /** How many keys were typed since it was opened, and of how many the server is known to have the result. */
  readonly typed: number;
  readonly saved: number;
  readonly underWay?: number | undefined;
  /** The outcome of the request with so many keys is not known. */
  readonly unsettled?: number | undefined;
  readonly typedAtMs: number;
  readonly savedAtMs?: number | undefined;
  readonly failures: number;
  readonly failedAtMs: number;
  readonly trouble?: Trouble | undefined;
}

export const untouched: Saving = { typed: 0, saved: 0, typedAtMs: 0, failures: 0, failedAtMs: 0 };

export const isUnsaved = ({ typed, saved }: Saving): boolean => typed > saved;

export function typed(saving: Saving, nowMs: number): Saving {
  const mended = saving.trouble === "refused" || saving.trouble === "password";
  return {
    ...saving,
    typed: saving.typed + 1,
    typedAtMs: nowMs,
    ...(mended ? { trouble: undefined, failures: 0 } : {}),
  };
}

/** When it is to be sent; undefined: not by itself. */
export function dueAt(saving: Saving): number | undefined {
  const { underWay, unsettled, trouble } = saving;
  if (underWay !== undefined || (!isUnsaved(saving) && unsettled === undefined)) return undefined;
  if (trouble === "conflict" || trouble === "refused" || trouble === "password") return undefined;
  const quiet = saving.typedAtMs + QUIET_MS;
  if (trouble !== "unreachable") return quiet;
  return Math.max(quiet, saving.failedAtMs + Math.min(QUIET_MS * 2 ** saving.failures, LONGEST_WAIT_MS));
}

/** A request leaves, with all that was typed so far; or the unsettled one once more. */
export const began = (saving: Saving): Saving => ({
  ...saving,
  underWay: saving.unsettled ?? saving.typed,
});

export const succeeded = (saving: Saving, nowMs: number): Saving => ({
  ...saving,
  saved: Math.max(saving.saved, saving.underWay ?? 0),
  underWay: undefined,
  unsettled: undefined,
  savedAtMs: nowMs,
  failures: 0,
  trouble: undefined,
});

export function failed(saving: Saving, trouble: Trouble, nowMs: number): Saving {
  const isOpen = trouble === "unreachable";
  // What was typed while it was refused may be what mends it.
  const isOld = trouble === "refused" && (saving.underWay ?? 0) < saving.typed;
  return {
    ...saving,
    underWay: undefined,
    unsettled: isOpen ? saving.underWay : undefined,
    failures: isOpen ? saving.failures + 1 : 0,
    failedAtMs: nowMs,
    trouble: isOld ? undefined : trouble,
  };
}

/** A person chose which text stands: it may be sent again. */
export const settled = (saving: Saving): Saving => ({ ...saving, trouble: undefined, failures: 0 });

/** The network is back: what waits need not wait longer. */
export const reachable = (saving: Saving): Saving =>
  saving.trouble === "unreachable" ? { ...saving, failures: 0, failedAtMs: 0 } : saving;

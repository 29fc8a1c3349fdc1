/** The faults of times in words, and as faults of their fields. */
import { clockTime, shortDay } from "../../shared/time.ts";
import { language } from "../../shared/words/words.ts";
import type { FieldProblem, Problem } from "../state/desk-api.ts";
import type { DeskStore } from "../state/desk-store.ts";
import { aimWords } from "./aim-words.ts";
import { type TimeFault, type TimesAround, timeFaults } from "./time-checks.ts";
import { sessionOf } from "./writing.ts";

export const timesAround = (store: DeskStore): TimesAround => ({
  zone: store.timeZone.value,
  nowMs: store.now.value,
  session: sessionOf(store, store.form.value.sessionId),
  isSent: store.openItem.value?.publishedAt !== undefined,
});

/** The time alone where it is today, else with its day. */
export function momentIn(store: DeskStore, atMs: number): string {
  const zone = store.timeZone.value;
  const [day, today] = [atMs, store.now.value].map((each) => shortDay(each, zone, language.value));
  return day === today ? clockTime(atMs, zone) : `${day} ${clockTime(atMs, zone)}`;
}

export function sayTimeFault(store: DeskStore, fault: TimeFault): string {
  const { faults } = aimWords.value;
  switch (fault.code) {
    case "gap":
      return faults.gap(store.form.value[fault.path].slice(11, 16), fault.fromText, fault.toText);
    case "beforeEmbargo":
    case "afterExpiry":
      return faults[fault.code](momentIn(store, fault.atMs));
    default:
      return faults[fault.code];
  }
}

export const faultsOfTimes = (store: DeskStore): FieldProblem[] =>
  timeFaults(store.form.value, timesAround(store)).map((fault) => ({
    path: fault.path,
    message: sayTimeFault(store, fault),
  }));

/** What the server said, and what is wrong with the times now: said at once, not only once it was sent. */
export function withTimeFaults(store: DeskStore): Problem | undefined {
  const { errors = [], ...rest } = store.problem.value ?? {};
  const own = timeFaults(store.form.value, timesAround(store))
    .filter(({ code }) => code !== "needed" && code !== "noSession")
    .map((fault) => ({ path: fault.path, message: sayTimeFault(store, fault) }));
  const paths = new Set(own.map(({ path }) => path as string));
  if (own.length + errors.length === 0) return undefined;
  return {
    code: "invalid",
    detail: "",
    status: 0,
    ...rest,
    errors: [...errors.filter(({ path }) => !paths.has(path)), ...own],
  };
}

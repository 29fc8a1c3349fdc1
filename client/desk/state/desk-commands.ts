/** What people at the desk do, one function for each button. The server decides; the desk shows its answer. */
import { batch } from "@preact/signals";
import type { Correction } from "../../../server/contract/announcement.ts";
import type { DeskAnnouncement } from "../../../server/contract/desk-announcement.ts";
import { clockTime } from "../../shared/time.ts";
import { textIn } from "../../shared/words/languages.ts";
import { language as interfaceLanguage } from "../../shared/words/words.ts";
import { meantAt } from "../composer/form-times.ts";
import { leadOf } from "../composer/time-checks.ts";
import { focusField } from "../parts/field-focus.ts";
import type { FieldProblem, Problem } from "./desk-api.ts";
import { ANNOUNCEMENTS, isPublic } from "./desk-saving.ts";
import type { DeskStore } from "./desk-store.ts";
import { stateWords } from "./words.ts";

export const UNDO_MS = 5_000;

export type SimpleMove = "submit" | "approve" | "unschedule" | "pin" | "unpin" | "discard" | "recover";

const says = {
  submit: "submitted",
  approve: "approved",
  unschedule: "unscheduled",
  pin: "pinned",
  unpin: "unpinned",
  discard: "discarded",
  recover: "recovered",
} as const satisfies Record<SimpleMove, keyof typeof stateWords.value>;

/** In the language asked for, else in the event's; what is in neither, in any. */
export const headlineOf = (
  item: Pick<DeskAnnouncement, "text">,
  language: string,
  otherwise: readonly string[] = [],
): string => textIn(item, language, otherwise).headline;

export function createDeskCommands(store: DeskStore) {
  const said = () => stateWords.value;
  const headline = (item: DeskAnnouncement): string =>
    headlineOf(item, interfaceLanguage.peek(), store.event.peek()?.languages ?? []);

  /** One thing at a time: a second press of a button waits for the first. */
  async function once(work: () => Promise<void>): Promise<void> {
    if (store.isBusy.peek()) return;
    store.isBusy.value = true;
    store.problem.value = undefined;
    try {
      await work();
    } finally {
      store.isBusy.value = false;
    }
  }

  function refuse(problem: Problem): void {
    store.problem.value = problem;
    const [first] = problem.errors;
    if (first === undefined) return;
    store.pane.value = "write";
    // Once the faults stand at their fields: the first of them has the focus.
    requestAnimationFrame(() => focusField(document, first.path));
  }

  /** What the page finds wrong by itself is said as a refusal of the server's is, before anything is sent. */
  function isSound(faults: readonly FieldProblem[]): boolean {
    if (faults.length > 0) refuse({ code: "invalid", detail: "", status: 0, errors: faults });
    return faults.length === 0;
  }

  function took(item: DeskAnnouncement, what: string): void {
    batch(() => {
      store.items.put(item);
      store.said.value = what;
    });
  }

  /** Saves what has been typed: a draft, a new revision, or a correction of what is public. */
  async function save(): Promise<DeskAnnouncement | undefined> {
    const before = store.openItem.peek();
    const answer = await store.writing.save(store.asking);
    if (!answer.ok) {
      refuse(answer.problem);
      if (answer.problem.code === "stale_revision") store.hasConflict.value = true;
      return undefined;
    }
    const item = answer.body;
    if (isProposed(item, before)) {
      took(item, said().proposed);
      // It is with the server, as a proposal; what stands in the form again is what readers see.
      store.forget(item.id);
      store.open(item.id);
      return item;
    }
    const isAgain = item.state === "submitted" && before !== undefined && before.state !== "submitted";
    const what = isAgain
      ? said().savedAgain
      : before !== undefined && isPublic(before)
        ? said().corrected
        : said().saved;
    took(item, what);
    return item;
  }

  /** A correction of what two must agree on is kept, and changes nothing that is out yet. */
  const isProposed = (item: DeskAnnouncement, before: DeskAnnouncement | undefined): boolean =>
    before !== undefined && isPublic(before) && item.revision === before.revision;

  /** The second person sends the very same correction; an empty one takes it back. */
  const agree = (item: DeskAnnouncement, correction: Correction): Promise<void> =>
    once(async () => {
      const isDrop = Object.keys(correction).length === 0;
      await move(item, "correct", correction, isDrop ? said().takenBack : said().corrected);
    });

  /** With the revision that was read: what a colleague changed since is shown first, and not sent unread. */
  async function move(
    { id, revision }: { readonly id: string; readonly revision?: number | undefined },
    name: string,
    body: unknown,
    what: string,
  ): Promise<DeskAnnouncement | undefined> {
    const request = {
      ...(body === undefined ? {} : { body }),
      ...(revision === undefined ? {} : { ifMatch: revision }),
    };
    const answer = await store.asking<DeskAnnouncement>(`${ANNOUNCEMENTS}/${id}/${name}`, {
      method: "POST",
      ...request,
    });
    if (!answer.ok) {
      refuse(answer.problem);
      store.items.touch(id);
      return undefined;
    }
    took(answer.body, what);
    store.writing.letGo();
    return answer.body;
  }

  const saveOnly = (faults: readonly FieldProblem[] = []): Promise<void> =>
    once(async () => {
      if (isSound(faults)) await save();
    });

  async function publish(faults: readonly FieldProblem[] = []): Promise<void> {
    if (!isSound(faults)) return;
    if (store.form.peek().kind === "urgent") {
      store.question.value = { ask: "urgent", go: publishUrgent };
      return;
    }
    await once(async () => {
      const item = await save();
      if (item === undefined) return;
      const going = await move(item, "publish", { undoMs: UNDO_MS }, "");
      if (going === undefined) return;
      const untilMs = Date.parse(going.scheduledAt ?? "") || store.now.peek() + UNDO_MS;
      store.held.value = { id: item.id, headline: headline(item), untilMs };
    });
  }

  /** Danger is not held back for five seconds: its second question was the chance to stop. */
  const publishUrgent = (): Promise<void> =>
    once(async () => {
      const item = await save();
      if (item !== undefined) await move(item, "publish", undefined, said().published);
    });

  /** At the time in the form, or so long before its session starts. */
  const schedule = (faults: readonly FieldProblem[] = []): Promise<void> =>
    once(async () => {
      if (!isSound(faults)) return;
      const form = store.form.peek();
      const body = form.when === "session" ? followed() : timed();
      const item = await save();
      if (item === undefined) return;
      const done = await move(item, "schedule", body, "");
      if (done === undefined) return;
      const time = clockTime(Date.parse(done.scheduledAt ?? ""), store.timeZone.peek());
      store.said.value = form.when === "session" ? said().scheduledWith(time) : said().scheduledFor(time);
    });

  function timed(): { at: string } {
    const { at, exact } = store.form.peek();
    const atMs = meantAt(at, store.timeZone.peek(), exact?.at);
    return { at: atMs === undefined ? at : new Date(atMs).toISOString() };
  }

  function followed() {
    const form = store.form.peek();
    return { follows: { sessionId: form.sessionId, leadMinutes: leadOf(form) ?? 0 } };
  }

  const simply = (name: SimpleMove): Promise<void> =>
    once(async () => {
      const savesFirst = name === "submit" || name === "approve";
      const item = savesFirst ? await save() : store.openItem.peek();
      if (item !== undefined) await move(item, name, undefined, said()[says[name]]);
    });

  /** A text that needs no change although that of the default language changed after it. */
  const markCurrent = (languages: readonly string[]): Promise<void> =>
    once(async () => {
      const item = await save();
      if (item !== undefined) await move(item, "mark-current", { languages }, said().markedCurrent);
    });

  const withdraw = (id: string, reason: string): Promise<void> =>
    once(async () => void (await move({ id }, "withdraw", { reason }, said().withdrawn)));

  return { saveOnly, publish, schedule, simply, markCurrent, agree, withdraw };
}

export type DeskCommands = ReturnType<typeof createDeskCommands>;

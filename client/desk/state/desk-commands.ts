/** What people at the desk do, one function for each button. The server decides; the desk shows its answer. */
import { batch } from "@preact/signals";
import type { DeskAnnouncement } from "../../../server/contract/desk-announcement.ts";
import { textIn } from "../../shared/languages.ts";
import { clockTime, venueInstant } from "../../shared/time.ts";
import { correctionFrom, formFrom, writtenFrom } from "../composer/composer-form.ts";
import type { Answer, Problem } from "./desk-api.ts";
import type { DeskStore } from "./desk-store.ts";

export const UNDO_MS = 5_000;
const ANNOUNCEMENTS = "/api/v1/desk/announcements";

export type SimpleMove = "submit" | "approve" | "unschedule" | "pin" | "unpin";

const said: Record<SimpleMove, string> = {
  submit: "Submitted for approval",
  approve: "Approved",
  unschedule: "Taken off the schedule",
  pin: "Pinned",
  unpin: "No longer pinned",
};

export const headlineOf = (item: Pick<DeskAnnouncement, "text">, language: string): string =>
  textIn(item, language, []).headline;

const isSent = (item: DeskAnnouncement | undefined): boolean =>
  item?.state === "published" || item?.state === "corrected";

export function createDeskCommands(store: DeskStore) {
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
    if (problem.code === "stale_revision") store.hasConflict.value = true;
  }

  function took(item: DeskAnnouncement, what: string): void {
    batch(() => {
      store.items.put(item);
      store.said.value = what;
    });
  }

  /** Saves what has been typed: a draft, a new revision, or a correction of what is public. */
  async function save(): Promise<DeskAnnouncement | undefined> {
    const form = store.form.peek();
    const open = store.openItem.peek();
    if (!store.isDirty.peek() && open !== undefined) return open;
    const body = writtenFrom(form, store.timeZone.peek());
    const answer = await send(form.id, form.revision, body, open);
    if (!answer.ok) {
      refuse(answer.problem);
      return undefined;
    }
    const item = answer.body;
    batch(() => {
      store.forget(form.id);
      took(
        item,
        item.state === "submitted" && open?.state !== "submitted" ? "Saved, and submitted again" : "Saved",
      );
      store.form.value = {
        ...formFrom(item, store.timeZone.peek(), store.language.peek()),
        at: form.at,
        when: form.when,
      };
    });
    return item;
  }

  function send(
    id: string | undefined,
    revision: number | undefined,
    body: ReturnType<typeof writtenFrom>,
    open: DeskAnnouncement | undefined,
  ): Promise<Answer<DeskAnnouncement>> {
    if (id === undefined) return store.asking(ANNOUNCEMENTS, { method: "POST", body });
    if (open !== undefined && isSent(open))
      return store.asking(`${ANNOUNCEMENTS}/${id}/correct`, {
        method: "POST",
        body: correctionFrom(body, open),
      });
    return store.asking(`${ANNOUNCEMENTS}/${id}`, {
      method: "PUT",
      body,
      ...(revision ? { ifMatch: revision } : {}),
    });
  }

  async function move(
    id: string,
    name: string,
    body: unknown,
    what: string,
  ): Promise<DeskAnnouncement | undefined> {
    const request = body === undefined ? {} : { body };
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
    return answer.body;
  }

  const saveOnly = (): Promise<void> => once(async () => void (await save()));

  async function publish(): Promise<void> {
    if (store.form.peek().kind === "urgent") {
      store.question.value = { ask: "urgent", go: publishUrgent };
      return;
    }
    await once(async () => {
      const item = await save();
      if (item === undefined) return;
      const going = await move(item.id, "publish", { undoMs: UNDO_MS }, "");
      if (going === undefined) return;
      const untilMs = Date.parse(going.scheduledAt ?? "") || store.now.peek() + UNDO_MS;
      store.held.value = { id: item.id, headline: headlineOf(item, store.language.peek()), untilMs };
    });
  }

  /** Danger is not held back for five seconds: its second question was the chance to stop. */
  const publishUrgent = (): Promise<void> =>
    once(async () => {
      const item = await save();
      if (item !== undefined) await move(item.id, "publish", undefined, "Published");
    });

  const schedule = (): Promise<void> =>
    once(async () => {
      const zone = store.timeZone.peek();
      const atMs = venueInstant(store.form.peek().at, zone);
      if (atMs === undefined) {
        const message = "Choose a day and a time";
        store.problem.value = {
          code: "invalid",
          detail: message,
          status: 0,
          errors: [{ path: "at", message }],
        };
        return;
      }
      const item = await save();
      const at = new Date(atMs).toISOString();
      const what = `Scheduled for ${clockTime(atMs, zone)}`;
      if (item !== undefined) await move(item.id, "schedule", { at }, what);
    });

  const simply = (name: SimpleMove): Promise<void> =>
    once(async () => {
      const savesFirst = name === "submit" || name === "approve";
      const id = savesFirst ? (await save())?.id : store.form.peek().id;
      if (id !== undefined) await move(id, name, undefined, said[name]);
    });

  const withdraw = (id: string, reason: string): Promise<void> =>
    once(async () => void (await move(id, "withdraw", { reason }, "Withdrawn")));

  const undo = (): Promise<void> =>
    once(async () => {
      const held = store.held.peek();
      store.held.value = undefined;
      if (held !== undefined) await move(held.id, "unschedule", undefined, "Not sent");
    });

  const sendNow = (): Promise<void> =>
    once(async () => {
      const held = store.held.peek();
      store.held.value = undefined;
      if (held !== undefined) await move(held.id, "publish", undefined, "Published");
    });

  return { saveOnly, publish, schedule, simply, withdraw, undo, sendNow };
}

export type DeskCommands = ReturnType<typeof createDeskCommands>;

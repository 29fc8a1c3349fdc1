/** What every feed log must do when it starts over: run on the one in Redis and on its memory twin. */
import { describe, expect, test } from "vitest";
import type { NewAnnouncement } from "../../server/contract/announcement.ts";
import { create } from "../../server/core/create.ts";
import { type Command, decide } from "../../server/core/decide.ts";
import type { FeedLog, StartOver } from "../../server/store/feed-log.ts";
import { taken } from "../support/decisions.ts";
import { admin, event, newNotice } from "../support/written.ts";

const around = (nowMs: number) => ({
  event: event(),
  sessionStarts: new Map<string, number>(),
  actor: admin,
  nowMs,
});

let count = 0;
const note = (action: string) => ({ action, by: "admin", byName: "admin" });
const NEW_EVENT = '{"name":{"en":"In earnest"},"halls":[]}';

export const startingOver = (over: Partial<StartOver> = {}): StartOver => ({
  keep: "unsent",
  event: { version: 1, json: NEW_EVENT },
  emptiesProgramme: false,
  audit: note("end-rehearsal"),
  ...over,
});

async function made(log: FeedLog, given: NewAnnouncement, nowMs: number): Promise<string> {
  const id = `s-${++count}-${process.pid}`;
  const change = taken(create(id, given, around(nowMs)));
  await log.commit({ items: [{ version: 0, change }] });
  return id;
}

async function moved(log: FeedLog, id: string, command: Command, nowMs: number) {
  const stored = (await log.announcement(id))!;
  const change = taken(decide(stored.value, command, around(nowMs)));
  return log.commit({ items: [{ version: stored.version, previousState: stored.value.state, change }] });
}

/** A rehearsal: something in every state that it leaves behind, and an event and a programme. */
export async function rehearsed(log: FeedLog, at: number) {
  const dueMs = at + 3_600_000;
  await log.commit({
    items: [],
    documents: [
      { name: "event", version: 0, json: '{"rehearsal":true}' },
      { name: "programme", version: 0, json: '[{"id":"a"}]' },
    ],
    entries: [{ type: "eventChanged" }],
    audit: note("set-up"),
  });
  const out = await made(log, newNotice("rehearsed words", { publishAt: "now", pinned: true }), at);
  const corrected = await made(log, newNotice("rehearsed words", { publishAt: "now" }), at);
  await moved(
    log,
    corrected,
    { type: "correct", correction: { text: { en: { headline: "rehearsed again" } } } },
    at,
  );
  const withdrawn = await made(log, newNotice("rehearsed words", { publishAt: "now" }), at);
  await moved(log, withdrawn, { type: "withdraw", reason: "rehearsed reason" }, at);
  const draft = await made(log, newNotice("a draft"), at);
  const discarded = await made(log, newNotice("put aside"), at);
  await moved(log, discarded, { type: "discard" }, at);
  const publishAt = new Date(dueMs).toISOString();
  const scheduled = await made(log, newNotice("to come", { publishAt }), at);
  return { sent: [out, corrected, withdrawn], unsent: [draft, discarded, scheduled], scheduled, dueMs };
}

const idsOf = async (log: FeedLog) => (await log.list({ limit: 100 })).items.map(({ value }) => value.id);

export function startOverContract(open: () => Promise<{ log: FeedLog; nowMs: () => Promise<number> }>): void {
  const ready = async () => {
    const { log, nowMs } = await open();
    const at = await nowMs();
    return { log, at, ...(await rehearsed(log, at)) };
  };

  describe("starting over", () => {
    test("[L8] everything that was ever published goes, under a new epoch whose log begins at 1", async () => {
      const { log, sent } = await ready();
      const before = (await log.head()).cursor;
      const outcome = await log.startOver(startingOver());
      const { cursor, oldest, mark } = await log.head();
      expect(outcome).toMatchObject({ outcome: "done", cursor });
      expect(cursor.epoch).not.toBe(before.epoch);
      expect([cursor.offset, oldest]).toEqual([1, 1]);
      const read = await log.read(0, 10);
      expect(read).toMatchObject({ outcome: "entries", mark, epoch: cursor.epoch });
      expect(read).toMatchObject({ entries: [{ entry: { offset: 1, type: "eventChanged" } }] });
      expect((await log.load(100)).announcements).toEqual([]);
      for (const id of sent) {
        expect(await log.announcement(id)).toBeUndefined();
        expect(await log.published(id)).toBeUndefined();
        expect(await log.revisions(id)).toEqual([]);
      }
      for (const state of ["published", "corrected", "withdrawn"] as const)
        expect((await log.list({ state, limit: 10 })).items).toEqual([]);
    });

    test("[L8] what was not sent stays as it is: words, revisions, state, schedule", async () => {
      const { log, unsent, scheduled, dueMs, at } = await ready();
      const before = await log.announcements(unsent);
      const revisions = await Promise.all(unsent.map((id) => log.revisions(id)));
      await log.startOver(startingOver());
      expect(await log.announcements(unsent)).toEqual(before);
      expect(await Promise.all(unsent.map((id) => log.revisions(id)))).toEqual(revisions);
      expect((await idsOf(log)).toSorted()).toEqual(unsent.toSorted());
      expect(await log.due(Number.MAX_SAFE_INTEGER, 10)).toEqual([{ id: scheduled, dueMs }]);
      const outcome = await moved(log, scheduled, { type: "publish" }, at);
      expect(outcome).toMatchObject({ outcome: "done", cursor: { offset: 2 } });
    });

    test("[L8] with nothing kept, no announcement is left and the programme is empty", async () => {
      const { log, unsent } = await ready();
      await log.startOver(startingOver({ keep: "none", emptiesProgramme: true }));
      expect(await idsOf(log)).toEqual([]);
      expect((await log.list({ state: "draft", limit: 10 })).items).toEqual([]);
      expect(await log.announcements(unsent)).toEqual(unsent.map(() => undefined));
      expect(await log.due(Number.MAX_SAFE_INTEGER, 10)).toEqual([]);
      expect(await log.document("programme")).toEqual({ version: 2, value: "[]" });
    });

    test("[L4] event and programme go on counting, so that nothing decided before fits by luck", async () => {
      const { log } = await ready();
      await log.startOver(startingOver());
      expect(await log.document("event")).toEqual({ version: 2, value: NEW_EVENT });
      expect(await log.document("programme")).toEqual({ version: 1, value: '[{"id":"a"}]' });
      expect(await log.startOver(startingOver())).toEqual({ outcome: "conflict" });
      expect((await log.head()).cursor.offset).toBe(1);
    });

    test("[L4] what was decided on something that is gone is a conflict", async () => {
      const { log, sent, at } = await ready();
      const stored = (await log.announcement(sent[0]!))!;
      const change = taken(decide(stored.value, { type: "unpin" }, around(at)));
      await log.startOver(startingOver());
      expect(await log.commit({ items: [{ version: stored.version, change }] })).toEqual({
        outcome: "conflict",
      });
    });

    test("[L6] it leaves one link in the chain, which goes on", async () => {
      const { log } = await ready();
      const [last] = await log.audit(undefined, 1);
      await log.startOver(startingOver());
      const [link, before] = await log.audit(undefined, 2);
      expect(link?.note).toEqual(note("end-rehearsal"));
      expect(before).toEqual(last);
      expect(link!.offset).toBe(last!.offset + 1);
    });

    test("[L2] asked again with its key it does nothing and answers as it did then", async () => {
      const { log, at } = await ready();
      const once = { actor: "admin", key: "end", request: "r" };
      const order = startingOver({ once, answer: { id: "event" } });
      const first = await log.startOver(order);
      await made(log, newNotice("in earnest", { publishAt: "now" }), at);
      expect(await log.startOver(order)).toEqual({ ...first, outcome: "replayed" });
      expect(await log.recall(once)).toEqual({ ...first, outcome: "replayed" });
      expect(await log.startOver({ ...order, once: { ...once, request: "other" } })).toEqual({
        outcome: "mismatch",
      });
      expect((await log.load(10)).announcements).toHaveLength(1);
    });

    test("[L8] a key of the rehearsal is a new one afterwards: what is announced in earnest is announced", async () => {
      const { log, at } = await ready();
      const once = { actor: "bot", key: "result-of-the-final", request: "r" };
      const post = (id: string) =>
        log.commit({
          once,
          answer: { id },
          items: [
            {
              version: 0,
              change: taken(create(id, newNotice("the winner", { publishAt: "now" }), around(at))),
            },
          ],
        });
      expect((await post(`r-${++count}`)).outcome).toBe("done");
      await log.startOver(startingOver());
      expect(await log.recall(once)).toBeUndefined();
      expect((await post(`r-${++count}`)).outcome).toBe("done");
      expect((await post(`r-${++count}`)).outcome).toBe("replayed");
      expect((await log.load(10)).announcements).toHaveLength(1);
    });
  });
}

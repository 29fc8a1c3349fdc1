/** What every feed log must do: run on the one in Redis and on its memory twin. */
import { describe, expect, test } from "vitest";
import type { NewAnnouncement } from "../../server/contract/announcement.ts";
import { create } from "../../server/core/create.ts";
import { type Command, decide } from "../../server/core/decide.ts";
import { decideDue } from "../../server/core/due.ts";
import type { Commit, Committed, FeedLog, Once } from "../../server/store/feed-log.ts";
import { admin, event, newNotice } from "../support/written.ts";

export interface Opened {
  readonly log: FeedLog;
  readonly nowMs: () => Promise<number>;
  /** The same store as another process sees it, whose clock is off by so much. */
  readonly withClockOff: (byMs: number) => FeedLog;
}

const around = (nowMs: number) => ({
  event: event(),
  sessionStarts: new Map<string, number>(),
  actor: admin,
  nowMs,
});

const value = <T>(result: { ok: true; value: T } | { ok: false; refusal: unknown }): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.refusal));
  return result.value;
};

let count = 0;
const freshId = () => `a-${++count}-${process.pid}`;

const once = (key: string, request = "r"): Once => ({ actor: "admin", key, request });

/** Commits a new announcement as `create` decides it. */
async function made(log: FeedLog, given: NewAnnouncement, nowMs: number, extra: Partial<Commit> = {}) {
  const id = freshId();
  const change = value(create(id, given, around(nowMs)));
  const outcome = await log.commit({ items: [{ version: 0, change }], answer: { id }, ...extra });
  return { id, outcome };
}

async function moved(log: FeedLog, id: string, command: Command, nowMs: number) {
  const stored = await log.announcement(id);
  const change = value(decide(stored!.value, command, around(nowMs)));
  return log.commit({ items: [{ version: stored!.version, previousState: stored!.value.state, change }] });
}

const offsetOf = (outcome: unknown): number => (outcome as Committed).cursor!.offset;

async function entriesOf(log: FeedLog, after = 0) {
  const read = await log.read(after, 10_000);
  if (read.outcome !== "entries") throw new Error(read.outcome);
  return read.entries.map(({ entry }) => entry);
}

export function feedLogContract(open: () => Promise<Opened>): void {
  const ready = async () => {
    const opened = await open();
    return { ...opened, at: await opened.nowMs() };
  };

  describe("the feed log", () => {
    test("[L1] offsets start at 1 and never skip, also when many publish at once", async () => {
      const { log, at } = await ready();
      const outcomes = await Promise.all(
        Array.from({ length: 50 }, (_, n) => made(log, newNotice(`n${n}`, { publishAt: "now" }), at)),
      );
      const offsets = outcomes.map(({ outcome }) => offsetOf(outcome)).sort((a, b) => a - b);
      expect(offsets).toEqual(Array.from({ length: 50 }, (_, n) => n + 1));
      expect((await entriesOf(log)).map((entry) => entry.offset)).toEqual(offsets);
      expect((await log.head()).cursor.offset).toBe(50);
    });

    test("[L1] a commit without entries moves no offset", async () => {
      const { log, at } = await ready();
      const { outcome } = await made(log, newNotice("draft"), at);
      expect(outcome).toMatchObject({ outcome: "done" });
      expect(outcome).not.toHaveProperty("cursor");
      expect((await log.head()).cursor.offset).toBe(0);
    });

    test("[L2] a key used before adds nothing and answers as it did then", async () => {
      const { log, at } = await ready();
      const first = await made(log, newNotice("once", { publishAt: "now" }), at, { once: once("k") });
      const again = await made(log, newNotice("once", { publishAt: "now" }), at, { once: once("k") });
      expect(again.outcome).toEqual({ ...first.outcome, outcome: "replayed" });
      expect((again.outcome as Committed).id).toBe(first.id);
      expect(await log.recall(once("k"))).toEqual(again.outcome);
      expect(await entriesOf(log)).toHaveLength(1);
    });

    test("[L2] a key used for another request is a mismatch, and another actor's key is another key", async () => {
      const { log, at } = await ready();
      await made(log, newNotice("one", { publishAt: "now" }), at, { once: once("k") });
      const other = await made(log, newNotice("two", { publishAt: "now" }), at, { once: once("k", "other") });
      expect(other.outcome).toEqual({ outcome: "mismatch" });
      expect(await log.recall(once("k", "other"))).toEqual({ outcome: "mismatch" });
      expect(await log.recall({ ...once("k"), actor: "somebody" })).toBeUndefined();
      expect(await entriesOf(log)).toHaveLength(1);
    });

    test("[L4] of eight who publish the same announcement at once, one does", async () => {
      const { log, at } = await ready();
      const { id } = await made(log, newNotice("raced"), at);
      const outcomes = await Promise.all(
        Array.from({ length: 8 }, () => moved(log, id, { type: "publish" }, at)),
      );
      expect(outcomes.filter(({ outcome }) => outcome === "done")).toHaveLength(1);
      expect(outcomes.filter(({ outcome }) => outcome === "conflict")).toHaveLength(7);
      expect(await entriesOf(log)).toHaveLength(1);
    });

    test("[L2] where one of many items conflicts, none is written", async () => {
      const { log, at } = await ready();
      const { id } = await made(log, newNotice("held"), at);
      const stored = (await log.announcement(id))!;
      const stale = value(decide(stored.value, { type: "publish" }, around(at)));
      const fresh = value(create(freshId(), newNotice("new", { publishAt: "now" }), around(at)));
      const outcome = await log.commit({
        items: [
          { version: 0, change: fresh },
          { version: stored.version + 1, change: stale },
        ],
      });
      expect(outcome).toEqual({ outcome: "conflict" });
      expect(await entriesOf(log)).toEqual([]);
      expect(await log.announcement(fresh.next.id)).toBeUndefined();
    });

    test.for([
      ["the caller's clock is an hour slow", -3_600_000, 0],
      ["the caller's clock is an hour fast", 3_600_000, 60_000],
    ] as const)("[L5] nothing before its time: %s", async ([, off, aheadMs]) => {
      const { log, at, withClockOff } = await ready();
      const { id } = await made(
        log,
        newNotice("due", { publishAt: new Date(at + 60_000).toISOString() }),
        at,
      );
      const stored = (await log.announcement(id))!;
      // The caller decided that it is due: by a fast clock it thinks so, by a slow one it was told.
      const decision = decideDue(stored.value, { ...around(at + 60_000), nowMs: at + 60_000 });
      if (decision.outcome !== "publish") throw new Error(decision.outcome);
      const notBeforeMs = [aheadMs === 0 ? at - 1_000 : at + aheadMs];
      const outcome = await withClockOff(off).commit({
        items: [{ version: stored.version, change: { ...decision.change, notBeforeMs } }],
      });
      expect(outcome.outcome).toBe("early");
      expect(await entriesOf(log)).toEqual([]);
    });

    test("[L6] every commit leaves a link for each thing it changed, chained to the one before", async () => {
      const { log, at } = await ready();
      const { id } = await made(log, newNotice("audited"), at);
      await moved(log, id, { type: "publish" }, at);
      await moved(log, id, { type: "withdraw", reason: "wrong" }, at);
      const links = await log.audit(undefined, 10);
      const notes = links.map(({ note }) => note.action).filter((action) => action !== "new-epoch");
      expect(notes).toEqual(["withdraw", "publish", "create"]);
      expect(links.map(({ offset }) => offset)).toEqual(links.map((_, n) => links.length - n));
      expect(new Set(links.map(({ hash }) => hash)).size).toBe(links.length);
      expect(JSON.stringify(links)).not.toContain("audited");
      expect(await log.audit(links[0]!.offset, 1)).toEqual([links[1]]);
    });

    test("[L7] withdrawn text cannot be read again: its entries come out redacted", async () => {
      const { log, at } = await ready();
      const { id } = await made(log, newNotice("secret words", { publishAt: "now" }), at);
      await moved(
        log,
        id,
        { type: "correct", correction: { text: { en: { body: "more secret words" } } } },
        at,
      );
      await moved(log, id, { type: "withdraw", reason: "gone" }, at);
      const entries = await entriesOf(log);
      expect(entries.map(({ type }) => type)).toEqual([
        "announcementRedacted",
        "announcementRedacted",
        "announcementWithdrawn",
      ]);
      expect(JSON.stringify(entries)).not.toContain("secret");
      expect((await log.published(id))?.item).toMatchObject({ id, reason: "gone", offset: 1 });
      expect((await log.load(10)).announcements).toEqual([(await log.published(id))?.item]);
    });

    test("[L7] removePrevious takes the old revision from view and leaves the new one", async () => {
      const { log, at } = await ready();
      const { id } = await made(log, newNotice("old words", { publishAt: "now" }), at);
      const correction = { text: { en: { headline: "new words" } }, removePrevious: true };
      await moved(log, id, { type: "correct", correction }, at);
      expect((await entriesOf(log)).map(({ type }) => type)).toEqual([
        "announcementRedacted",
        "announcementCorrected",
      ]);
      expect((await log.published(id))?.revisions.map(({ revision }) => revision)).toEqual([2]);
    });

    test("a correction keeps offset and instant of publication, and the revisions stay readable", async () => {
      const { log, at } = await ready();
      const { id } = await made(log, newNotice("first", { publishAt: "now" }), at);
      await made(log, newNotice("between", { publishAt: "now" }), at);
      await moved(log, id, { type: "correct", correction: { text: { en: { headline: "second" } } } }, at);
      const found = (await log.published(id))!;
      expect(found.item).toMatchObject({ offset: 1, revision: 2, text: { en: { headline: "second" } } });
      expect(found.item).toHaveProperty("correctedAt");
      expect(found.revisions.map(({ text }) => text.en?.headline)).toEqual(["second", "first"]);
      expect(found.revisions[1]).not.toHaveProperty("correctedAt");
      const [, , corrected] = await entriesOf(log);
      expect(corrected).toMatchObject({ offset: 3, announcement: { ...found.item } });
    });

    test("load answers head and state of the same instant, newest within the limit, oldest first", async () => {
      const { log, at } = await ready();
      for (const n of [1, 2, 3]) await made(log, newNotice(`n${n}`, { publishAt: "now" }), at);
      const loaded = await log.load(2);
      expect(loaded.cursor).toEqual((await log.head()).cursor);
      expect(loaded.announcements.map(({ offset }) => offset)).toEqual([2, 3]);
    });

    test("the due set follows schedule, move and unschedule", async () => {
      const { log, at } = await ready();
      const later = (ms: number) => new Date(at + ms).toISOString();
      const { id } = await made(log, newNotice("later", { publishAt: later(5_000) }), at);
      expect(await log.due(at + 5_000, 10)).toEqual([{ id, dueMs: at + 5_000 }]);
      expect(await log.due(at + 4_999, 10)).toEqual([]);
      await moved(log, id, { type: "schedule", atMs: at + 9_000 }, at);
      expect(await log.due(at + 60_000, 10)).toEqual([{ id, dueMs: at + 9_000 }]);
      await moved(log, id, { type: "unschedule" }, at);
      expect(await log.due(at + 60_000, 10)).toEqual([]);
    });

    test("lists page through every item of a state, each once", async () => {
      const { log, at } = await ready();
      const ids: string[] = [];
      for (let n = 0; n < 7; n += 1) ids.push((await made(log, newNotice(`n${n}`), at)).id);
      await moved(log, ids[0]!, { type: "publish" }, at);
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await log.list({
          state: "draft",
          limit: 2,
          ...(cursor === undefined ? {} : { cursor }),
        });
        seen.push(...page.items.map((item) => item.value.id));
        cursor = page.next;
      } while (cursor !== undefined);
      expect(seen.toSorted()).toEqual(ids.slice(1).toSorted());
      expect((await log.list({ state: "published", limit: 5 })).items.map((item) => item.value.id)).toEqual([
        ids[0],
      ]);
    });

    test("documents are guarded by their version", async () => {
      const { log } = await ready();
      const audit = { action: "event", by: "admin", byName: "admin" };
      const write = (version: number, json: string) =>
        log.commit({
          items: [],
          documents: [{ name: "event", version, json }],
          entries: [{ type: "eventChanged" }],
          audit,
        });
      expect((await write(0, '{"a":[]}')).outcome).toBe("done");
      expect((await write(0, "{}")).outcome).toBe("conflict");
      // An empty list stays one: bodies pass through the script as they are.
      expect(await log.document("event")).toEqual({ version: 1, value: '{"a":[]}' });
      expect((await entriesOf(log)).map(({ type }) => type)).toEqual(["eventChanged"]);
    });

    test("[L3] a new epoch is set once by many who ask, and offsets go on", async () => {
      const { log, at } = await ready();
      await made(log, newNotice("before", { publishAt: "now" }), at);
      const { epoch } = (await log.head()).cursor;
      const answers = await Promise.all(Array.from({ length: 5 }, () => log.newEpoch(epoch)));
      expect(new Set(answers).size).toBe(1);
      expect(answers[0]).not.toBe(epoch);
      const { outcome } = await made(log, newNotice("after", { publishAt: "now" }), at);
      expect(outcome).toMatchObject({ cursor: { epoch: answers[0], offset: 2 } });
    });
  });
}

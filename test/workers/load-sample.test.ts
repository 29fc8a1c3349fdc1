import { beforeEach, expect, test } from "vitest";
import type { PublishJob } from "../../server/contract/jobs.ts";
import { loadSample } from "../../server/desk/load-sample.ts";
import { RedisClock } from "../../server/feed/clock.ts";
import { Directory } from "../../server/feed/directory.ts";
import { sampleEvent } from "../../server/sample/sample-event.ts";
import { MemoryFeedLog } from "../../server/store/memory-feed-log.ts";

let store: MemoryFeedLog;
let woken: Map<string, number>;

beforeEach(() => {
  store = new MemoryFeedLog({ now: Date.now });
  woken = new Map();
});

const load = () =>
  loadSample(
    {
      store,
      directory: new Directory(store),
      clock: new RedisClock(),
      alarm: { wakeAt: ({ id }: PublishJob, dueMs: number) => void woken.set(id, dueMs) },
    },
    sampleEvent,
  );

test("the sample is there as it is written down: out, scheduled, sealed and drafted, each alarm set", async () => {
  expect(await load()).toBe(true);
  const sample = sampleEvent(Date.now());
  const now = sample.announcements.filter(({ publishAt }) => publishAt === "now");
  const drafts = sample.announcements.filter(({ publishAt }) => publishAt === undefined);
  const { announcements } = await store.load(1_000);
  expect(announcements.map((item) => "text" in item && item.text.en?.headline)).toEqual(
    now.map(({ written }) => written.text.en?.headline),
  );
  const states = async (state: "draft" | "scheduled") => (await store.list({ state, limit: 1_000 })).items;
  expect(await states("draft")).toHaveLength(drafts.length);
  const scheduled = await states("scheduled");
  expect(scheduled).toHaveLength(sample.announcements.length - now.length - drafts.length);
  expect(new Map(scheduled.map(({ value }) => [value.id, value.scheduledAtMs]))).toEqual(woken);
  const due = await store.due(Number.MAX_SAFE_INTEGER, 1_000);
  expect(new Map(due.map(({ id, dueMs }) => [id, dueMs]))).toEqual(woken);

  const all = [...scheduled, ...(await states("draft"))].map(({ value }) => value);
  const ids = new Set((await store.list({ limit: 1_000 })).items.map(({ value }) => value.id));
  const referring = all.filter(({ written }) => written.details?.refersTo !== undefined);
  expect(referring.length).toBeGreaterThan(0);
  for (const { written } of referring) expect(ids).toContain(written.details?.refersTo);
});

test("it is loaded once, however many nodes start at once, and never over another event", async () => {
  const loaded = await Promise.all([load(), load(), load()]);
  expect(loaded.filter(Boolean)).toHaveLength(1);
  const { cursor } = await store.head();
  expect(await load()).toBe(false);
  expect((await store.head()).cursor).toEqual(cursor);
});

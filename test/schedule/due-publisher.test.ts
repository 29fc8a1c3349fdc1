import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { until } from "../../scripts/chaos/until.ts";
import { type PrivateRedis, startPrivateRedis } from "../../scripts/redis/private.ts";
import { keys } from "../../server/store/keys.ts";
import {
  command,
  freshEvent,
  type Hands,
  type HandsOptions,
  handsOn,
  published,
  scheduleIn,
  stateOf,
  worker,
} from "../support/scheduling.ts";
import { notice } from "../support/written.ts";

const HOUR = 3_600_000;

let redis: PrivateRedis;
let desk: Hands;
const opened: Hands[] = [];

beforeAll(async () => {
  redis = await startPrivateRedis();
  desk = await handsOn(redis.url);
});
beforeEach(async () => {
  await freshEvent(desk.store);
  await desk.directory.refresh();
});
afterEach(() => {
  for (const { store } of opened.splice(0)) store.close();
});
afterAll(async () => {
  desk.store.close();
  await redis.stop();
});

async function hands(options?: HandsOptions): Promise<Hands> {
  const made = await handsOn(redis.url, options);
  opened.push(made);
  return made;
}

const passed = (dueMs: number) => until(async () => (await desk.store.nowMs()) >= dueMs, "the due instant");

describe("what is due", () => {
  test("[S2] is published once, however many publishers race for it and however often each is woken", async () => {
    const { id, dueMs } = await scheduleIn(desk, 300);
    const racing = await Promise.all(Array.from({ length: 8 }, () => hands()));
    await passed(dueMs);
    const outcomes = await Promise.all(
      racing.flatMap(({ publisher, announcements }) => [
        publisher.publish(id),
        announcements.publishDue(id, worker), // the same job run twice
        publisher.drain(),
      ]),
    );
    expect(outcomes.filter((outcome) => outcome === "published").length).toBeGreaterThan(0);
    expect((await published(desk.store)).map((entry) => entry.id)).toEqual([id]);
    expect(await desk.store.due(Number.MAX_SAFE_INTEGER, 9)).toEqual([]);
  });

  test("[S2] is never early: not by Redis' clock, whatever ours says", async () => {
    const { id } = await scheduleIn(desk, HOUR / 2);
    const ahead = await hands({ now: () => Date.now() + HOUR });
    expect(await ahead.publisher.publish(id)).toBe("early");
    expect(await published(desk.store)).toEqual([]);
    expect(await stateOf(desk.store, id)).toBe("scheduled");
  });

  test("[S2] is never early: not by our clock, whatever Redis' says", async () => {
    const { id, dueMs } = await scheduleIn(desk, 100);
    const behind = await hands({ now: () => Date.now() - HOUR });
    await passed(dueMs);
    expect(await behind.publisher.publish(id)).toBe("early");
    // Even believing Redis' clock for its decision, the writer looks at ours too.
    const sentMs = Date.now() - HOUR;
    behind.clock.measured(sentMs, sentMs, await desk.store.nowMs());
    expect(await behind.announcements.publishDue(id, worker)).toBe("early");
    expect(await published(desk.store)).toEqual([]);
  });

  test("a publisher whose clock is known to be off stands down", async () => {
    const { id, dueMs } = await scheduleIn(desk, 100);
    const off = await hands({ now: () => Date.now() + HOUR });
    off.clock.measured(Date.now() + HOUR, Date.now() + HOUR, await desk.store.nowMs());
    await passed(dueMs);
    expect(await off.publisher.drain()).toEqual({ published: 0, overdue: 0 });
    expect(await off.publisher.publish(id)).toBe("early");
    await desk.publisher.drain();
    expect(await published(desk.store)).toHaveLength(1);
  });

  test("goes out together where a thousand fall due at one instant", async () => {
    // Long enough for a slow machine to schedule them all before.
    const dueMs = desk.clock.nowMs() + 3_500;
    const made = await Promise.all(
      Array.from({ length: 1_000 }, (_, n) => scheduleIn(desk, dueMs - desk.clock.nowMs(), `n${n}`)),
    );
    await passed(Math.max(...made.map((item) => item.dueMs)));
    const startedAt = performance.now();
    expect(await desk.publisher.drain()).toEqual({ published: 1_000, overdue: 0 });
    expect(performance.now() - startedAt).toBeLessThan(4_000);
    const ids = (await published(desk.store)).map(({ id }) => id);
    expect(new Set(ids)).toEqual(new Set(made.map(({ id }) => id)));
    expect(ids).toHaveLength(1_000);
  });
});

describe("what people did before it was due", () => {
  test("cancelled, it stays in", async () => {
    const { id, dueMs } = await scheduleIn(desk, 200);
    await command(desk, id, { type: "unschedule" });
    await passed(dueMs);
    expect(await desk.publisher.publish(id)).toBe("nothing");
    expect(await desk.publisher.drain()).toEqual({ published: 0, overdue: 0 });
    expect(await published(desk.store)).toEqual([]);
  });

  test("put off, it waits for its new instant", async () => {
    const { id, dueMs } = await scheduleIn(desk, 200);
    await command(desk, id, { type: "schedule", atMs: dueMs + HOUR });
    await passed(dueMs);
    expect(await desk.publisher.publish(id)).toBe("early");
    expect(await desk.store.due(Number.MAX_SAFE_INTEGER, 9)).toEqual([{ id, dueMs: dueMs + HOUR }]);
  });

  test("edited, it goes out at its instant in its new words", async () => {
    const { id, dueMs } = await scheduleIn(desk, 200, "old words");
    await command(desk, id, { type: "revise", written: notice("new words"), ifMatch: 1 });
    await passed(dueMs);
    expect(await desk.publisher.publish(id)).toBe("published");
    expect(await desk.store.published(id)).toMatchObject({
      item: { revision: 2, text: { en: { headline: "new words" } } },
    });
  });
});

describe("[S5] what is stale", () => {
  test("waits for a person, all of it, and nothing goes out in a flood", async () => {
    const made = await Promise.all(Array.from({ length: 30 }, () => scheduleIn(desk, 200)));
    const late = await hands({ now: () => Date.now() + 16 * 60_000 });
    await passed(Math.max(...made.map(({ dueMs }) => dueMs)));
    expect(await late.publisher.drain()).toEqual({ published: 0, overdue: 30 });
    expect(await published(desk.store)).toEqual([]);
    const { items } = await desk.store.list({ state: "overdue", limit: 100 });
    expect(items.map(({ value }) => value.overdueReason)).toEqual(Array(30).fill("late"));
  });
});

describe("what cannot be published", () => {
  test("leaves the schedule after three tries and waits for a person; the others go out", async () => {
    const [bad, good] = [await scheduleIn(desk, 150), await scheduleIn(desk, 150)];
    const { announcements } = desk;
    const failing = await hands({
      parts: {
        announcements: {
          publishDue(id, actor) {
            if (id === bad.id) throw new Error("a fault of its own");
            return announcements.publishDue(id, actor);
          },
        },
      },
    });
    await passed(Math.max(bad.dueMs, good.dueMs));
    expect(await failing.publisher.drain()).toMatchObject({ published: 1 });
    for (let turn = 0; turn < 4; turn += 1) await failing.publisher.drain();
    expect((await published(desk.store)).map(({ id }) => id)).toEqual([good.id]);
    expect(await stateOf(desk.store, bad.id)).toBe("overdue");
    expect(await desk.store.due(Number.MAX_SAFE_INTEGER, 9)).toEqual([]);
  });

  test("the due set loses what is not on the schedule, and keeps its state", async () => {
    const { id } = await scheduleIn(desk, HOUR);
    await command(desk, id, { type: "unschedule" });
    await desk.store.connection.zadd(keys.due, 1, id, 1, "nobody");
    for (let turn = 0; turn < 4; turn += 1) await desk.publisher.drain();
    expect(await desk.store.due(Number.MAX_SAFE_INTEGER, 9)).toEqual([{ id: "nobody", dueMs: 1 }]);
    expect(await stateOf(desk.store, id)).toBe("approved");
  });
});

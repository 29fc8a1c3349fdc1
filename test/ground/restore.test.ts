/** Restores in bad company: under load, cut off, into a store that is not empty, with things that became due. */
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Redis } from "ioredis";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { Bench } from "../../scripts/chaos/real-processes.ts";
import { until } from "../../scripts/chaos/until.ts";
import { type PrivateRedis, startPrivateRedis } from "../../scripts/redis/private.ts";
import { redisOptions } from "../../server/config.ts";
import { verifyAudit } from "../../server/store/audit-chain.ts";
import { RedisReceipts } from "../../server/store/redis-receipts.ts";
import { command } from "../support/command.ts";
import { freshEvent, type Hands, handsOn, published, scheduleIn, stateOf } from "../support/scheduling.ts";
import { imageOf } from "../support/store-image.ts";
import { admin, newNotice } from "../support/written.ts";

const LONG = 90_000;
const bench = new Bench();
let folder: string;
let source: PrivateRedis;
let target: PrivateRedis;
let redis: Redis;
let desk: Hands;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "fanfare-restore-"));
  source = await bench.redis();
  target = await bench.redis();
  redis = new Redis(redisOptions(target.url));
  bench.onCleanUp(() => redis.disconnect());
});
beforeEach(async () => {
  desk = await handsOn(source.url);
  await freshEvent(desk.store);
  await desk.directory.refresh();
  await redis.flushall();
});
afterEach(() => desk.store.close());
afterAll(async () => {
  await bench.cleanUp();
  rmSync(folder, { recursive: true, force: true });
});

const run = (script: string, url: string, ...args: string[]) =>
  command(script, [join(folder, "one"), ...args], { REDIS_URL: url });
const backup = () => run("backup.ts", source.url, "--force");
const restore = (...more: string[]) => run("restore.ts", target.url, ...more);

async function publish(headline: string, key: string = randomUUID()): Promise<string> {
  const given = newNotice(headline, { publishAt: "now" });
  const made = await desk.announcements.create(given, admin, { key, request: "r" });
  if (!made.ok) throw new Error(made.refusal.code);
  return made.value.record.id;
}

async function reading<T>(url: string, look: (hands: Hands) => Promise<T>): Promise<T> {
  const hands = await handsOn(url);
  try {
    await hands.directory.refresh();
    return await look(hands);
  } finally {
    hands.store.close();
  }
}

test(
  "[BK9] what became due since, or is about to, is listed and waits for a person, though a worker runs",
  async () => {
    const gone = await scheduleIn(desk, 900, "Doors open");
    const soon = await scheduleIn(desk, 60_000, "about to");
    const later = await scheduleIn(desk, 3_600_000, "later");
    expect(await backup()).toMatchObject({ code: 0 });
    await until(async () => (await desk.store.nowMs()) > gone.dueMs, "the instant");
    const done = await restore();
    expect(done).toMatchObject({ code: 0, err: "" });
    expect(done.out).toMatch(/^1 became due since and were NOT sent\./m);
    expect(done.out).toContain(`  ${new Date(gone.dueMs).toISOString()}  ${gone.id}  notice  Doors open`);
    expect(done.out).toContain("2 are on the schedule");

    const worker = await bench.worker({ redisUrl: target.url });
    await reading(target.url, async (hands) => {
      const now = await scheduleIn(hands, 300, "now");
      await until(
        async () => (await published(hands.store)).some(({ id }) => id === now.id),
        "the worker",
        15_000,
      );
      expect((await published(hands.store)).map(({ id }) => id)).toEqual([now.id]);
      expect(await stateOf(hands.store, gone.id)).toBe("overdue");
      expect((await hands.store.announcement(gone.id))!.value.overdueReason).toBe("late");
      expect((await hands.store.due(Number.MAX_SAFE_INTEGER, 9)).map(({ id }) => id)).toEqual([
        soon.id,
        later.id,
      ]);
      const notes = (await hands.store.audit(undefined, 50)).map(({ note }) => note);
      expect(notes).toContainEqual(
        expect.objectContaining({ action: "hold-overdue", by: "restore", announcementId: gone.id }),
      );
      expect(await verifyAudit(hands.store.connection, undefined)).not.toHaveProperty("fault");
    });
    await worker.terminate();
  },
  LONG,
);

test(
  "[BK10] into a store that is not empty: refused with what is there; --replace loses it",
  async () => {
    await publish("of the backup");
    expect(await backup()).toMatchObject({ code: 0 });
    await reading(target.url, async (hands) => {
      await freshEvent(hands.store);
      await hands.directory.refresh();
      await scheduleIn(hands, 3_600_000, "what is there");
    });
    await redis.set("{feed}:session:somebody", "{}");
    await redis.set("somebody-else", "kept");
    const image = await imageOf(redis);
    const refused = await restore();
    expect(refused).toMatchObject({ code: 1, out: "", err: expect.stringContaining("1 announcements") });
    expect(await imageOf(redis)).toEqual(image);

    const done = await restore("--replace");
    expect(done).toMatchObject({ code: 0, err: expect.stringContaining("Replaced, and lost") });
    const epoch = await redis.hget("{feed}:head", "epoch");
    expect(await restore("--replace")).toMatchObject({ code: 0 });
    expect(await redis.hget("{feed}:head", "epoch")).not.toBe(epoch);
    expect(await redis.keys("*session*")).toEqual([]);
    expect(await redis.get("somebody-else")).toBe("kept");
    await reading(target.url, async ({ store }) => {
      expect((await published(store)).length).toBe(1);
      expect(await store.due(Number.MAX_SAFE_INTEGER, 9)).toEqual([]);
    });
  },
  LONG,
);

test(
  "[BK11] while a server or worker is connected: refused, and says so",
  async () => {
    await publish("of the backup");
    expect(await backup()).toMatchObject({ code: 0 });
    await reading(target.url, async () => {
      const refused = await restore();
      expect(refused).toMatchObject({ code: 1, out: "" });
      expect(refused.err).toMatch(/stop every server and worker .*fanfare-reader, .*fanfare-writer/);
      expect(await redis.dbsize()).toBe(0);
    });
  },
  LONG,
);

test(
  "[BK12] cut off at any moment, it has changed nothing, and the next one leaves nothing of it behind",
  async () => {
    for (let count = 0; count < 40; count += 1) await publish(`number ${count}`);
    expect(await backup()).toMatchObject({ code: 0 });
    await reading(target.url, async (hands) => {
      await freshEvent(hands.store);
      await hands.directory.refresh();
      await scheduleIn(hands, 3_600_000, "what is there");
    });
    const image = await imageOf(redis);
    const old = () =>
      imageOf(redis).then((now) => new Map([...now].filter(([name]) => !name.startsWith("restoring"))));
    for (const moment of ["{feed}:restoring-lock", "{feed}:restoring:log", "{feed}:restoring:push-cursor"]) {
      await command("restore.ts", [join(folder, "one"), "--replace"], { REDIS_URL: target.url }, (child) => {
        // Asked without a pause, so that the moment is met.
        void (async () => {
          while (child.exitCode === null && (await redis.exists(moment)) === 0);
          child.kill("SIGKILL");
        })();
      });
      // The last of these moments may be over by the time that it is seen; then the restore was done.
      if (moment !== "{feed}:restoring:push-cursor") expect(await old()).toEqual(image);
      if ((await redis.exists("{feed}:restoring-lock")) === 1) {
        expect(await restore("--replace")).toMatchObject({ code: 75 });
        await redis.del("{feed}:restoring-lock");
      }
    }
    expect(await restore("--replace")).toMatchObject({ code: 0 });
    expect(await redis.keys("{feed}:restoring*")).toEqual([]);
    await reading(target.url, async ({ store }) => expect((await published(store)).length).toBe(40));
  },
  LONG,
);

test(
  "[BK13] made under load, it is one instant: everything acknowledged before, nothing by halves",
  async () => {
    const receipts = new RedisReceipts(desk.store.connection);
    const known = await publish("before");
    const acknowledged: { id: string; key: string }[] = [{ id: known, key: "" }];
    let isOver = false;
    const writers = Array.from({ length: 4 }, async (_, writer) => {
      // A hundred times what an event ever sees; what never leaves Redis a moment cannot be read as of one.
      for (let count = 0; !isOver; count += 1) {
        await pause(8);
        const key = `${writer}-${count}`;
        const id = await publish(key, key);
        acknowledged.push({ id, key });
        await receipts.put([
          [
            { announcementId: id, revision: 1, kioskId: "k" },
            { shownAtMs: 1, visibleMs: 1, showings: 1 } as never,
          ],
        ]);
      }
    });
    await until(() => acknowledged.length > 200, "some load");
    const before = acknowledged.length;
    const made = await backup();
    const after = acknowledged.length;
    isOver = true;
    await Promise.all(writers);
    expect(made).toMatchObject({ code: 0, err: "" });
    expect(after).toBeGreaterThan(before);

    expect(await restore()).toMatchObject({ code: 0, err: "" });
    await reading(target.url, async ({ store }) => {
      const out = await published(store);
      const ids = new Set(out.map(({ id }) => id));
      expect(acknowledged.slice(0, before).filter(({ id }) => !ids.has(id))).toEqual([]);
      const { cursor } = await store.head();
      const read = await store.read(0, 100_000);
      if (read.outcome !== "entries") throw new Error(read.outcome);
      expect(read.entries.map(({ entry }) => entry.offset)).toEqual(
        Array.from({ length: cursor.offset }, (_, at) => at + 1),
      );
      expect(read.entries.filter(({ entry }) => entry.type === "announcementRedacted")).toEqual([]);
      expect(await redis.zcard("{feed}:all")).toBe(ids.size);
      expect(await redis.zcard("{feed}:state:published")).toBe(ids.size);
      expect(await verifyAudit(store.connection, undefined)).toMatchObject({ proven: { from: 1 } });
      // A key is known where what it made is there, and only there.
      for (const { id, key } of acknowledged.slice(1)) {
        const recalled = await store.recall({ actor: admin.id, key, request: "r" });
        expect(recalled?.outcome === "replayed" && recalled.id === id).toBe(ids.has(id));
      }
    });
  },
  LONG,
);

test(
  "[BK14] the private Redis of npm start is found, while it runs and while it does not",
  async () => {
    const dataDir = join(folder, "data");
    const [first, second] = [join(folder, "running"), join(folder, "stopped")];
    const own = await startPrivateRedis({ dataDir });
    await reading(own.url, async (hands) => {
      await freshEvent(hands.store);
      await hands.directory.refresh();
      await scheduleIn(hands, 3_600_000, "kept");
    });
    expect(await command("backup.ts", [first], { DATA_DIR: dataDir })).toMatchObject({ code: 0 });
    await own.stop();
    expect(await command("backup.ts", [second], { DATA_DIR: dataDir })).toMatchObject({ code: 0 });
    const other = join(folder, "other");
    expect(await command("restore.ts", [second], { DATA_DIR: other })).toMatchObject({ code: 0, err: "" });
    const again = await startPrivateRedis({ dataDir: other });
    await reading(again.url, async ({ store }) =>
      expect((await store.list({ limit: 9 })).items).toHaveLength(1),
    );
    await again.stop();
  },
  LONG,
);

test(
  "an empty store is not backed up, and wrong use is told",
  async () => {
    await desk.store.connection.flushall();
    expect(await backup()).toMatchObject({ code: 1, err: expect.stringContaining("empty") });
    expect(await command("backup.ts", [], { REDIS_URL: source.url })).toMatchObject({ code: 64 });
    expect(await command("restore.ts", ["a", "b"], { REDIS_URL: source.url })).toMatchObject({ code: 64 });
    expect(
      await command("backup.ts", [join(folder, "no/such/folder")], { REDIS_URL: source.url }),
    ).toMatchObject({ code: 73 });
  },
  LONG,
);

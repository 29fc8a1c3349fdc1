import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { until } from "../../scripts/chaos/until.ts";
import { type PrivateRedis, startPrivateRedis } from "../../scripts/redis/private.ts";
import type { Session } from "../../server/contract/programme.ts";
import { QueueAlarm } from "../../server/schedule/queue-alarm.ts";
import { countWorkers } from "../../server/schedule/worker-presence.ts";
import { openStore } from "../../server/store/open-store.ts";
import { type RunningWorker, startWorker, type WorkerParts } from "../../workers/worker.ts";
import {
  command,
  freshEvent,
  type Hands,
  handsOn,
  log,
  published,
  scheduleIn,
  stateOf,
} from "../support/scheduling.ts";

const HOUR = 3_600_000;

let redis: PrivateRedis;
let desk: Hands;
let alarm: QueueAlarm;
const workers: RunningWorker[] = [];
const push = { subject: "mailto:push@example.org" };
const dataDir = mkdtempSync(join(tmpdir(), "fanfare-worker-"));

beforeAll(async () => {
  redis = await startPrivateRedis({ restart: false });
  const { clock, store } = await handsOn(redis.url);
  store.close();
  alarm = new QueueAlarm({ url: redis.url, clock, log });
  desk = await handsOn(redis.url, { alarm });
});
beforeEach(async () => {
  await freshEvent(desk.store);
  await desk.directory.refresh();
});
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.stop()));
});
afterAll(async () => {
  await alarm.close();
  desk.store.close();
  await redis.stop();
  rmSync(dataDir, { recursive: true });
});

async function working(parts: Partial<WorkerParts> = {}): Promise<RunningWorker> {
  const { now } = parts;
  const opened = await openStore({
    url: redis.url,
    onUnreachable() {},
    ...(now === undefined ? {} : { now }),
  });
  if (!opened.ok) throw new Error("unfit");
  const worker = await startWorker({ url: redis.url, store: opened.store, log, dataDir, push, ...parts });
  workers.push(worker);
  return worker;
}

const isOut = (count: number) =>
  until(
    async () => desk.store.connected && (await published(desk.store)).length >= count,
    `${count} announcements`,
    10_000,
  );
const atWork = async () => countWorkers(desk.store.connection, await desk.store.nowMs());

describe("workers", () => {
  test("[P4] publish what is due once, never before its time, and soon after it", async () => {
    await Promise.all([working(), working()]);
    const made = await Promise.all([300, 350, 400, 400, 700].map((inMs) => scheduleIn(desk, inMs)));
    await isOut(made.length);
    const due = new Map(made.map(({ id, dueMs }) => [id, dueMs]));
    const out = await published(desk.store);
    expect(new Set(out.map(({ id }) => id))).toEqual(new Set(due.keys()));
    expect(out).toHaveLength(made.length);
    for (const { id, atMs } of out) {
      expect(atMs).toBeGreaterThanOrEqual(due.get(id)!);
      expect(atMs - due.get(id)!).toBeLessThan(2_000);
    }
  });

  test("publish also what no alarm was set for, within two seconds", async () => {
    await working();
    const silent = await handsOn(redis.url);
    const { dueMs } = await scheduleIn(silent, 300);
    silent.store.close();
    await isOut(1);
    expect((await published(desk.store))[0]!.atMs - dueMs).toBeLessThan(2_000);
  });

  test("decide on the event in force: what refers to a zone that is gone waits for a person", async () => {
    await working();
    const { id } = await scheduleIn(desk, 700, "east", {
      audience: { attendance: "everyone", zones: ["east"], tracks: [] },
    });
    const held = await desk.store.document("event");
    const event = { ...JSON.parse(held!.value), zones: [], halls: [] };
    await desk.store.commit({
      items: [],
      documents: [{ name: "event", version: held!.version, json: JSON.stringify(event) }],
      entries: [{ type: "eventChanged" }],
      audit: { action: "event", by: "admin", byName: "admin" },
    });
    await until(async () => (await stateOf(desk.store, id)) === "overdue", "overdue");
    expect(await published(desk.store)).toEqual([]);
  });

  test("go on after Redis was killed", async () => {
    await working();
    const { id } = await scheduleIn(desk, 300);
    await redis.kill9();
    await redis.startAgain();
    await isOut(1);
    await until(() => desk.store.connected, "Redis");
    const later = await scheduleIn(desk, 300);
    await isOut(2);
    expect((await published(desk.store)).map((entry) => entry.id)).toEqual([id, later.id]);
  });

  test("stand down while their clock is off, and others do the work", async () => {
    let offMs = HOUR;
    await working({ now: () => Date.now() + offMs });
    const { id, dueMs } = await scheduleIn(desk, 200);
    expect(await atWork()).toBe(0);
    await until(async () => (await desk.store.nowMs()) > dueMs + 500, "half a second after");
    expect([await stateOf(desk.store, id), await published(desk.store)]).toEqual(["scheduled", []]);
    const other = await working();
    await isOut(1);
    await other.stop();
    workers.splice(workers.indexOf(other), 1);

    offMs = 0;
    await until(async () => (await atWork()) === 1, "the worker to come back", 10_000);
    await scheduleIn(desk, 100);
    await isOut(2);
  });

  test("are counted while they are at work", async () => {
    const [one] = await Promise.all([working(), working()]);
    await until(async () => (await atWork()) === 2, "two workers");
    await one!.stop();
    workers.splice(workers.indexOf(one!), 1);
    expect(await atWork()).toBe(1);
  });
});

describe("session starts", () => {
  const session = (id: string, startsInMs: number, over: Partial<Session> = {}): Session => ({
    id,
    title: { en: `Title ${id}` },
    type: "forum",
    hall: "hall-2",
    startsAt: new Date(Date.now() + startsInMs).toISOString(),
    endsAt: new Date(Date.now() + startsInMs + HOUR).toISOString(),
    speakers: [],
    ...over,
  });

  async function programme(sessions: Session[]): Promise<void> {
    const version = (await desk.store.document("programme"))?.version ?? 0;
    const counts = { added: sessions.length, removed: 0, moved: 0, changed: 0 };
    await desk.store.commit({
      items: [],
      documents: [{ name: "programme", version, json: JSON.stringify(sessions) }],
      entries: [{ type: "programmeChanged", programmeRevision: version + 1, counts, sessionIds: [] }],
      audit: { action: "programme", by: "admin", byName: "admin" },
    });
    await desk.directory.refresh();
  }

  const records = async () =>
    (await desk.store.list({ limit: 100 })).items
      .map(({ value }) => value)
      .filter(({ origin }) => origin?.type === "session-start");
  const one = async () => (await records())[0];
  const scheduledFor = (sessions: Session[]) =>
    until(async () => {
      const held = await records();
      const due = held.flatMap(({ scheduledAtMs }) => scheduledAtMs ?? []).sort();
      const asked = sessions.map(({ startsAt }) => Date.parse(startsAt)).sort();
      return JSON.stringify(due) === JSON.stringify(asked) && held;
    }, "the schedule to follow the programme");

  test("are made once by however many workers, follow the programme, and go out at the start", async () => {
    await Promise.all([working(), working()]);
    const many = Array.from({ length: 250 }, (_, n) => session(`s${n}`, HOUR + n * 60_000));
    await programme(many);
    await until(
      async () => (await desk.store.due(Number.MAX_SAFE_INTEGER, 999)).length === 250,
      "250 starts",
    );

    const left = [session("s0", 2 * HOUR), session("soon", 2_500)];
    await programme(left);
    await until(async () => (await desk.store.due(Number.MAX_SAFE_INTEGER, 999)).length === 2, "two left");
    await isOut(1);
    const [out] = await published(desk.store);
    const lateMs = out!.atMs - Date.parse(left[1]!.startsAt);
    expect(lateMs).toBeGreaterThanOrEqual(0);
    expect(lateMs).toBeLessThan(2_000);
    expect((await desk.store.published(out!.id))?.item).toMatchObject({ sessionId: "soon" });
    expect(await desk.store.due(Number.MAX_SAFE_INTEGER, 9)).toMatchObject([
      { dueMs: Date.parse(left[0]!.startsAt) },
    ]);
    const ids = (await desk.store.audit(undefined, 1_000)).map(({ note }) => note.action);
    expect(ids).toContain("follow-programme");
  });

  test("edited, one keeps its words and goes with its session; cancelled, it stays off", async () => {
    await working();
    await programme([session("a", HOUR)]);
    const { id, written } = await until(one, "the session start");
    const text = { en: { headline: "By hand", body: "" } };
    await command(desk, id, { type: "revise", written: { ...written, text }, ifMatch: 1 });

    const moved = [session("a", 2 * HOUR)];
    await programme(moved);
    await scheduledFor(moved);
    expect((await one())?.written.text).toEqual(text);

    await command(desk, id, { type: "unschedule" });
    const again = [session("a", 3 * HOUR), session("b", HOUR)];
    await programme(again);
    await scheduledFor(again.slice(1));
    expect(await stateOf(desk.store, id)).toBe("approved");
  });

  test("[S7] what was scheduled with a session as it moved is put right at once, by the worker", async () => {
    await working();
    await programme([session("a", 2 * HOUR)]);
    const { id } = await scheduleIn(desk, HOUR);
    await command(desk, id, { type: "schedule", follows: { sessionId: "a", leadMinutes: 10 } });
    // As an import that had not seen it leaves it: the programme is another, the schedule is not.
    const [moved] = [session("a", 3 * HOUR)];
    await programme([moved!]);
    const dueMs = Date.parse(moved!.startsAt) - 600_000;
    const held = await until(async () => {
      const record = (await desk.store.announcement(id))?.value;
      return record?.scheduledAtMs === dueMs && record;
    }, "the schedule to follow");
    expect(held).toMatchObject({ state: "scheduled", follows: { sessionId: "a" }, changedBy: "worker" });

    await programme([]);
    await until(async () => (await stateOf(desk.store, id)) === "overdue", "it to wait for a person");
    const notes = (await desk.store.audit(undefined, 20)).map(({ note }) => note);
    const mine = notes.filter(({ announcementId, by }) => announcementId === id && by === "worker");
    expect(mine.map(({ action }) => action)).toEqual(["hold-overdue", "follow-programme"]);
  });
});

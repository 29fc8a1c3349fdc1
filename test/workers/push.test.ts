/** Push from the subscription over HTTP to the message that a device reads, over a real Redis and a real worker. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Queue } from "bullmq";
import type { Redis } from "ioredis";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Bench } from "../../scripts/chaos/real-processes.ts";
import { until } from "../../scripts/chaos/until.ts";
import { type PrivateRedis, startPrivateRedis } from "../../scripts/redis/private.ts";
import { pushQueues } from "../../server/contract/jobs.ts";
import { type PushOrder, pushMessageSchema } from "../../server/contract/push.ts";
import { endRehearsal } from "../../server/desk/rehearsal.ts";
import { PushSubscriptions } from "../../server/push/subscriptions.ts";
import { PushThrottle } from "../../server/push/throttle.ts";
import { sharedVapidKeys } from "../../server/push/vapid.ts";
import { connectForJobs, JOBS_PREFIX } from "../../server/schedule/queue-connection.ts";
import { openStore } from "../../server/store/open-store.ts";
import { RedisPush } from "../../server/store/redis-push.ts";
import { type RunningWorker, startWorker } from "../../workers/worker.ts";
import { type Device, PUSH_CA, type PushService, startPushService } from "../support/push-service.ts";
import { command, freshEvent, type Hands, handsOn, log } from "../support/scheduling.ts";
import { admin, newNotice } from "../support/written.ts";

const dataDir = mkdtempSync(join(tmpdir(), "fanfare-push-"));
const SUBJECT = "https://live.example.org";

let redis: PrivateRedis;
let desk: Hands;
let service: PushService;
let push: RedisPush;
let publicKey = "";
const bench = new Bench();
let raw: Redis;
let queues: readonly Queue[];
const UNDONE = ["active", "waiting", "delayed", "prioritized"] as const;
const workers: RunningWorker[] = [];

beforeAll(async () => {
  redis = await startPrivateRedis({ restart: false });
  desk = await handsOn(redis.url);
  raw = connectForJobs(redis.url, "test");
  queues = Object.values(pushQueues).map((name) => new Queue(name, { connection: raw, prefix: JOBS_PREFIX }));
  push = new RedisPush(desk.store.connection);
  service = await startPushService(() => publicKey);
});
beforeEach(async () => {
  await freshEvent(desk.store, { endsAt: "2099-01-01T00:00:00Z" });
  await desk.directory.refresh();
  publicKey = (await sharedVapidKeys(desk.store.connection)).publicKey;
});
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.stop()));
});
afterAll(async () => {
  desk.store.close();
  await Promise.all(queues.map((queue) => queue.close()));
  raw.disconnect();
  await bench.cleanUp();
  await Promise.all([redis.stop(), service.close()]);
  rmSync(dataDir, { recursive: true });
});

/** One that has begun to follow the log. */
async function working(): Promise<RunningWorker> {
  const opened = await openStore({ url: redis.url, onUnreachable() {} });
  if (!opened.ok) throw new Error("unfit");
  const settings = { subject: SUBJECT, testOrigin: service.origin, testCa: PUSH_CA };
  const worker = await startWorker({ url: redis.url, store: opened.store, log, dataDir, push: settings });
  workers.push(worker);
  await until(() => push.cursor(), "the cursor");
  return worker;
}

let devices = 0;
/** A device that asked for push. */
async function subscribed(order: Partial<PushOrder> = {}): Promise<Device> {
  devices += 1;
  const device = service.device(`device-${devices}`);
  const subscriptions = new PushSubscriptions({
    store: push,
    throttle: new PushThrottle(),
    clock: desk.clock,
    testOrigin: service.origin,
  });
  const filters = { kinds: [], tracks: [], sessions: [] };
  const made = await subscriptions.subscribe(
    { filters, ...order, subscription: device.subscription },
    "192.0.2.1",
  );
  if (!made.ok) throw new Error(JSON.stringify(made.refusal));
  return device;
}

let requests = 0;
async function publish(headline: string, over: Record<string, unknown> = {}): Promise<string> {
  requests += 1;
  const given = newNotice(headline, { publishAt: "now", ...over });
  const made = await desk.announcements.create(given, admin, { key: `push-${requests}`, request: "r" });
  if (!made.ok) throw new Error(JSON.stringify(made.refusal));
  return made.value.record.id;
}

const urgent = (over: Record<string, unknown> = {}) => ({
  kind: "urgent",
  details: { status: "actual", messageType: "alert" },
  expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
  ...over,
});
const headlines = ({ arrived }: Device): string[] => arrived.map(({ message }) => message.title);

/** Until everything in the log has been told, or given up. */
async function settled(): Promise<void> {
  const { cursor: head } = await desk.store.head();
  await until(async () => (await push.cursor())?.offset === head.offset, "the plan");
  const isEmpty = async (queue: Queue) => (await queue.getJobCountByTypes(...UNDONE)) === 0;
  await until(async () => (await Promise.all(queues.map(isEmpty))).every(Boolean), "empty queues");
}

describe("a message", () => {
  test("[U1] arrives once, encrypted for the device, in its language, signed, and small", async () => {
    const [english, french] = [await subscribed(), await subscribed({ language: "fr-CA" })];
    await Promise.all([working(), working()]);
    const id = await publish("Hall 2 opens", {
      text: {
        en: { headline: "Hall 2 opens", body: `Doors at nine.\n${"word ".repeat(1_900)}` },
        fr: { headline: "La salle 2 ouvre" },
      },
    });
    const [arrived] = await english.got(1);
    const [other] = await french.got(1);
    expect(pushMessageSchema.parse(arrived!.message)).toMatchObject({
      announcementId: id,
      revision: 1,
      kind: "notice",
      title: "Hall 2 opens",
      language: "en",
      direction: "ltr",
      path: `/a/${id}`,
      urgent: false,
    });
    expect(arrived!.message.body).toMatch(/^Doors at nine\. word .*…$/);
    expect(arrived!.bytes).toBeLessThan(3_072);
    expect(arrived).toMatchObject({ ttl: 14_400, urgency: "normal", vapid: { sub: SUBJECT } });
    expect(arrived!.topic).toMatch(/^[A-Za-z0-9_-]{32}$/);
    expect(other!.message).toMatchObject({ title: "La salle 2 ouvre", language: "fr" });
    await settled();
    expect([headlines(english), headlines(french)]).toEqual([["Hall 2 opens"], ["La salle 2 ouvre"]]);
  });

  test("[U1] comes to whom it concerns: attendance, kinds, tracks and starred sessions", async () => {
    const wanting = (filters: Partial<PushOrder["filters"]>) =>
      subscribed({ filters: { kinds: [], tracks: [], sessions: [], ...filters } });
    const home = await wanting({ attendance: "online" });
    const releases = await wanting({ kinds: ["release"], sessions: ["talk-7"] });
    await working();
    const onSite = { audience: { attendance: "in-person", zones: [], tracks: [] } };
    await publish("gates", onSite);
    await publish("paper", { kind: "release" });
    await publish("screens only", { surfaces: ["kiosk"] });
    await publish("fire", urgent(onSite));
    await settled();
    expect(headlines(home)).toEqual(["paper"]);
    expect(headlines(releases).toSorted()).toEqual(["fire", "paper"]);
  });

  test("[U7] says of an exercise that it is one, high in urgency, until it expires", async () => {
    const device = await subscribed({ language: "fr" });
    await working();
    const details = {
      status: "exercise",
      messageType: "alert",
      instruction: { en: "Leave.", fr: "Sortez." },
    };
    await publish("x", urgent({ details, text: { en: { headline: "Fire" }, fr: { headline: "Feu" } } }));
    const [arrived] = await device.got(1);
    expect(arrived!.message).toMatchObject({ title: "Exercice\u202f: Feu", body: "Sortez.", urgent: true });
    expect(arrived!.urgency).toBe("high");
    expect(arrived!.ttl).toBeGreaterThan(3_500);
    expect(arrived!.ttl).toBeLessThanOrEqual(3_600);
  });

  test("[U7] of a result is without its podium", async () => {
    const device = await subscribed();
    await working();
    const podium = [{ place: 1, name: "Ada" }];
    await publish("The final is decided", { kind: "result", details: { competition: "Chess", podium } });
    const [arrived] = await device.got(1);
    expect(JSON.stringify(arrived!.message)).not.toContain("Ada");
  });
});

describe("what changes", () => {
  test("[U3] a correction takes the place of what it corrects, a withdrawal of both", async () => {
    const device = await subscribed();
    await working();
    const id = await publish("at nine");
    await device.got(1);
    const stranger = await subscribed();
    await command(desk, id, { type: "correct", correction: { text: { en: { headline: "at ten" } } } });
    await device.got(2);
    await command(desk, id, { type: "withdraw", reason: "It was a mistake." });
    const [first, second, third] = await device.got(3);
    expect(second!.message).toMatchObject({ title: "Correction: at ten", revision: 2 });
    expect(third!.message).toMatchObject({
      title: "An announcement was withdrawn",
      body: "It was a mistake.",
      withdrawn: true,
    });
    expect(new Set([first, second, third].map((each) => each!.topic)).size).toBe(1);
    await settled();
    expect(headlines(stranger)).toEqual([]);
  });

  test("[U3] a correction comes as news to whom it concerns only since", async () => {
    const home = await subscribed({ filters: { attendance: "online", kinds: [], tracks: [], sessions: [] } });
    await working();
    const audience = { attendance: "in-person", zones: [], tracks: [] };
    const id = await publish("lunch", { audience });
    await settled();
    await command(desk, id, {
      type: "correct",
      correction: { audience: { ...audience, attendance: "everyone" } },
    });
    await home.got(1);
    expect(headlines(home)).toEqual(["Correction: lunch"]);
  });

  test("[U3] a withdrawal that overtakes its publication has the last word", async () => {
    const device = await subscribed();
    let isFirst = true;
    device.answerAs(async () => {
      if (isFirst) {
        isFirst = false;
        const { announcementId } = device.arrived[0]!.message;
        await command(desk, announcementId, { type: "withdraw", reason: "no" });
        await device.got(2);
      }
      return 201;
    });
    await working();
    await publish("too soon");
    await device.got(3);
    await settled();
    expect(device.arrived.map(({ message }) => message.withdrawn)).toEqual([undefined, true, true]);
  });

  test("[U3] what was withdrawn before the worker came is told to nobody", async () => {
    const first = await working();
    await first.stop();
    workers.splice(0);
    const device = await subscribed();
    const id = await publish("too soon");
    await command(desk, id, { type: "withdraw", reason: "no" });
    await working();
    await settled();
    expect(headlines(device)).toEqual([]);
  });

  test("[U4] a worker that comes first, or to a new log, starts at its head", async () => {
    const device = await subscribed();
    await publish("before anybody followed");
    await working();
    await publish("after");
    await device.got(1);
    expect(headlines(device)).toEqual(["after"]);
  });
});

describe("push services", () => {
  test.for([404, 410])("[U8] %i: the subscription is forgotten", async (status) => {
    const device = await subscribed();
    device.answerAs(status);
    await working();
    await publish("one");
    await device.got(1);
    await until(async () => (await push.count()) === 0, "nobody left");
  });

  test("[U8] 403: forgotten after three in a row", async () => {
    const device = await subscribed();
    device.answerAs(403);
    await working();
    for (const count of [1, 2, 3]) {
      expect(await push.count()).toBe(1);
      await publish(`number ${count}`);
      await device.got(count);
    }
    await until(async () => (await push.count()) === 0, "nobody left");
  });

  test("[U8] 413: this message is let go, the subscription stays", async () => {
    const device = await subscribed();
    device.answerAs(413);
    await working();
    await publish("too large");
    await device.got(1);
    await settled();
    expect(headlines(device)).toEqual(["too large"]);
    expect(await push.count()).toBe(1);
  });

  test.for([429, 500])(
    "[U8] %i: tried again after the time it asks for, and others not twice",
    async (status) => {
      const [busy, idle] = [await subscribed(), await subscribed()];
      let asked = 0;
      busy.answerAs({ status, headers: { "retry-after": "1" } });
      await working();
      await publish("once");
      await busy.got(1);
      asked = performance.now();
      busy.answerAs(201);
      await busy.got(2);
      expect(performance.now() - asked).toBeGreaterThan(900);
      expect(headlines(idle)).toEqual(["once"]);
    },
  );

  test("[U6] a redirect is not followed", async () => {
    const [moved, target] = [await subscribed(), await subscribed()];
    const headers = { location: target.subscription.endpoint };
    moved.answerAs({ status: 307, headers });
    await working();
    await publish("stays");
    await settled();
    expect([headlines(moved), headlines(target)]).toEqual([["stays"], ["stays"]]);
  });
});

describe("workers", () => {
  test("[U2] urgent news passes what waits for slow services", async () => {
    const filters = { attendance: "online" as const, kinds: [], tracks: [], sessions: [] };
    const slow = await Promise.all(Array.from({ length: 3 }, () => subscribed({ filters })));
    const hung = Promise.withResolvers<number>();
    for (const device of slow) device.answerAs(() => hung.promise);
    await working();
    for (const headline of ["one", "two", "three", "four", "five"]) await publish(headline);
    await slow[0]!.got(1);
    const free = await subscribed();
    const audience = { attendance: "in-person", zones: [], tracks: [] };
    await publish("fire", urgent({ audience }));
    // It came within the second that clocks may differ by, so that what was sent just before may be for it too.
    await until(() => headlines(free).includes("fire"), "the urgent one");
    expect(slow.flatMap(headlines)).not.toContain("five");
    hung.resolve(201);
    await settled();
    for (const device of slow) expect(new Set(headlines(device)).size).toBe(device.arrived.length);
    expect(slow.flatMap(headlines)).toHaveLength(5 * slow.length);
  });

  test("[U4] the end of a rehearsal sends nothing again, and who asked for push is told of what is new", async () => {
    const device = await subscribed();
    await working();
    await publish("rehearsed");
    await device.got(1);
    const before = await push.cursor();
    const parts = { store: desk.store, directory: desk.directory };
    expect((await endRehearsal(parts, { keep: "preparation", actor: admin }, true)).ok).toBe(true);
    await until(async () => (await push.cursor())?.epoch !== before!.epoch, "the cursor in the new log");
    await publish("in earnest");
    await device.got(2);
    await settled();
    expect(headlines(device)).toEqual(["rehearsed", "in earnest"]);
  });

  test("[U4] one that is told to stop while many services are slow is gone within 5 s", async () => {
    const slow = await Promise.all(Array.from({ length: 150 }, () => subscribed()));
    for (const device of slow) device.answerAs("slow");
    const [worker] = [await working(), workers.splice(0)];
    await publish("through");
    await publish("fire", urgent());
    await until(() => slow.filter(({ arrived }) => arrived.length > 0).length > 90, "most of them asked");
    const stopped = worker.stop().then(() => "stopped");
    const late = new Promise((resolve) => setTimeout(resolve, 5_000, "late"));
    expect(await Promise.race([stopped, late])).toBe("stopped");
  });

  test("[U4] what one that is told to stop leaves in the middle, another ends at once", async () => {
    const [quick, hanging] = [await subscribed(), await subscribed()];
    hanging.answerAs("slow");
    const [first] = [await working(), workers.splice(0)];
    await publish("through");
    await Promise.all([quick.got(1), hanging.got(1)]);
    hanging.answerAs(201);
    await first.stop();
    await working();
    await settled();
    expect([headlines(quick), headlines(hanging)]).toEqual([["through"], ["through", "through"]]);
  });

  test("[U4] killed in the middle of a batch: another goes on, and who had answered is not told again", async () => {
    const env = { PUSH_TEST_ORIGIN: service.origin, PUSH_TEST_CA: PUSH_CA, PUBLIC_URL: SUBJECT };
    const [server, first] = await Promise.all([
      bench.server({ redisUrl: redis.url, env }),
      bench.worker({ redisUrl: redis.url, env }),
    ]);
    const [quick, hanging] = [service.device("quick"), service.device("hanging")];
    hanging.answerAs("slow");
    expect((await server.api.ask("/api/v1/push", { token: "" })).json).toEqual({ publicKey });
    for (const { subscription } of [quick, hanging]) {
      const made = await server.api.ask("/api/v1/push", { json: { subscription }, token: "" });
      expect(made.status).toBe(201);
    }
    await until(() => push.cursor(), "the cursor", 15_000);
    await publish("through");
    await Promise.all([quick.got(1), hanging.got(1)]);
    await until(async () => (await raw.keys("*push-settled*")).length === 1, "the mark");
    await first.kill9();
    hanging.answerAs(201);
    await working();
    const [once, again] = await hanging.got(2, 15_000);
    await settled();
    expect(headlines(quick)).toEqual(["through"]);
    expect(again!.topic).toBe(once!.topic);
    for (const each of [server, first]) expect(each.log()).toContain("PUSH_TEST_ORIGIN is set");
  }, 60_000);
});

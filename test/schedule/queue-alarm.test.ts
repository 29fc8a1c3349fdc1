import { Queue } from "bullmq";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { until } from "../../scripts/chaos/until.ts";
import { type PrivateRedis, startPrivateRedis } from "../../scripts/redis/private.ts";
import { PUBLISH_QUEUE } from "../../server/contract/jobs.ts";
import { RedisClock } from "../../server/feed/clock.ts";
import { QueueAlarm } from "../../server/schedule/queue-alarm.ts";
import { connectForJobs, JOBS_PREFIX } from "../../server/schedule/queue-connection.ts";
import { log } from "../support/scheduling.ts";

const HOUR = 3_600_000;

let redis: PrivateRedis;
let connection: ReturnType<typeof connectForJobs>;
let queue: Queue;

beforeAll(async () => {
  redis = await startPrivateRedis({ restart: false });
  connection = connectForJobs(redis.url, "test");
  queue = new Queue(PUBLISH_QUEUE, { connection, prefix: JOBS_PREFIX });
  queue.on("error", () => {});
});
beforeEach(() => connection.flushall());
afterAll(async () => {
  await queue.close();
  connection.disconnect();
  await redis.stop();
});

const job = { id: "an-announcement", revision: 3 };
const set = async () =>
  (await queue.getDelayed()).map(({ id, data, timestamp, delay }) => ({ id, data, atMs: timestamp + delay }));

/** Sets it as often as it takes until the alarm's own connection is ready. */
async function whenSet(alarm: QueueAlarm, dueMs: number) {
  return await until(async () => {
    alarm.wakeAt(job, dueMs);
    await alarm.settled();
    const jobs = await set();
    return jobs.length > 0 && jobs;
  }, "the job");
}

describe("the alarm", () => {
  test("sets one job for an instant by Redis' clock, with ids alone, however off our own clock is", async () => {
    const clock = new RedisClock(() => Date.now() + HOUR);
    clock.measured(Date.now() + HOUR, Date.now() + HOUR, Date.now());
    const alarm = new QueueAlarm({ url: redis.url, clock, log });
    const dueMs = Date.now() + 60_000;
    const jobs = await whenSet(alarm, dueMs);
    alarm.wakeAt(job, dueMs);
    await alarm.settled();
    expect(jobs).toEqual([{ id: `an-announcement-r3-${dueMs}`, data: job, atMs: dueMs }]);
    expect(await set()).toHaveLength(1);
    const names = await connection.keys("*");
    expect(names.filter((name) => !name.startsWith("{feed}:jobs:"))).toEqual([]);
    await alarm.clear();
    expect(await set()).toEqual([]);
    await alarm.close();
  });

  test("neither hangs nor throws while Redis is away, and works again after", async () => {
    const alarm = new QueueAlarm({ url: redis.url, clock: new RedisClock(), log });
    await whenSet(alarm, Date.now() + 60_000);
    await redis.kill9();
    for (let n = 0; n < 100; n += 1) alarm.wakeAt(job, Date.now() + n);
    await alarm.settled();
    await redis.startAgain();
    await until(() => connection.status === "ready", "Redis");
    await connection.flushall();
    await whenSet(alarm, Date.now() + 60_000);
    await alarm.close();
  });
});

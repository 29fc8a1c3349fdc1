import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { until } from "../../scripts/chaos/until.ts";
import { type PrivateRedis, startPrivateRedis } from "../../scripts/redis/private.ts";
import { Sweep } from "../../server/schedule/sweep.ts";
import { freshEvent, type Hands, handsOn, log, published, scheduleIn } from "../support/scheduling.ts";

let redis: PrivateRedis;
let desk: Hands;
let sweep: Sweep | undefined;

beforeAll(async () => {
  redis = await startPrivateRedis({ restart: false });
  desk = await handsOn(redis.url);
});
beforeEach(async () => {
  await freshEvent(desk.store);
  await desk.directory.refresh();
});
afterEach(() => sweep?.stop());
afterAll(async () => {
  desk.store.close();
  await redis.stop();
});

function sweeping(graceMs: number, onHelped?: (count: number) => void): Sweep {
  const { publisher, clock } = desk;
  sweep = new Sweep({ publisher, clock, graceMs, everyMs: 20, log, ...(onHelped && { onHelped }) });
  sweep.start();
  return sweep;
}

const isOut = (count: number) =>
  until(async () => (await published(desk.store)).length === count, `${count} out`);

describe("the sweep", () => {
  test("publishes what nobody was woken for, once, and tells that it had to", async () => {
    const helps: number[] = [];
    const { dueMs } = await scheduleIn(desk, 100);
    sweeping(0, (count) => helps.push(count));
    await isOut(1);
    const [entry] = await published(desk.store);
    expect(entry!.atMs).toBeGreaterThanOrEqual(dueMs);
    await until(() => helps.length > 0, "the tally");
    expect([helps, sweep?.helped]).toEqual([[1], 1]);
  });

  test("leaves others the time of its grace", async () => {
    const { dueMs } = await scheduleIn(desk, 50);
    sweeping(600);
    await isOut(1);
    expect((await published(desk.store))[0]!.atMs - dueMs).toBeGreaterThanOrEqual(600);
  });

  test("goes on after an outage of Redis", async () => {
    sweeping(0);
    const { id } = await scheduleIn(desk, 400);
    await redis.kill9();
    await until(() => !desk.store.connected, "the outage");
    await redis.startAgain();
    await until(() => desk.store.connected, "Redis");
    await isOut(1);
    expect((await published(desk.store))[0]!.id).toBe(id);
  });
});

import { afterAll, beforeAll, expect, test } from "vitest";
import { until } from "../../scripts/chaos/until.ts";
import type { DeskAlarm } from "../../server/contract/socket.ts";
import { DeskBench } from "../support/desk-nodes.ts";

const bench = new DeskBench();

beforeAll(() => bench.open(1, { recheckMs: 500, restart: false }));
afterAll(() => bench.close());

test("[M5] while Redis is away open desks stay and show it, new ones are refused; back, all are looked up", {
  timeout: 60_000,
}, async () => {
  const { secret } = await bench.token("lead");
  const revoked = await bench.token("lead");
  const [desk, losing] = [bench.desk({ token: secret }), bench.desk({ token: revoked.secret })];
  await Promise.all([desk.told("alarms"), losing.told("alarms")]);
  const id = await bench.announcement();

  await bench.redis.kill9();
  const alarm = await desk.told<DeskAlarm>("alarm", ({ code }) => code === "redis_unavailable", 3_000);
  expect(Date.parse(alarm.since)).toBeGreaterThan(Date.now() - 10_000);
  const late = bench.desk({ token: secret });
  expect(await late.told("refused")).toMatchObject({
    code: "redis_unavailable",
    action: "retry",
    retryAfterMs: expect.any(Number),
  });
  await late.closed();
  expect(await desk.socket.emitWithAck("editing", { announcementId: id })).toMatchObject({
    ok: false,
    code: "redis_unavailable",
  });
  expect(await desk.socket.emitWithAck("editing", {})).toEqual({ ok: true });
  // Longer than several looks at who is there.
  const stillAt = performance.now() + 2_000;
  await until(() => performance.now() > stillAt, "several looks");
  expect([desk.socket.connected, losing.socket.connected]).toEqual([true, true]);

  await bench.redis.startAgain();
  await until(
    () => desk.last<DeskAlarm[]>("alarms")!.every(({ code }) => code !== "redis_unavailable"),
    "the end",
  );
  await until(() => bench.store.connected, "the store");
  await bench.tokens.revoke(revoked.id, bench.machine);
  await losing.closed(5_000);
  expect(desk.socket.connected).toBe(true);
  expect(await desk.socket.emitWithAck("editing", { announcementId: id })).toEqual({ ok: true });
});

test("[M5] a Redis that hangs is an alarm within three seconds", { timeout: 30_000 }, async () => {
  const desk = bench.desk({ token: (await bench.token("author")).secret });
  await desk.told("alarms");
  process.kill(bench.redis.pid!, "SIGSTOP");
  try {
    await desk.told<DeskAlarm>("alarm", ({ code }) => code === "redis_unavailable", 4_000);
  } finally {
    process.kill(bench.redis.pid!, "SIGCONT");
  }
  await until(
    () => desk.last<DeskAlarm[]>("alarms")!.every(({ code }) => code !== "redis_unavailable"),
    "the end",
    15_000,
  );
  expect(desk.socket.connected).toBe(true);
});

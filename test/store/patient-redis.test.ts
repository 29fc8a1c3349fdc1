/** A pause of our own is no silence of Redis; a silence of Redis is found out. */
import { Redis } from "ioredis";
import { afterAll, beforeAll, expect, test } from "vitest";
import { until } from "../../scripts/chaos/until.ts";
import { type PrivateRedis, startPrivateRedis } from "../../scripts/redis/private.ts";
import { COMMAND_TIMEOUT_MS, connectExactly, whenReady } from "../../server/store/redis-connection.ts";
import { redisOptions } from "../../server/store/redis-url.ts";

let redis: PrivateRedis;
beforeAll(async () => {
  redis = await startPrivateRedis({ restart: false });
});
afterAll(() => redis.stop());

/** As a process does that gets no processor: nothing is read, and no timer runs. */
function standStill(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

async function opened(): Promise<{ readonly link: Redis; readonly closes: () => number }> {
  const link = connectExactly(redis.url, "patience");
  let closes = 0;
  link.on("close", () => {
    closes += 1;
  });
  await whenReady(link, 5_000);
  return { link, closes: () => closes };
}

test("what was answered while this process stood still is taken, and the connection stays", async () => {
  const { link, closes } = await opened();
  const answers = Promise.all([link.set("k", "v"), link.get("k"), link.pipeline().get("k").exec()]);
  standStill(COMMAND_TIMEOUT_MS + 1_000);
  expect(await answers).toEqual(["OK", "v", [[null, "v"]]]);
  expect(await link.ping()).toBe("PONG");
  expect(closes()).toBe(0);
  link.disconnect();
});

test("where timers alone decide, the same answers are lost", async () => {
  const link = new Redis({ ...redisOptions(redis.url), commandTimeout: COMMAND_TIMEOUT_MS });
  await whenReady(link, 5_000);
  const answer = link.get("k");
  standStill(COMMAND_TIMEOUT_MS + 1_000);
  await expect(answer).rejects.toThrow("timed out");
  link.disconnect();
});

test("a Redis that hangs is given up in time, its connection closed; when it goes on so do we", async () => {
  const { link, closes } = await opened();
  process.kill(redis.pid!, "SIGSTOP");
  try {
    const startedAt = performance.now();
    await expect(link.set("k", "w")).rejects.toThrow("timed out");
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(COMMAND_TIMEOUT_MS - 10);
    await until(() => closes() > 0, "the connection to be closed");
  } finally {
    process.kill(redis.pid!, "SIGCONT");
  }
  await until(() => link.status === "ready", "a new connection", 10_000);
  expect(await link.ping()).toBe("PONG");
  link.disconnect();
});

// As ioredis does where it is told of a failover while it asks the Sentinels for the master.
test("[CG7] a connection that ended while it was being made is made again, until it is closed by us", async () => {
  const link = connectExactly(redis.url, "again");
  Reflect.get(link, "connector").disconnect();
  await until(() => link.status === "end", "it to end");
  await until(() => link.status === "ready", "it to be there again");
  link.disconnect();
  await until(() => link.status === "end", "it to end for good");
});

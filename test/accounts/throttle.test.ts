import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type PrivateRedis, startPrivateRedis } from "../../scripts/redis/private.ts";
import { SignInThrottle } from "../../server/accounts/throttle.ts";
import { networkOf } from "../../server/doors/network.ts";
import { connectExactly, whenReady } from "../../server/store/redis-connection.ts";
import { until } from "../support/until.ts";

let redis: PrivateRedis;
let connection: ReturnType<typeof connectExactly>;
beforeAll(async () => {
  redis = await startPrivateRedis({ restart: false });
  connection = connectExactly(redis.url, "test");
  await whenReady(connection, 5_000);
});
afterAll(async () => {
  connection.disconnect();
  await redis.stop();
});

const allowedOf = async (throttle: SignInThrottle, times: number, address: string, account?: string) => {
  const attempts = await Promise.all(Array.from({ length: times }, () => throttle.attempt(address, account)));
  return attempts.filter((attempt) => attempt.allowed).length;
};

describe.for([
  ["memory", () => new SignInThrottle()],
  ["Redis", () => new SignInThrottle(connection)],
] as const)("in %s", ([, open]) => {
  test("[A10] ten for an account and fifty from an address, also all at once", async () => {
    const throttle = open();
    if (connection.status === "ready") await connection.flushall();
    expect(await allowedOf(throttle, 30, "192.0.2.1", "a@example.org")).toBe(10);
    expect(await allowedOf(throttle, 60, "192.0.2.2")).toBe(50);
  });

  test("[A11] a right one takes its count back", async () => {
    const throttle = open();
    if (connection.status === "ready") await connection.flushall();
    for (let n = 0; n < 60; n += 1) {
      const attempt = await throttle.attempt("192.0.2.3", "b@example.org");
      expect(attempt.allowed).toBe(true);
      if (attempt.allowed) await attempt.takeBack();
    }
  });
});

test("two servers on one Redis count together, and what is full says for how long", async () => {
  await connection.flushall();
  const [one, two] = [new SignInThrottle(connection), new SignInThrottle(connection)];
  expect(await allowedOf(one, 6, "192.0.2.1", "a@example.org")).toBe(6);
  expect(await allowedOf(two, 6, "192.0.2.9", "a@example.org")).toBe(4);
  const full = await two.attempt("192.0.2.9", "a@example.org");
  expect(full.allowed ? 0 : full.retryAfterMs).toBeGreaterThan(800_000);
});

test("what people type is in no key", async () => {
  await connection.flushall();
  await new SignInThrottle(connection).attempt("192.0.2.1", "secret@example.org");
  const keys = await connection.keys("*");
  expect(keys).toHaveLength(2);
  for (const key of keys) expect(key).toMatch(/^\{feed\}:throttle:/);
  expect(keys.join()).not.toContain("secret");
});

test("[A12] while Redis is away it goes on counting by itself", async () => {
  const own = await startPrivateRedis({ restart: false });
  const lost = connectExactly(own.url, "lost");
  await whenReady(lost, 5_000);
  const throttle = new SignInThrottle(lost);
  await own.stop();
  await until(() => lost.status !== "ready", "the connection to be lost");
  expect(await allowedOf(throttle, 30, "192.0.2.1", "a@example.org")).toBe(10);
  lost.disconnect();
});

test.for([
  ["192.0.2.1", "192.0.2.1"],
  ["::ffff:192.0.2.1", "192.0.2.1"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:0db8:0001:0002::ff", "2001:db8:1:2::/64"],
  ["2001:db8::1", "2001:db8:0:0::/64"],
  ["::1", "0:0:0:0::/64"],
  ["fe80::1%eth0", "fe80:0:0:0::/64"],
  ["", ""],
])("the network of %s is %s", ([address, network]) => {
  expect(networkOf(address!)).toBe(network);
});

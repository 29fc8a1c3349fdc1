/** What costs may not be asked for without end; reading the feed may. */
import type { IncomingMessage } from "node:http";
import { Redis } from "ioredis";
import { afterEach, describe, expect, test } from "vitest";
import { until } from "../../scripts/chaos/until.ts";
import { type PrivateRedis, startPrivateRedis } from "../../scripts/redis/private.ts";
import type { Actor } from "../../server/contract/people.ts";
import { Crowd } from "../../server/doors/crowd.ts";
import { Forwarding } from "../../server/doors/forwarding.ts";
import { ADMIN } from "../../server/http/authenticate.ts";
import { oneAtATime } from "../../server/http/feed.ts";
import { HttpLimits, type LimitsOptions } from "../../server/http/limits.ts";
import { connectExactly, whenReady } from "../../server/store/redis-connection.ts";
import { type HttpNode, httpNode } from "./support.ts";

const TRUSTED = ["127.0.0.0/8"];
const VENUE = "198.51.100.0/24";
const somebody: Actor = { id: "a-colleague", role: "moderator", name: "A colleague" };

const limitsOf = (more: Partial<LimitsOptions>): HttpLimits => {
  const forwarding = new Forwarding(TRUSTED);
  return new HttpLimits({ forwarding, crowd: new Crowd({ forwarding, venues: [VENUE] }), ...more });
};
const from = (address: string) =>
  ({
    socket: { remoteAddress: "127.0.0.1" },
    headers: { "x-forwarded-for": address },
  }) as unknown as IncomingMessage;

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const opened = async (limits: HttpLimits): Promise<HttpNode> => {
  const node = await httpNode({ deps: { limits }, site: { trustProxy: TRUSTED } });
  closers.push(() => node.stop());
  return node;
};

const ownRedis = async (): Promise<PrivateRedis> => {
  const redis = await startPrivateRedis({ restart: false });
  closers.push(() => redis.stop());
  return redis;
};

const connected = async (redis: PrivateRedis) => {
  const connection = connectExactly(redis.url, "test");
  closers.push(() => connection.disconnect());
  await whenReady(connection, 5_000);
  return connection;
};

const allowedOf = async (limits: HttpLimits, times: number, actor = somebody): Promise<number> => {
  const results = await Promise.all(Array.from({ length: times }, () => limits.write(actor)));
  return results.filter(({ ok }) => ok).length;
};

describe("[RL1] changes", () => {
  test("so many of an account or token, then 429 with Retry-After; looking is not counted", async () => {
    const node = await opened(limitsOf({ writes: 3 }));
    const write = (as: "moderator" | "lead" | "admin-token") =>
      node.ask("/api/v1/desk/announcements", {
        as,
        json: { kind: "notice", text: { en: { headline: "Doors", body: "" } } },
      });
    for (let n = 0; n < 3; n += 1) expect((await write("moderator")).status).toBe(201);
    const refused = await write("moderator");
    expect(refused).toMatchObject({ status: 429, json: { code: "too_many_requests" } });
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect((await node.ask("/api/v1/desk/announcements", { as: "moderator" })).status).toBe(200);
    expect((await write("lead")).status).toBe(201);
    for (let n = 0; n < 5; n += 1) expect((await write("admin-token")).status).toBe(201);
  });

  test("over all nodes; ADMIN_TOKEN is not counted", async () => {
    const connection = await connected(await ownRedis());
    // However slow this machine is just now.
    const counted = { redis: connection, slowMs: 60_000, writes: 60 };
    const [one, two] = [limitsOf(counted), limitsOf(counted)];
    expect((await allowedOf(one, 40)) + (await allowedOf(two, 40))).toBe(60);
    expect(await allowedOf(two, 1, { ...somebody, id: "another" })).toBe(1);
    expect(await allowedOf(one, 70, ADMIN)).toBe(70);
  });

  test("[RL4] while Redis is away this process counts by itself", async () => {
    const redis = await ownRedis();
    const connection = await connected(redis);
    const limits = limitsOf({ redis: connection, writes: 10 });
    await redis.stop();
    await until(() => connection.status !== "ready", "the connection to be lost");
    expect(await allowedOf(limits, 30)).toBe(10);
  });

  test("[RL4] while Redis is mute, too, and nobody waits for it", async () => {
    const redis = await ownRedis();
    // It would wait for an answer for ever.
    const patient = new Redis({ path: redis.socketPath, lazyConnect: true });
    closers.push(() => patient.disconnect());
    await patient.connect();
    process.kill(redis.pid!, "SIGSTOP");
    closers.push(() => process.kill(redis.pid!, "SIGCONT"));
    expect(await allowedOf(limitsOf({ redis: patient, writes: 10 }), 30)).toBe(10);
  });
});

describe("[RL2] searches", () => {
  const search = (node: HttpNode, address: string) =>
    node.ask("/api/v1/feed?q=doors", { headers: { "x-forwarded-for": address } });

  test("so many of an address, then 429; reading is never counted, nor is a venue", async () => {
    const node = await opened(limitsOf({ searches: 3 }));
    for (let n = 0; n < 3; n += 1) expect((await search(node, "192.0.2.1")).status).toBe(200);
    const refused = await search(node, "192.0.2.1");
    expect(refused).toMatchObject({ status: 429, json: { code: "too_many_requests" } });
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect((await search(node, "192.0.2.2")).status).toBe(200);
    const reading = ["/api/v1/feed", "/api/v1/feed/snapshot", "/feed.json", "/api/v1/programme", "/"];
    for (const path of reading)
      for (let n = 0; n < 5; n += 1)
        expect((await node.ask(path, { headers: { "x-forwarded-for": "192.0.2.1" } })).status).not.toBe(429);
    for (let n = 0; n < 9; n += 1) expect((await search(node, "198.51.100.7")).status).toBe(200);
  });

  test("however many come at once, few wait, and the others are told at once", async () => {
    const inTurn = oneAtATime();
    const first = Promise.withResolvers<string>();
    const asked = [inTurn(() => first.promise), ...Array.from({ length: 99 }, () => inTurn(async () => "x"))];
    const refused = asked.slice(64);
    expect(await Promise.all(refused)).toEqual(refused.map(() => undefined));
    first.resolve("first");
    expect(await Promise.all(asked.slice(0, 64))).toEqual([
      "first",
      ...Array.from({ length: 63 }, () => "x"),
    ]);
    expect(await inTurn(async () => "later")).toBe("later");
    await expect(inTurn(() => Promise.reject(new Error("a fault")))).rejects.toThrow("a fault");
    expect(await inTurn(async () => "goes on")).toBe("goes on");
  });
});

describe("[RL3] what only Redis knows", () => {
  const paths: [string, string, unknown?][] = [
    ["an announcement that is not held", "/api/v1/announcements/AAAAAAAAAAAAAAAAAAAAAA"],
    ["its page", "/a/AAAAAAAAAAAAAAAAAAAAAA"],
    ["a push subscription", `/api/v1/push/${"A".repeat(43)}`],
    ["a screen's token", "/api/v1/kiosk/pairings/token", { deviceCode: "A".repeat(43) }],
  ];

  test.for(paths)("%s: so often by an address, then 429", async ([, path, json]) => {
    const node = await opened(limitsOf({ lookUps: 2 }));
    const ask = (address: string) =>
      node.ask(path!, { headers: { "x-forwarded-for": address }, ...(json === undefined ? {} : { json }) });
    for (let n = 0; n < 2; n += 1) expect((await ask("192.0.2.1")).status).toBeOneOf([400, 404]);
    expect(await ask("192.0.2.1")).toMatchObject({ status: 429, json: { code: "too_many_requests" } });
    expect((await ask("192.0.2.2")).status).toBeOneOf([400, 404]);
    for (let n = 0; n < 5; n += 1) expect((await ask("198.51.100.7")).status).toBeOneOf([400, 404]);
  });

  test("what this node holds is told all the same", async () => {
    const limits = limitsOf({ lookUps: 1 });
    const node = await opened(limits);
    const { id } = await node.publish("Doors are open");
    await node.arrived();
    expect((await limits.lookUp(from("192.0.2.1"))).ok).toBe(true);
    for (const path of [`/api/v1/announcements/${id}`, `/a/${id}`])
      expect((await node.ask(path, { headers: { "x-forwarded-for": "192.0.2.1" } })).status).toBe(200);
  });
});

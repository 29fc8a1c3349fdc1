/** Each check of the doctor is made to fail once; and it changes nothing. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Redis } from "ioredis";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { connectOnce } from "../../scripts/backup/connections.ts";
import { peopleAtWork, screens } from "../../scripts/doctor/at-work.ts";
import { auditWhole } from "../../scripts/doctor/audit-whole.ts";
import { clocks } from "../../scripts/doctor/clocks.ts";
import { type Check, factsIn, type Ground } from "../../scripts/doctor/ground.ts";
import { leftovers } from "../../scripts/doctor/leftovers.ts";
import { logWhole } from "../../scripts/doctor/log-whole.ts";
import { pushPlace } from "../../scripts/doctor/push-place.ts";
import { redisHealth } from "../../scripts/doctor/redis-health.ts";
import { redisItself } from "../../scripts/doctor/redis-itself.ts";
import { replicas } from "../../scripts/doctor/replicas.ts";
import { rights } from "../../scripts/doctor/rights.ts";
import { schedule } from "../../scripts/doctor/schedule.ts";
import { settings } from "../../scripts/doctor/settings.ts";
import { type PrivateRedis, startPrivateRedis } from "../../scripts/redis/private.ts";
import { parseConfig } from "../../server/config.ts";
import { command } from "../support/command.ts";
import { freshEvent, type Hands, handsOn, scheduleIn } from "../support/scheduling.ts";
import { imageOf } from "../support/store-image.ts";
import { admin, newNotice } from "../support/written.ts";

let folder: string;
let server: PrivateRedis;
let redis: Redis;
let desk: Hands;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "fanfare-doctor-"));
  server = await startPrivateRedis();
  redis = await connectOnce(server.url, "fanfare-doctor");
  desk = await handsOn(server.url);
});
beforeEach(async () => {
  await freshEvent(desk.store);
  await desk.directory.refresh();
  await desk.store.commit({
    items: [],
    entries: [{ type: "eventChanged" }, { type: "eventChanged" }, { type: "eventChanged" }],
    audit: { action: "edit-event", by: "a", byName: "a" },
  });
});
afterAll(async () => {
  redis.disconnect();
  desk.store.close();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

function config(env: Record<string, string> = {}) {
  const parsed = parseConfig({ DATA_DIR: folder, ...env });
  if (!parsed.ok) throw new Error(parsed.faults.join());
  return parsed.config;
}

async function found(check: Check, facts: Record<string, string> = {}) {
  const ground: Ground = {
    redis,
    config: config(),
    facts: { ...factsIn(await redis.info()), ...facts },
    nowMs: Date.now(),
  };
  return await check(ground);
}

const fine = [expect.objectContaining({ level: "ok" })];
const says = (level: string, text: string) =>
  expect.arrayContaining([
    expect.objectContaining({
      level,
      says: expect.stringContaining(text),
      todo: expect.stringMatching(/.+/),
    }),
  ]);

test("[DR2] a store that is well: every check says so", async () => {
  for (const check of [
    redisItself,
    redisHealth,
    replicas,
    rights,
    clocks(),
    logWhole,
    schedule,
    screens,
    pushPlace,
    auditWhole,
    leftovers,
  ])
    expect(await found(check)).toEqual(fine);
});

test("[DR2] Redis itself: eviction, memory, disk, replicas, clock", async () => {
  await redis.config("SET", "maxmemory-policy", "allkeys-lru");
  expect(await found(redisItself)).toEqual(says("fault", "throw data away"));
  await redis.config("SET", "maxmemory-policy", "noeviction");
  await redis.config("SET", "appendfsync", "everysec");
  expect(await found(redisItself)).toEqual(says("warning", "appendfsync everysec"));
  await redis.config("SET", "appendfsync", "always");
  expect(await found(redisHealth, { maxmemory: "1000", used_memory: "1000" })).toEqual(says("fault", "full"));
  expect(await found(redisHealth, { maxmemory: "1000", used_memory: "900" })).toEqual(
    says("warning", "90 %"),
  );
  expect(await found(redisHealth, { aof_last_write_status: "err" })).toEqual(says("fault", "append-only"));
  expect(await found(redisHealth, { loading: "1" })).toEqual(says("warning", "loading"));
  expect(await found(replicas, { role: "slave" })).toEqual(says("fault", "is a slave"));
  const slave0 = "ip=10.0.0.2,port=6379,state=online,offset=1,lag=60";
  const behind = await found(replicas, { connected_slaves: "1", slave0 });
  expect(behind).toEqual(says("warning", "60 s behind"));
  expect(behind).toEqual(says("warning", "no replica follows"));
  expect(await found(clocks(() => Date.now() + 3_600_000))).toEqual(says("fault", "stand down"));
  expect(await found(clocks(() => Date.now() - 600))).toEqual(says("warning", "behind"));
});

test("[DR2] the log: a hole, another end, a fork, a text that is gone", async () => {
  const given = newNotice("out", { publishAt: "now" });
  const published = await desk.announcements.create(given, admin, { key: "k", request: "r" });
  if (!published.ok) throw new Error(published.refusal.code);
  const { id } = published.value.record;
  const text = (await redis.get(`{feed}:content:${id}:1`))!;
  await redis.del(`{feed}:content:${id}:1`);
  expect(await found(logWhole)).toEqual(says("fault", "The text of 1 entry"));
  await redis.set(`{feed}:content:${id}:1`, text);
  await redis.hset("{feed}:head", "mark", "another");
  expect(await found(logWhole)).toEqual(says("fault", "forked"));
  await redis.hset("{feed}:head", "offset", "9");
  expect(await found(logWhole)).toEqual(says("fault", "The head is 9"));
  await redis.xdel("{feed}:log", "2-0");
  expect(await found(logWhole)).toEqual(says("fault", "after 1 comes 3"));
  await redis.flushall();
  expect(await found(logWhole)).toEqual(says("warning", "no log yet"));
});

test("[DR2] schedule, workers, screens, push, audit, keys", async () => {
  const { id } = await scheduleIn(desk, 3_600_000);
  await redis.zrem("{feed}:due", id);
  expect(await found(schedule)).toEqual(says("fault", "not in the due set"));
  await redis.zadd("{feed}:due", Date.now() - 60_000, id, 1e15, "nobody");
  expect(await found(schedule)).toEqual(says("fault", "should have been sent"));
  expect(await found(schedule)).toEqual(says("warning", "nobody in the due set is not scheduled"));
  await redis.zadd("{feed}:state:overdue", 1, "x");
  expect(await found(schedule)).toEqual(says("warning", "as overdue"));
  await redis.zadd("{feed}:jobs:publish:failed", 1, "x");
  expect(await found(schedule)).toEqual(says("warning", "1 job failed"));

  expect(await found(peopleAtWork)).toEqual(says("fault", "No worker"));
  expect(await found(peopleAtWork)).toEqual(says("warning", "No server"));
  await redis.zadd("{feed}:workers", Date.now() + 10_000, "w");
  await redis.hset("{feed}:readers", "n", JSON.stringify({ atMs: Date.now() }));
  expect(await found(peopleAtWork)).toEqual(fine);

  await redis.hset("{feed}:kiosks", "a", '{"id":"a"}', "b", '{"id":"b","stoppedAtMs":1}');
  const screensFound = await found(screens);
  expect(screensFound).toEqual(says("warning", "1 screen is not connected"));
  expect(screensFound).toEqual(says("fault", "1 screen was stopped"));

  const epoch = await redis.hget("{feed}:head", "epoch");
  await redis.set("{feed}:push-cursor", `${epoch}.-200`);
  expect(await found(pushPlace)).toEqual(says("warning", "entries behind"));
  await redis.zadd("{feed}:jobs:push:failed", 1, "x");
  expect(await found(pushPlace)).toEqual(says("warning", "1 push job failed"));

  await redis.xdel("{feed}:audit", "2-0");
  expect(await found(auditWhole)).toEqual(says("fault", "TAMPERED"));
  await redis.set("{feed}:restoring:log", "x");
  await redis.set("{feed}:brand-new:1", "x");
  expect(await found(leftovers)).toEqual(says("warning", "1 key of a restore"));
  expect(await found(leftovers)).toEqual(says("warning", "brand-new"));
});

test("[DR2] rights that are missing, and settings of this machine", async () => {
  await redis.call("ACL", "SETUSER", "default", "-xadd", "-eval");
  expect(await found(rights)).toEqual(says("fault", "may not XADD, EVAL"));
  await redis.call("ACL", "SETUSER", "default", "+@all");
  const look = (env: Record<string, string>, nowMs = Date.now()) => settings(config(env), nowMs);
  expect(look({ HOST: "0.0.0.0" })).toEqual(says("warning", "PUBLIC_URL is not set"));
  expect(look({ PUBLIC_URL: "http://live.example.org" })).toEqual(says("warning", "need https"));
  expect(look({ PUBLIC_URL: "https://live.example.org" })).toEqual(says("warning", "TRUST_PROXY is not set"));
  expect(look({ TRUST_PROXY: "0.0.0.0/0" })).toEqual(says("fault", "anybody"));
  const tls = join(import.meta.dirname, "../support/tls");
  const certified = { TLS_CERT: join(tls, "cert.pem"), TLS_KEY: join(tls, "key.pem") };
  expect(look(certified, Date.parse("2999-01-01"))).toEqual(says("fault", "ran out"));
  const open = join(folder, "open");
  mkdirSync(open, { mode: 0o755 });
  expect(look({ DATA_DIR: open })).toEqual(says("fault", "mode 755"));
});

test("[DR1] it changes nothing, ends with 1 for faults, and speaks JSON", async () => {
  await scheduleIn(desk, 3_600_000);
  const before = await imageOf(redis);
  const run = (...args: string[]) => command("doctor.ts", args, { REDIS_URL: server.url, DATA_DIR: folder });
  const sick = await run("--json");
  expect(sick.code).toBe(1);
  expect(JSON.parse(sick.out).findings).toEqual(says("fault", "No worker"));
  expect(await imageOf(redis)).toEqual(before);
  await redis.zadd("{feed}:workers", Date.now() + 100_000, "w");
  const well = await run();
  expect(well).toMatchObject({
    code: 0,
    err: "",
    out: expect.stringContaining("WARNING  at-work: No server"),
  });
  expect(await run("--wrong")).toMatchObject({ code: 64 });
}, 60_000);

test("[DR2] a private Redis that does not start on its damaged file", async () => {
  const dataDir = join(folder, "damaged");
  const own = await startPrivateRedis({ dataDir });
  const hands = await handsOn(own.url);
  await freshEvent(hands.store);
  for (let count = 0; count < 50; count += 1)
    await hands.store.connection.set(`{feed}:filler:${count}`, "x".repeat(50));
  hands.store.close();
  await own.stop();
  const aof = join(dataDir, "redis/appendonlydir");
  const file = join(aof, readdirSync(aof).find((name) => name.endsWith(".incr.aof"))!);
  const bytes = readFileSync(file);
  bytes.write("damaged!", bytes.indexOf("*3", bytes.length >> 1));
  writeFileSync(file, bytes);
  const told = await command("doctor.ts", [], { DATA_DIR: dataDir });
  expect(told).toMatchObject({ code: 1, err: "" });
  expect(told.out).toContain("append-only file is damaged");
  expect(told.out).toContain("redis-check-aof --fix");
}, 60_000);

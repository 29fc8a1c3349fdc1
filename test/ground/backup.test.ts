/** A backup of a store with one of everything in it comes back into an empty Redis: all the same, in a new epoch. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { BackupFault } from "../../scripts/backup/file-head.ts";
import { recordsOf } from "../../scripts/backup/file-reader.ts";
import { Bench } from "../../scripts/chaos/real-processes.ts";
import { RealReader } from "../../scripts/chaos/real-readers.ts";
import { until } from "../../scripts/chaos/until.ts";
import { redisOptions } from "../../server/config.ts";
import { auditKeyFile, ensureAuditKey } from "../../server/store/audit-key.ts";
import { sealHead } from "../../server/store/audit-seals.ts";
import { keyFamilies } from "../../server/store/key-families.ts";
import { command } from "../support/command.ts";
import { answersOf, type FullStore, fill } from "../support/full-store.ts";
import { imageOf, keptOf } from "../support/store-image.ts";

const bench = new Bench();
let folder: string;
let file: string;
let full: FullStore;
let before: { answers: unknown; image: Map<string, string>; epoch: string };
let stopped: { redisUrl: string; readers: RealReader[] };

async function redisAt(url: string): Promise<Redis> {
  const redis = new Redis(redisOptions(url));
  bench.onCleanUp(() => redis.disconnect());
  return redis;
}

const backup = (url: string, path: string, ...more: string[]) =>
  command("backup.ts", [path, ...more], { REDIS_URL: url });
const restore = (url: string, path: string, ...more: string[]) =>
  command("restore.ts", [path, ...more], { REDIS_URL: url });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "fanfare-backup-"));
  file = join(folder, "one.backup");
  const { url: redisUrl } = await bench.redis();
  const server = await bench.server({ redisUrl });
  const worker = await bench.worker({ redisUrl });
  full = await fill(server);
  const redis = await redisAt(redisUrl);
  await sealHead(redis, ensureAuditKey(auditKeyFile(folder)), Date.now());
  await redis.setbit("{feed}:push-told:somebody", 9, 1);

  const readers = (["socket", "stream"] as const).map((transport) => {
    const reader = new RealReader(transport);
    bench.onCleanUp(() => reader.drop());
    reader.connect(server.base);
    return reader;
  });
  await until(() => readers.every(({ state }) => state !== undefined), "the readers");
  await worker.terminate();
  before = {
    answers: await answersOf(server, full.ids),
    image: await imageOf(redis),
    epoch: (await redis.hget("{feed}:head", "epoch"))!,
  };
  const made = await backup(redisUrl, file);
  expect(made).toMatchObject({ code: 0, err: "" });
  expect(made.out).toContain("not encrypted");
  await server.terminate();
  stopped = { redisUrl, readers };
}, 120_000);
afterAll(async () => {
  await bench.cleanUp();
  rmSync(folder, { recursive: true, force: true });
});

test("[BK1] every key of a full store is of a known family, and every kept family was tried", () => {
  const first = (name: string) => name.split(":")[0]!;
  const found = new Set([...before.image.keys()].map(first));
  expect([...found].filter((name) => keyFamilies[name] === undefined)).toEqual([]);
  const kept = Object.entries(keyFamilies).flatMap(([name, { keeping }]) =>
    keeping === "kept" ? [name] : [],
  );
  // Only an audit of a year ago is trimmed; only devices of services that no browser uses are others.
  expect(kept.filter((name) => !found.has(name))).toEqual(["audit-trimmed", "push-other-batches"]);
});

test("[BK2] a backup is one file for this user alone, and never takes the place of another unasked", async () => {
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder).filter((name) => name.includes("unfinished"))).toEqual([]);
  const bytes = readFileSync(file);
  const again = await backup(stopped.redisUrl, file);
  expect(again).toMatchObject({ code: 73, err: expect.stringContaining("is there already") });
  expect(readFileSync(file).equals(bytes)).toBe(true);
  expect(await backup(stopped.redisUrl, file, "--force")).toMatchObject({ code: 0 });
  expect(statSync(file).mode & 0o777).toBe(0o600);
}, 60_000);

test("[BK3] [BK4] [BK6] restored into an empty Redis: the same feed and desk, a new epoch, no session, readers reset", async () => {
  const { url: redisUrl } = await bench.redis();
  const redis = await redisAt(redisUrl);
  const done = await restore(redisUrl, file);
  expect(done).toMatchObject({ code: 0, err: "" });
  expect(done.out).toContain("Nothing on the schedule became due since.");

  const epoch = (await redis.hget("{feed}:head", "epoch"))!;
  expect(epoch).not.toBe(before.epoch);
  const image = await imageOf(redis);
  const same = (of: Map<string, string>) =>
    [...keptOf(of)].filter(([name]) => !["head", "audit", "audit-head"].includes(name));
  expect(same(image)).toEqual(same(before.image));
  expect([...image.keys()].filter((name) => /^(session|throttle|pairing|restoring)/.test(name))).toEqual([]);
  expect(await redis.get("{feed}:push-cursor")).toBe(`${epoch}.${await redis.hget("{feed}:head", "offset")}`);

  const audit = await command("audit.ts", ["--verify", "--json"], { REDIS_URL: redisUrl, DATA_DIR: folder });
  expect(audit.code).toBe(0);
  expect(JSON.parse(audit.out)).toMatchObject({ seals: { checked: 1 }, sealed: {} });
  const [newest] = await redis.xrevrange("{feed}:audit", "+", "-", "COUNT", 1);
  expect(JSON.parse(newest![1][3]!)).toMatchObject({ action: "restore", from: before.epoch, to: epoch });

  const server = await bench.server({ redisUrl });
  await bench.worker({ redisUrl });
  expect(await answersOf(server, full.ids)).toEqual(before.answers);
  for (const reader of stopped.readers) {
    reader.connect(server.base);
    await until(() => reader.cursor?.epoch === epoch, "the reset");
    expect([reader.snapshots, reader.faults]).toEqual([["new", "epoch"], []]);
  }
  const { person, token, once, pushSecret } = full;
  const as = (cookie: string) =>
    server.api.ask("/api/v1/session", {
      token: "",
      headers: { cookie: `sid=${cookie}`, origin: server.base },
    });
  expect((await as(person.session)).status).toBe(401);
  const signedIn = await server.api.ask("/api/v1/session", {
    token: "",
    json: { email: person.email, password: person.password },
    headers: { origin: server.base },
  });
  expect(signedIn.status).toBe(200);
  expect((await server.api.ask("/api/v1/desk/announcements", { token })).status).toBe(200);
  expect((await server.api.ask(`/api/v1/push/${pushSecret}`, { token: "" })).status).toBe(200);
  // [BK7] Asked again with the key of before, it is answered as it was, and not sent twice.
  const json = {
    kind: "notice",
    text: {
      en: { headline: once.headline, body: `the body of ${once.headline}` },
      zh: { headline: `${once.headline}：新闻` },
    },
    publishAt: "now",
  };
  const replayed = await server.api.ask("/api/v1/desk/announcements", { json, key: once.key });
  expect(replayed.json.id).toBe(once.id);
  const more = await server.api.post("after the restore");
  expect(more.json.cursor.epoch).toBe(epoch);
  await until(
    () => stopped.readers.every(({ cursor }) => cursor?.offset === more.json.cursor.offset),
    "what came after",
  );
  // Nobody is told of old news.
  expect(Number(await redis.zcard("{feed}:jobs:push:completed"))).toBe(0);
}, 120_000);

async function wrong(path: string, bytes: Buffer): Promise<void> {
  writeFileSync(path, bytes);
  const readAll = async () => {
    for await (const record of recordsOf(path, undefined)) if (record.t === "end") return "believed";
    return "ended";
  };
  await expect(readAll()).rejects.toThrow(BackupFault);
}

describe("[BK8] a file that is not as it was written", () => {
  let url: string;
  let redis: Redis;
  beforeAll(async () => {
    url = (await bench.redis()).url;
    redis = await redisAt(url);
  });

  const refused = async (path: string, says: string | RegExp, code = 1, env = {}) => {
    const tried = await command("restore.ts", [path], { REDIS_URL: url, ...env });
    expect(tried).toMatchObject({ code, out: "" });
    expect(tried.err).toMatch(says);
    expect(tried.err.trim().split("\n")).toHaveLength(1);
    expect(await redis.dbsize()).toBe(0);
  };

  test("altered in any region, cut anywhere, or longer", async () => {
    const whole = readFileSync(file);
    const path = join(folder, "altered");
    const head = whole.indexOf(10);
    const every = Array.from({ length: 60 }, (_, at) => Math.floor((at * whole.length) / 60));
    for (const at of [...every, head - 3, head, head + 1, whole.length - 33, whole.length - 1]) {
      const altered = Buffer.from(whole);
      altered[at] = altered[at]! ^ 0x20;
      await wrong(path, altered);
    }
    for (const length of [...every, head, head + 1, head + 33, whole.length - 1])
      await wrong(path, whole.subarray(0, length));
    await wrong(path, Buffer.concat([whole, Buffer.from("x")]));
  });

  test("is refused in one line, and nothing is changed", async () => {
    const whole = readFileSync(file);
    const path = join(folder, "refused");
    writeFileSync(path, whole.subarray(0, whole.length - 1));
    await refused(path, "was cut off or altered");
    writeFileSync(
      path,
      Buffer.from(whole.toString("latin1").replace("fanfare-backup 1 ", "fanfare-backup 2 "), "latin1"),
    );
    await refused(path, "of format 2");
    writeFileSync(path, "something else");
    await refused(path, "not a backup");
    await refused(join(folder, "nothing"), "cannot be read", 66);
  }, 60_000);

  test("[BK5] encrypted: nothing of it can be read, another key opens nothing, none is a fault of configuration", async () => {
    const path = join(folder, "locked.backup");
    const made = await command("backup.ts", [path], {
      REDIS_URL: stopped.redisUrl,
      BACKUP_KEY: "correct horse battery staple",
    });
    expect(made).toMatchObject({ code: 0, out: expect.stringContaining("encrypted with BACKUP_KEY") });
    expect(made.out + made.err).not.toContain("correct horse");
    await refused(path, "BACKUP_KEY must be set", 78);
    await refused(path, "locked with another BACKUP_KEY", 1, { BACKUP_KEY: "wrong horse battery staple" });
    const altered = readFileSync(path);
    altered[altered.length - 40]! ^= 1;
    writeFileSync(`${path}.altered`, altered);
    await refused(`${path}.altered`, "altered", 1, { BACKUP_KEY: "correct horse battery staple" });
    const done = await command("restore.ts", [path], {
      REDIS_URL: url,
      BACKUP_KEY: "correct horse battery staple",
    });
    expect(done).toMatchObject({ code: 0, err: "" });
    await redis.flushall();
  }, 60_000);
});

/** Servers, workers and tools with users of their own, a real round of everything, and not one refusal. */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Bench } from "../../scripts/chaos/real-processes.ts";
import { RealReader } from "../../scripts/chaos/real-readers.ts";
import { until } from "../../scripts/chaos/until.ts";
import { aclFile, aclTemplate, aclUsers, OPERATOR } from "../../scripts/redis/acl.ts";
import { command } from "../support/command.ts";
import { fill } from "../support/full-store.ts";

const bench = new Bench();
const { text, passwords } = aclFile();
let folder: string;
let port: number;

const urlOf = (user: string): string => `redis://${user}:${passwords.get(user)}@127.0.0.1:${port}`;

function as(user: string): Redis {
  const redis = new Redis(port, "127.0.0.1", { username: user, password: passwords.get(user)! });
  bench.onCleanUp(() => redis.disconnect());
  return redis;
}

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port: free } = server.address() as { port: number };
      server.close(() => resolve(free));
    });
  });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "fanfare-acl-"));
  const aclfile = join(folder, "users.acl");
  // It is known to run by an answer to whoever has no user; the file is loaded then.
  writeFileSync(aclfile, "user default on nopass ~* &* +@all\n");
  port = await freePort();
  const redis = await bench.redis({ settings: { aclfile, port: String(port), bind: "127.0.0.1" } });
  writeFileSync(aclfile, text);
  const setUp = new Redis(redis.socketPath);
  setUp.on("error", () => {});
  expect(await setUp.call("ACL", "LOAD")).toBe("OK");
  setUp.disconnect();
});
afterAll(async () => {
  await bench.cleanUp();
  rmSync(folder, { recursive: true, force: true });
});

test("[AC1] a server, a worker and the tools do a round of everything, and Redis refuses nothing", async () => {
  const operator = as(OPERATOR);
  await operator.call("ACL", "LOG", "RESET");
  const [server, worker] = await Promise.all([
    bench.server({ redisUrl: urlOf("fanfare-server") }),
    bench.worker({ redisUrl: urlOf("fanfare-worker") }),
  ]);
  await fill(server);
  const reader = new RealReader("socket");
  bench.onCleanUp(() => reader.drop());
  reader.connect(server.base);
  const due = await server.api.post("due", { publishAt: new Date(Date.now() + 1_500).toISOString() });
  await until(() => reader.arrivedAtMs.has(due.json.id), "what is due", 20_000);
  await until(async () => (await operator.exists("{feed}:readers-sum")) === 1, "housekeeping", 20_000);

  const keeper = { REDIS_URL: urlOf("fanfare-keeper"), DATA_DIR: folder };
  const file = join(folder, "one.backup");
  expect(await command("backup.ts", [file], keeper)).toMatchObject({ code: 0 });
  expect(await command("audit.ts", ["--verify"], keeper)).toMatchObject({ code: 0 });
  expect(await command("admin.ts", ["invite", "lee@example.org", "author"], keeper)).toMatchObject({
    code: 0,
  });
  await server.terminate();
  await worker.terminate();
  expect(await command("restore.ts", [file, "--replace"], keeper)).toMatchObject({ code: 0 });
  expect(await command("reset.ts", [], keeper)).toMatchObject({ code: 0 });

  const refused = (await operator.call("ACL", "LOG")) as string[][];
  const told = refused.map((entry) => `${entry[9]}: ${entry[7]}`);
  // CONFIG is asked for and may be refused: then what it says is taken for the worse case.
  expect([...new Set(told)].filter((line) => !/: config\|get$/.test(line))).toEqual([]);
  expect(server.log() + worker.log()).not.toContain("NOPERM");
}, 120_000);

test("[AC2] whoever has the password of a server or a worker cannot empty, stop, read out or set up Redis", async () => {
  const forbidden = [
    ["FLUSHALL"],
    ["FLUSHDB"],
    ["KEYS", "*"],
    ["CONFIG", "SET", "appendonly", "no"],
    ["CONFIG", "GET", "requirepass"],
    ["DEBUG", "SLEEP", "0"],
    ["SHUTDOWN"],
    ["REPLICAOF", "no", "one"],
    ["ACL", "LIST"],
    ["CLIENT", "KILL", "TYPE", "normal"],
    ["MONITOR"],
    ["SAVE"],
    ["GET", "somebody-else"],
    ["SET", "somebody-else", "1"],
    ["EVAL", "return redis.call('FLUSHALL')", "0"],
    ["EVAL", "return redis.call('GET', 'somebody-else')", "0"],
    ["PUBLISH", "somebody-else", "1"],
  ];
  for (const { name } of aclUsers.filter((user) => user.name !== "fanfare-doctor")) {
    const redis = as(name);
    for (const [order, ...args] of forbidden)
      await expect(redis.call(order!, ...args), `${name} ${order}`).rejects.toThrow(
        /NOPERM|permissions|not allowed|can't/,
      );
  }
});

test("[AC2] the doctor's user writes nothing, and nobody comes in without a user", async () => {
  const doctor = as("fanfare-doctor");
  for (const order of [
    ["SET", "{feed}:x", "1"],
    ["DEL", "{feed}:x"],
    ["EVAL", "return 1", "0"],
    ["CONFIG", "SET", "hz", "10"],
  ])
    await expect(doctor.call(order[0]!, ...order.slice(1))).rejects.toThrow(/NOPERM/);
  const nobody = new Redis(port, "127.0.0.1", { retryStrategy: () => null, maxRetriesPerRequest: 0 });
  nobody.on("error", () => {});
  await expect(nobody.get("{feed}:head")).rejects.toThrow();
  nobody.disconnect();
});

test("[AC3] the file in the repository is the one that the command writes, but for the passwords", async () => {
  const kept = readFileSync(join(import.meta.dirname, "../../scripts/redis/fanfare.acl"), "utf8");
  expect(kept).toBe(aclTemplate());
  const file = join(folder, "written.acl");
  const ran = await command("redis-acl.ts", [file], {});
  expect(ran.code).toBe(0);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const written = readFileSync(file, "utf8");
  expect(written.replaceAll(/#\S+/g, "#")).toBe(kept.replaceAll(/#\S+/g, "#"));
  const [, password] = /redis:\/\/fanfare-server:([\w-]+)@/.exec(ran.out)!;
  expect(written).not.toContain(password);
  expect(await command("redis-acl.ts", [file], {})).toMatchObject({ code: 73 });
}, 60_000);

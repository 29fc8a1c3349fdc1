/** Letting somebody go while Redis fails: all of it is done, or nothing. */
import { Redis } from "ioredis";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { until } from "../../scripts/chaos/until.ts";
import { type PrivateRedis, startPrivateRedis } from "../../scripts/redis/private.ts";
import { Accounts } from "../../server/accounts/accounts.ts";
import { Passwords } from "../../server/accounts/passwords.ts";
import { People } from "../../server/accounts/people.ts";
import { hashOf } from "../../server/accounts/secrets.ts";
import { SignInThrottle } from "../../server/accounts/throttle.ts";
import { Tokens } from "../../server/accounts/tokens.ts";
import { RedisAccounts } from "../../server/store/redis-accounts.ts";
import { COMMAND_TIMEOUT_MS } from "../../server/store/redis-connection.ts";
import { RedisFeedLog } from "../../server/store/redis-feed-log.ts";
import { admin } from "../support/written.ts";

let redis: PrivateRedis;
let log: RedisFeedLog;
let store: RedisAccounts;
let accounts: Accounts;
let people: People;
let tokens: Tokens;
beforeAll(async () => {
  redis = await startPrivateRedis({ restart: false });
  log = new RedisFeedLog({ url: redis.url, mayLoseWrites: false });
  await log.ready(5_000);
  store = new RedisAccounts(log.connection);
  const parts = { store, clock: { nowMs: Date.now } };
  const passwords = new Passwords({ memoryKiB: 8, passes: 1 });
  accounts = new Accounts({ ...parts, passwords, throttle: new SignInThrottle() });
  people = new People(parts);
  tokens = new Tokens(parts);
});
afterAll(async () => {
  log.close();
  await redis.stop();
});

interface Colleague {
  readonly id: string;
  readonly secret: string;
  readonly link: string;
}

let count = 0;
/** Signed in, and with a link open to choose another password. */
async function colleague(): Promise<Colleague> {
  count += 1;
  const invited = await people.invite(`colleague-${count}@example.org`, "moderator", admin);
  if (!invited.ok) throw new Error(invited.refusal.code);
  const given = { secret: invited.value.secret, password: "a long enough password" };
  const accepted = await accounts.acceptLink(given, "192.0.2.1");
  if (!accepted.ok) throw new Error(accepted.refusal.code);
  const { id } = invited.value.person;
  const reset = await people.resetPassword(id, admin);
  if (!reset.ok) throw new Error(reset.refusal.code);
  return { id, secret: accepted.value.secret, link: hashOf(reset.value.secret) };
}

/** Each part of a revocation by itself: they must agree. */
async function parts({ id, secret, link }: Colleague) {
  const noted = (await log.audit(undefined, 1_000)).some(
    ({ note }) => note.action === "revoke" && note.about === id,
  );
  return {
    revoked: (await store.account(id))?.revoked === true,
    sessionOver: (await store.session(hashOf(secret))) === undefined,
    linkClosed: (await store.link(link)) === undefined,
    noted,
  };
}
const DONE = { revoked: true, sessionOver: true, linkClosed: true, noted: true };
const NOTHING = { revoked: false, sessionOver: false, linkClosed: false, noted: false };

describe("[A5] somebody is revoked", () => {
  let someone: Colleague;
  beforeEach(async () => {
    someone = await colleague();
  });

  test("and all of it is done", async () => {
    expect(await parts(someone)).toEqual(NOTHING);
    expect((await people.revoke(someone.id, admin)).ok).toBe(true);
    expect(await parts(someone)).toEqual(DONE);
    expect(await accounts.bySession(someone.secret)).toBeUndefined();
  });

  test("while Redis is full: nothing is done, and nothing of a new token either", async () => {
    await log.connection.config("SET", "maxmemory", "1");
    await expect(people.revoke(someone.id, admin)).rejects.toMatchObject({ kind: "full" });
    await expect(tokens.create({ name: "bot", role: "lead" }, admin)).rejects.toMatchObject({ kind: "full" });
    await log.connection.config("SET", "maxmemory", "0");
    expect(await parts(someone)).toEqual(NOTHING);
    expect(await tokens.list()).toEqual([]);
    expect(await accounts.bySession(someone.secret)).toBeDefined();
  });

  test("while Redis hangs: the outcome is unknown, and doing it again tells and does no harm", async () => {
    const other = new Redis({ path: redis.socketPath });
    await other.client("PAUSE", COMMAND_TIMEOUT_MS + 500, "WRITE");
    await expect(people.revoke(someone.id, admin)).rejects.toMatchObject({ kind: "unknown" });
    await other.client("UNPAUSE");
    other.disconnect();
    await until(() => log.connected, "the connection to be back");
    const after = await parts(someone);
    expect([NOTHING, DONE]).toContainEqual(after);
    expect((await people.revoke(someone.id, admin)).ok).toBe(true);
    expect(await parts(someone)).toEqual(DONE);
  });
});

test("[A5] Redis is killed in the middle of many revocations: each is whole or not there", async () => {
  const all: Colleague[] = [];
  for (let n = 0; n < 80; n += 1) all.push(await colleague());
  const acknowledged = new Set<string>();
  const left = [...all];
  const worker = async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      const result = await people.revoke(next.id, admin).catch(() => undefined);
      if (result?.ok) acknowledged.add(next.id);
    }
  };
  const revoking = Promise.all([worker(), worker(), worker(), worker()]);
  await until(() => acknowledged.size > 2, "some to be acknowledged");
  await redis.kill9();
  await revoking;
  expect(acknowledged.size).toBeLessThan(all.length);
  await redis.startAgain();
  await until(() => log.connected, "the connection to be back");
  for (const someone of all) {
    const found = await parts(someone);
    if (acknowledged.has(someone.id)) expect(found).toEqual(DONE);
    else expect([NOTHING, DONE]).toContainEqual(found);
  }
});

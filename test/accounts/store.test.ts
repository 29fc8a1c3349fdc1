/** One suite for what is kept of people, on Redis and on its memory twin. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type PrivateRedis, startPrivateRedis } from "../../scripts/redis/private.ts";
import type { Account, AccountStore, Session } from "../../server/store/accounts.ts";
import { StoreFailure } from "../../server/store/feed-log.ts";
import { MemoryAccounts } from "../../server/store/memory-accounts.ts";
import { RedisAccounts } from "../../server/store/redis-accounts.ts";
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

const account = (id: string, over: Partial<Account> = {}): Account => ({
  id,
  email: `${id}@example.org`,
  role: "author",
  generation: 1,
  createdAtMs: 1,
  ...over,
});
const session: Session = { accountId: "a", generation: 1, signedInAtMs: 1, endsAtMs: 2 };

const forms: [string, () => Promise<AccountStore>][] = [
  ["memory", async () => new MemoryAccounts(Date.now)],
  [
    "Redis",
    async () => {
      await connection.flushall();
      return new RedisAccounts(connection);
    },
  ],
];

describe.for(forms)("in %s", ([, open]) => {
  test("[A1] an address belongs to one account", async () => {
    const store = await open();
    const racing = ["a", "b", "c", "d"].map((id) =>
      store.createAccount(account(id, { email: "same@example.org" })),
    );
    const made = await Promise.all(racing);
    expect(made.filter(Boolean)).toHaveLength(1);
    const winner = await store.accountByEmail("same@example.org");
    expect(winner?.id).toBe(["a", "b", "c", "d"][made.indexOf(true)]);
    expect(await store.account("b")).toEqual(made[1] ? winner : undefined);
  });

  test("[A1] the first account is made once, however many try", async () => {
    const store = await open();
    const racing = ["a", "b", "c"].map((id) => store.createAccount(account(id), { onlyFirst: true }));
    expect((await Promise.all(racing)).filter(Boolean)).toHaveLength(1);
    expect(await store.createAccount(account("later"))).toBe(true);
  });

  test("[A2] what changed meanwhile is not overwritten", async () => {
    const store = await open();
    const first = account("a", { link: "l" });
    await store.createAccount(first);
    const { link: _used, ...rest } = first;
    const next: Account = { ...rest, generation: 2, password: "p" };
    expect(await store.replaceAccount(first, next)).toBe(true);
    expect(await store.replaceAccount(first, { ...first, role: "admin" })).toBe(false);
    expect(await store.account("a")).toEqual(next);
    expect(await store.accountByEmail("a@example.org")).toEqual(next);
  });

  test("[A4] a session lives while it is used, and not longer", async () => {
    const store = await open();
    await store.putSession("used", session, 100);
    await store.putSession("idle", session, 100);
    expect(await store.useSession("used", 60_000)).toEqual(session);
    // Nothing can be asked meanwhile: to ask is to use.
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(await store.useSession("idle", 60_000)).toBeUndefined();
    expect(await store.useSession("used", 60_000)).toEqual(session);
    await store.deleteSession("used");
    expect(await store.useSession("used", 60_000)).toBeUndefined();
  });

  test("links and tokens are found by their hashes", async () => {
    const store = await open();
    await store.putLink("hash", "a", 60_000);
    expect([await store.link("hash"), await store.link("other")]).toEqual(["a", undefined]);
    const token = { id: "t", name: "bot", role: "lead", createdAtMs: 1 } as const;
    await store.putToken("hash", token);
    expect([await store.token("hash"), await store.token("other")]).toEqual([token, undefined]);
  });
});

test("every key carries the one hash tag", async () => {
  const [, open] = forms[1]!;
  const store = await open();
  await store.createAccount(account("a"));
  await store.putSession("s", session, 60_000);
  await store.putLink("l", "a", 60_000);
  await store.putToken("t", { id: "t", name: "bot", role: "lead", createdAtMs: 1 });
  const keys = await connection.keys("*");
  expect(keys).toHaveLength(5);
  for (const key of keys) expect(key).toMatch(/^\{feed\}:/);
});

test("while Redis is away: a failure of the store, at once", async () => {
  const own = await startPrivateRedis({ restart: false });
  const lost = connectExactly(own.url, "lost");
  await whenReady(lost, 5_000);
  await own.stop();
  await until(() => lost.status !== "ready", "the connection to be lost");
  const store = new RedisAccounts(lost);
  await expect(store.accountByEmail("a@example.org")).rejects.toThrow(StoreFailure);
  lost.disconnect();
});

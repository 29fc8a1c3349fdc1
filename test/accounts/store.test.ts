/** One suite for what is kept of people, on Redis and on its memory twin. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { until } from "../../scripts/chaos/until.ts";
import { type PrivateRedis, startPrivateRedis } from "../../scripts/redis/private.ts";
import type { AuditNote } from "../../server/core/change.ts";
import {
  type Account,
  type AccountStore,
  type ApiToken,
  type PeopleChange,
  SESSIONS_MOST,
  type Session,
} from "../../server/store/accounts.ts";
import { StoreFailure } from "../../server/store/feed-log.ts";
import { MemoryAccounts } from "../../server/store/memory-accounts.ts";
import { RedisAccounts } from "../../server/store/redis-accounts.ts";
import { connectExactly, whenReady } from "../../server/store/redis-connection.ts";
import { RedisFeedLog } from "../../server/store/redis-feed-log.ts";

let redis: PrivateRedis;
let log: RedisFeedLog;
beforeAll(async () => {
  redis = await startPrivateRedis({ restart: false });
  log = new RedisFeedLog({ url: redis.url, mayLoseWrites: false });
  await log.ready(5_000);
});
afterAll(async () => {
  log.close();
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
const activeAdmin = (id: string): Account => account(id, { role: "admin", password: "p" });
const session = (accountId: string, id = "s"): Session => ({
  id,
  accountId,
  generation: 1,
  signedInAtMs: 1,
  endsAtMs: 2,
});
const token: ApiToken = { id: "t", name: "bot", role: "lead", urgent: true, createdAtMs: 1 };
const note = (action: string): AuditNote => ({ action, by: "b", byName: "B", about: "a" });

interface Open {
  readonly store: AccountStore;
  /** Oldest first. */
  readonly audited: () => Promise<string[]>;
  readonly add: (...accounts: readonly Account[]) => Promise<void>;
  readonly change: (
    change: Omit<PeopleChange, "notes">,
    action?: string,
  ) => ReturnType<AccountStore["change"]>;
}

const opened = (store: AccountStore, audited: Open["audited"]): Open => {
  const change: Open["change"] = (given, action = "test") =>
    store.change({ ...given, notes: [note(action)] });
  const add = async (...accounts: readonly Account[]) => {
    for (const after of accounts) await change({ account: { after } }, "add");
  };
  return { store, audited, add, change };
};

const forms: [string, () => Promise<Open>][] = [
  [
    "memory",
    async () => {
      const notes: AuditNote[] = [];
      const store = new MemoryAccounts(Date.now, (each) => notes.push(each));
      return opened(store, async () => notes.map(({ action }) => action));
    },
  ],
  [
    "Redis",
    async () => {
      await log.connection.flushall();
      return opened(new RedisAccounts(log.connection), async () =>
        (await log.audit(undefined, 2_000)).toReversed().map((entry) => entry.note.action),
      );
    },
  ],
];

describe.for(forms)("in %s", ([, open]) => {
  let at: Open;
  beforeEach(async () => {
    at = await open();
  });

  test("[A1] an address belongs to one account", async () => {
    const racing = ["a", "b", "c", "d"].map((id) =>
      at.change({ account: { after: account(id, { email: "same@example.org" }) } }),
    );
    const made = await Promise.all(racing);
    expect(made.toSorted()).toEqual(["done", "taken", "taken", "taken"]);
    const winner = ["a", "b", "c", "d"][made.indexOf("done")];
    expect((await at.store.accountByEmail("same@example.org"))?.id).toBe(winner);
    expect((await at.store.accounts()).map((known) => known.account.id)).toEqual([winner]);
  });

  test("[A1] the first account is made once, however many try", async () => {
    const racing = ["a", "b", "c"].map((id) =>
      at.change({ account: { after: account(id) }, onlyFirst: true }),
    );
    expect((await Promise.all(racing)).toSorted()).toEqual(["done", "taken", "taken"]);
    expect(await at.change({ account: { after: account("later") } })).toBe("done");
  });

  test("[A2] what changed meanwhile is not overwritten, and nothing else is done then", async () => {
    const before = account("a", { link: "l" });
    await at.add(before);
    const { link: _used, ...rest } = before;
    const after: Account = { ...rest, generation: 2, password: "p" };
    expect(await at.change({ account: { before, after } })).toBe("done");
    const late: Omit<PeopleChange, "notes"> = {
      account: { before, after: { ...before, role: "admin" } },
      startsSession: { hash: "h", session: session("a"), idleMs: 60_000 },
      opensLink: { hash: "l2", keepMs: 60_000 },
      putsToken: { hash: "th", token },
    };
    expect(await at.change(late, "late")).toBe("changed");
    expect(await at.store.account("a")).toEqual(after);
    expect(await at.store.accountByEmail("a@example.org")).toEqual(after);
    expect([await at.store.session("h"), await at.store.link("l2"), await at.store.token("th")]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(await at.audited()).toEqual(["add", "test"]);
  });

  test("[A4] a session lives while it is used, and not longer", async () => {
    await at.add(account("a"));
    for (const hash of ["used", "idle"])
      await at.change({ startsSession: { hash, session: session("a", hash), idleMs: 100 } });
    expect(await at.store.useSession("used", 60_000)).toEqual(session("a", "used"));
    await until(async () => (await at.store.session("idle")) === undefined, "the idle one to end");
    expect(await at.store.useSession("idle", 60_000)).toBeUndefined();
    expect(await at.store.useSession("used", 60_000)).toEqual(session("a", "used"));
    const open = await at.store.sessionsOf("a");
    expect(open.map(({ hash }) => hash)).toEqual(["used"]);
    expect(open[0]!.idleForMs).toBeGreaterThan(50_000);
  });

  test("signing in is remembered beside the account, which it does not change", async () => {
    await at.add(account("a"), account("b"));
    await at.change({
      account: { before: account("a"), after: account("a") },
      startsSession: { hash: "h", session: session("a"), idleMs: 60_000 },
    });
    expect(await at.store.signedInAtMs("a")).toBeGreaterThan(Date.now() - 60_000);
    expect(await at.store.signedInAtMs("b")).toBeUndefined();
    const known = await at.store.accounts();
    expect(known.find((each) => each.account.id === "b")).toEqual({ account: account("b") });
    expect(known.find((each) => each.account.id === "a")?.signedInAtMs).toBeDefined();
    expect(await at.store.account("a")).toEqual(account("a"));
  });

  test("one session ends, or all of an account but one; never another account's", async () => {
    await at.add(account("a"), account("b"));
    for (const hash of ["1", "2", "3"])
      await at.change({ startsSession: { hash, session: session("a", hash), idleMs: 60_000 } });
    await at.change({ startsSession: { hash: "other", session: session("b"), idleMs: 60_000 } });
    const open = async () => (await at.store.sessionsOf("a")).map(({ hash }) => hash).sort();
    await at.change({ endsSession: { hash: "1", accountId: "a" } });
    expect(await open()).toEqual(["2", "3"]);
    await at.change({ endsSessionsOf: { accountId: "a", but: "3" } });
    expect(await open()).toEqual(["3"]);
    await at.change({
      endsSessionsOf: { accountId: "a" },
      startsSession: { hash: "4", session: session("a", "4"), idleMs: 60_000 },
    });
    expect(await open()).toEqual(["4"]);
    expect([await at.store.useSession("3", 60_000), (await at.store.session("other"))?.accountId]).toEqual([
      undefined,
      "b",
    ]);
  });

  test("of too many sessions the oldest end", async () => {
    await at.add(account("a"));
    for (let n = 0; n <= SESSIONS_MOST; n += 1)
      await at.change({ startsSession: { hash: `h${n}`, session: session("a", `${n}`), idleMs: 60_000 } });
    expect(await at.store.sessionsOf("a")).toHaveLength(SESSIONS_MOST);
    expect(await at.store.session(`h${SESSIONS_MOST}`)).toBeDefined();
  });

  test("links are found by their hashes until they are closed", async () => {
    await at.add(account("a"));
    const change = { account: { before: account("a"), after: account("a") } };
    await at.change({ ...change, opensLink: { hash: "old", keepMs: 60_000 } });
    expect([await at.store.link("old"), await at.store.link("other")]).toEqual(["a", undefined]);
    await at.change({ ...change, closesLink: "old", opensLink: { hash: "new", keepMs: 60_000 } });
    expect([await at.store.link("old"), await at.store.link("new")]).toEqual([undefined, "a"]);
  });

  test("tokens are found by their hashes until they are dropped, which happens once", async () => {
    await at.change({ putsToken: { hash: "hash", token } });
    expect([await at.store.token("hash"), await at.store.token("t")]).toEqual([token, undefined]);
    expect(await at.store.tokens()).toEqual(new Map([["hash", token]]));
    const racing = [1, 2, 3].map(() => at.change({ dropsToken: "hash" }, "drop"));
    expect((await Promise.all(racing)).toSorted()).toEqual(["done", "gone", "gone"]);
    expect(await at.store.token("hash")).toBeUndefined();
    expect(await at.audited()).toEqual(["test", "drop"]);
  });

  test("[A6] however many admins let go of each other at once, one stays", async () => {
    const admins = ["a", "b", "c"].map(activeAdmin);
    await at.add(...admins, account("invited", { role: "admin" }));
    await at.add(account("gone", { role: "admin", password: "p", revoked: true }));
    const outcomes = await Promise.all(
      admins.map((before) =>
        at.change({ account: { before, after: { ...before, role: "lead" } }, needsOtherAdmin: true }),
      ),
    );
    expect(outcomes.toSorted()).toEqual(["done", "done", "lastAdmin"]);
  });

  test("[A5] each change has its notes in the audit, and none that did nothing", async () => {
    await at.add(account("a"));
    await at.store.change({ putsToken: { hash: "h", token }, notes: [note("one"), note("two")] });
    await at.change({ dropsToken: "unknown" }, "never");
    await at.change({ account: { after: account("a") } }, "never");
    expect(await at.audited()).toEqual(["add", "one", "two"]);
  });
});

test("every key carries the one hash tag", async () => {
  const { add, change } = await forms[1]![1]();
  await add(account("a"));
  await change({
    account: { before: account("a"), after: account("a") },
    startsSession: { hash: "s", session: session("a"), idleMs: 60_000 },
    opensLink: { hash: "l", keepMs: 60_000 },
    putsToken: { hash: "t", token },
  });
  const keys = await log.connection.keys("*");
  // Accounts and one of them, sessions and one of them, signed in, link, tokens, the audit and its head.
  expect(keys).toHaveLength(9);
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
  await expect(store.change({ notes: [note("x")] })).rejects.toMatchObject({ kind: "unreachable" });
  lost.disconnect();
});

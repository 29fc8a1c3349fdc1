import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { Bench } from "../../scripts/chaos/real-processes.ts";
import { until } from "../../scripts/chaos/until.ts";
import type { Changed, Presence } from "../../server/contract/socket.ts";
import { type Desk, DeskBench, editorsOf } from "../support/desk-nodes.ts";

/** Two seconds are promised; a machine that builds may be busy. The look of every 10 s is switched off. */
const SOON_MS = 5_000;

const bench = new DeskBench();
const processes = new Bench();

beforeAll(() => bench.open(2));
afterEach(() => bench.dropDesks());
afterAll(async () => {
  await processes.cleanUp();
  await bench.close();
});

const bothNodes = (given: { token?: string; cookie?: string }): Promise<Desk[]> =>
  Promise.all(
    [0, 1].map(async (at) => {
      const desk = bench.desk({ ...given, at });
      await desk.told("alarms");
      return desk;
    }),
  );

/** Each is told that it may not be here any more, and closed. */
async function allEnd(desks: readonly Desk[], from: number): Promise<void> {
  for (const desk of desks) {
    await desk.closed(SOON_MS);
    expect(desk.last("refused")).toMatchObject({ code: "not_signed_in", action: "stop" });
  }
  expect(performance.now() - from).toBeLessThan(SOON_MS);
}

test("[M3] a revoked person's desks close on every node, and nobody else's", async () => {
  const [gone, stays] = [await bench.somebody("lead"), await bench.somebody("lead")];
  const [desks, others] = [await bothNodes(gone), await bothNodes(stays)];
  const from = performance.now();
  await bench.people.revoke(gone.id, bench.machine);
  await allEnd(desks, from);
  expect(others.every(({ socket }) => socket.connected)).toBe(true);
  // And nothing more reaches them.
  const told = desks.map(({ got }) => got.length);
  const id = await bench.announcement();
  await Promise.all(others.map((desk) => desk.told<Changed>("changed", (c) => c.announcementId === id)));
  expect(desks.map(({ got }) => got.length)).toEqual(told);
});

test("[M3] a revoked token's desks close on every node, and nobody else's", async () => {
  const [gone, stays] = [await bench.token("admin"), await bench.token("admin")];
  const desks = await bothNodes({ token: gone.secret });
  const others = await bothNodes({ token: stays.secret });
  const from = performance.now();
  await bench.tokens.revoke(gone.id, bench.machine);
  await allEnd(desks, from);
  expect(others.every(({ socket }) => socket.connected)).toBe(true);
});

test("[M3] one session that ends takes its own desks along, and leaves those of the other", async () => {
  const first = await bench.somebody("author");
  const { accounts } = bench.nodes[1]!.node;
  const again = await accounts.signIn({ email: first.email, password: "correct-horse-battery" }, "192.0.2.2");
  if (!again.ok) throw new Error(again.refusal.code);
  const [desks, others] = [await bothNodes(first), await bothNodes({ cookie: `sid=${again.value.secret}` })];
  const from = performance.now();
  await accounts.signOut(first.secret);
  await allEnd(desks, from);
  expect(others.every(({ socket }) => socket.connected)).toBe(true);
});

test("[M3] a new password ends every other session's desks", async () => {
  const somebody = await bench.somebody("moderator");
  const desks = await bothNodes(somebody);
  const reset = await bench.people.resetPassword(somebody.id, bench.machine);
  if (!reset.ok) throw new Error(reset.refusal.code);
  const from = performance.now();
  const { secret } = reset.value;
  await bench.nodes[0]!.node.accounts.acceptLink({ secret, password: "another-long-password" }, "192.0.2.3");
  await allEnd(desks, from);
});

test("[M3] what was revoked while a node's connection to the audit was cut is closed all the same", async () => {
  const { id, secret } = await bench.token("lead");
  const desks = await bothNodes({ token: secret });
  const clients = (await bench.raw.client("LIST")) as string;
  const following = clients.split("\n").filter((line) => line.includes("name=fanfare-audit"));
  expect(following).toHaveLength(2);
  for (const line of following) await bench.raw.client("KILL", "ID", /\bid=(\d+)/.exec(line)![1]!);
  const from = performance.now();
  await bench.tokens.revoke(id, bench.machine);
  await allEnd(desks, from);
});

test("[M4] presence and its lock are the same on both nodes, and take-over works across them", async () => {
  const id = await bench.announcement();
  const [a] = await bothNodes({ token: (await bench.token("author", "Ana")).secret });
  const [, b] = await bothNodes({ token: (await bench.token("lead", "Ben")).secret });
  const shows = (who: string[]) =>
    until(
      () => [a!, b!].every((desk) => String(editorsOf(desk.last<Presence>("presence")!, id)) === String(who)),
      `presence ${who}`,
    );
  await a!.socket.emitWithAck("editing", { announcementId: id });
  await shows(["Ana*"]);
  await b!.socket.emitWithAck("editing", { announcementId: id });
  await shows(["Ana*", "Ben"]);
  await b!.socket.emitWithAck("editing", { announcementId: id, takeOver: true });
  await shows(["Ben*", "Ana"]);
  expect(a!.last("presence")).toEqual(b!.last("presence"));
  b!.socket.disconnect();
  await until(() => String(editorsOf(a!.last<Presence>("presence")!, id)) === "Ana*", "Ben to be gone");
});

test("[M4] a node that comes is told at once, and one that is killed lets go within 15 s", {
  timeout: 60_000,
}, async () => {
  const id = await bench.announcement();
  const { secret } = await bench.token("author", "Ana");
  const here = bench.desk({ token: secret });
  await here.told("alarms");
  await here.socket.emitWithAck("editing", { announcementId: id });

  const other = await processes.server({ redisUrl: bench.redis.url });
  const there = bench.deskAt(other.base, { token: (await bench.token("lead", "Ben")).secret });
  await there.told<Presence>("presence", (presence) => String(editorsOf(presence, id)) === "Ana*");
  await there.socket.emitWithAck("editing", { announcementId: id, takeOver: true });
  await here.told<Presence>("presence", (presence) => String(editorsOf(presence, id)) === "Ben*,Ana");
  const killedAt = performance.now();
  await other.kill9();
  await until(
    () => String(editorsOf(here.last<Presence>("presence")!, id)) === "Ana*",
    "the lock to come back",
    20_000,
  );
  expect(performance.now() - killedAt).toBeLessThan(15_500);
});

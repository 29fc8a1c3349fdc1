/**
 * [F7] Whichever way a reader comes by the feed, and whatever happens to its connection, in the end it shows
 * what somebody shows who only comes then.
 */
import { randomUUID } from "node:crypto";
import { afterEach, expect, test } from "vitest";
import { RealReader } from "../../scripts/chaos/real-readers.ts";
import { below, pick, seeded } from "../../scripts/chaos/seeded.ts";
import { until } from "../../scripts/chaos/until.ts";
import type { Command } from "../../server/core/decide.ts";
import { newestFirst } from "../../server/core/feed-state.ts";
import { createSockets, type Sockets } from "../../server/sockets/attach.ts";
import { originRule } from "../../server/sockets/origin.ts";
import { serveReaders } from "../../server/sockets/readers.ts";
import { PollingReader } from "../support/polling-reader.ts";
import { admin } from "../support/written.ts";
import { type HttpNode, httpNode } from "./support.ts";

const STEPS = 60;

let node: HttpNode;
let sockets: Sockets;
const live: RealReader[] = [];

async function open(): Promise<void> {
  node = await httpNode();
  sockets = createSockets(originRule(undefined));
  sockets.attach(node.server);
  serveReaders(sockets.io.of("/"), {
    replica: node.replica,
    fanOut: node.fanOut,
    presence: node.presence,
    serverNowMs: Date.now,
    isRehearsal: () => false,
    isColleague: () => false,
  });
}

afterEach(async () => {
  for (const reader of live.splice(0)) reader.drop();
  sockets.io.disconnectSockets(true);
  await node.stop();
});

/** Each does one thing that may happen at an event, or to a connection. */
function steps(random: () => number, polling: PollingReader) {
  const ids: string[] = [];
  const move = async (command: Command) => {
    if (ids.length === 0) return;
    // What is not possible any more is refused, and nothing happens.
    await node.announcements.command(pick(random, ids), command, admin, { key: randomUUID(), request: "r" });
  };
  const publish = async () => {
    const { id } = await node.publish(`Headline ${below(random, 1_000)}`);
    ids.push(id);
  };
  const text = { en: { headline: `Corrected ${below(random, 1_000)}` } };
  return [
    publish,
    publish,
    () => move({ type: "correct", correction: { text } }),
    () => move({ type: "correct", correction: { text, removePrevious: true } }),
    () => move({ type: "withdraw", reason: "wrong" }),
    () => move({ type: "pin" }),
    () => move({ type: "unpin" }),
    () => polling.poll(),
    async () => pick(random, live).drop(),
    async () => pick(random, live).connect(node.base),
    async () => node.follower.cut(),
  ];
}

/** The store loses its newest entry and goes on with another log. */
async function fork(): Promise<void> {
  await node.arrived();
  node.follower.away = true;
  await until(() => node.replica.stale, "stale");
  node.log.loseNewest(1);
  node.follower.away = false;
}

const agrees = async (reader: RealReader | PollingReader): Promise<boolean> => {
  const { cursor } = await node.log.head();
  return reader.state?.cursor.epoch === cursor.epoch && reader.state.cursor.offset === cursor.offset;
};

test.for([
  [1, false],
  [7, false],
  [42, true],
  [1_999, true],
] as const)("[F7] sockets, streams and polls agree (seed %i, fork %s)", async ([seed, forks]) => {
  await open();
  const random = seeded(seed);
  const polling = new PollingReader(node.base);
  live.push(new RealReader("socket"), new RealReader("stream"));
  const all = steps(random, polling);
  for (let step = 0; step < STEPS; step += 1) {
    await pick(random, all)();
    if (!forks || step !== STEPS / 2) continue;
    await polling.poll();
    await fork();
  }
  await node.publish("The last");
  for (const reader of live) reader.connect(node.base);
  await until(
    async () => (await Promise.all(live.map(agrees))).every(Boolean),
    "the live readers at the head",
  );
  await until(async () => {
    await polling.poll();
    return agrees(polling);
  }, "the poller at the head");

  const late = new PollingReader(node.base);
  await late.poll();
  const [whole, ...shown] = [late, ...live, polling].map(({ state }) => newestFirst(state!.announcements));
  expect(whole!.length).toBe(node.replica.state.announcements.size);
  expect(whole!.length).toBeGreaterThan(3);
  for (const each of shown) expect(each).toEqual(whole);
  expect([...live, polling].flatMap(({ faults }) => faults)).toEqual([]);
  if (forks) expect(polling.resets).toEqual(["epoch"]);
});

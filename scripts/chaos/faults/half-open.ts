/** Connections whose other end is gone without a word, or mute for a while. */
import { between, type Fault } from "../fault.ts";
import type { PlainGround, ProcessName } from "../ground.ts";
import { pick } from "../seeded.ts";

const LINKS: readonly (readonly ProcessName[])[] = [
  ["server 1", "worker 2"],
  ["server 2", "worker 1"],
];

/** Readers whose connection leads nowhere any more find out by themselves. */
export const halfOpenClient: Fault = {
  name: "half-open-client",
  number: "F16",
  what: "the connections of a third of the readers mute for ever, without an end",
  holdsMs: (form, random) => (form === "short" ? 0 : between(random, 3_000, 5_000)),
  async strike({ servers }) {
    for (const { front } of servers) front.abandon();
    return async () => {};
  },
};

/** Nothing ends, and nothing comes: only who asks after the other end finds out. */
export const halfOpenRedis: Fault<PlainGround> = {
  name: "half-open-redis",
  number: "F17",
  what: "the connections of a server and a worker to Redis mute for ever, without an end",
  allows: { writesFail: true, dueWaits: true },
  bounds: { lateMs: 3_000 },
  holdsMs: () => 10_000,
  async strike({ ground }, random) {
    const names = pick(random, LINKS);
    for (const name of names) ground.link(name).abandon();
    return async () => {};
  },
};

/** As when a network is cut in two, and mended: what was sent arrives then, late. */
export const redisMute: Fault<PlainGround> = {
  name: "redis-mute",
  number: "F17",
  what: "a server and a worker cut off from Redis by a black hole for 5 to 15 s",
  allows: { writesFail: true, dueWaits: true },
  bounds: { lateMs: 3_000 },
  holdsMs: (form, random) => (form === "short" ? between(random, 300, 900) : between(random, 5_000, 15_000)),
  async strike({ ground }, random) {
    const links = pick(random, LINKS).map((name) => ground.link(name));
    const way = pick(random, ["both", "up", "down"] as const);
    for (const link of links) link.blackHole(way);
    return async () => {
      for (const link of links) link.mend();
    };
  },
};

/** Connections that end by a RST, or on one side alone, and links that are slow and narrow besides. */
export const wireReset: Fault<PlainGround> = {
  name: "wire-reset",
  number: "F17",
  what: "connections to Redis and of readers reset or half closed, on slow and narrow links",
  allows: { writesFail: true, dueWaits: true },
  bounds: { lateMs: 3_000, answerMs: 3_000 },
  holdsMs: (form, random) => (form === "short" ? between(random, 300, 900) : between(random, 5_000, 8_000)),
  async strike({ ground, servers }, random) {
    const links = [...servers.map(({ front }) => front), ...LINKS.flat().map((name) => ground.link(name))];
    for (const link of links) link.weather({ latencyMs: 20, jitterMs: 60, bytesPerSecond: 400_000 });
    const timer = setInterval(() => {
      const link = pick(random, links);
      const roll = random();
      if (roll < 0.5) link.reset();
      else link.halfClose(roll < 0.75 ? "up" : "down");
    }, 150);
    return async () => {
      clearInterval(timer);
      for (const link of links) link.mend();
    };
  },
};

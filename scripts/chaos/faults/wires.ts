/** The network between a server and Redis: cut one way or both, bad, and narrow. */
import { between, type Fault } from "../fault.ts";
import { whyNot } from "../ground/needs.ts";
import {
  badWireNeeds,
  narrowWireNeeds,
  networkNeeds,
  openNetwork,
  type Place,
  type Wire,
} from "../ground/network.ts";
import type { Ground } from "../ground.ts";
import type { Bench } from "../real-processes.ts";
import { pick } from "../seeded.ts";

interface WiredGround extends Ground {
  /** Of server 1 to Redis, which nothing else uses. */
  readonly wire: Wire;
  readonly ends: readonly [server: Place, redis: Place];
}

const PORT = 6_379;

/** Server 1 and Redis are each in a place of their own; all the others are here, and reach both. */
async function wired(bench: Bench): Promise<WiredGround> {
  const network = await openNetwork();
  bench.onCleanUp(() => network.close());
  const own = await network.place();
  const far = await network.place();
  const wire = await network.wire(own, far);
  await network.wire(network.here, far);
  await network.wire(network.here, own);
  const redis = await bench.redis({
    restart: false,
    launcher: far.enter,
    settings: { port: String(PORT), bind: far.address, "protected-mode": "no" },
  });
  const redisUrl = `redis://${far.address}:${PORT}`;
  return {
    wire,
    ends: [own, far],
    redis,
    truth: () => redis.url,
    place: (name) =>
      name === "server 1" ? { redisUrl, through: own.enter, host: own.address } : { redisUrl },
  };
}

const STALE_MS = 10_000;

export const partition: Fault<WiredGround> = {
  name: "partition",
  number: "F13",
  what: "no carrier between a server and Redis",
  missing: () => whyNot(networkNeeds),
  open: wired,
  allows: { writesFail: true },
  holdsMs: (form, random) => (form === "short" ? between(random, 500, 2_500) : STALE_MS + 2_000),
  async strike({ ground: { wire }, servers, form, expect }) {
    await wire.cut();
    return async () => {
      if (form === "long") {
        const { json } = await servers[0]!.process.api.ask("/api/v1/feed?limit=1", { token: "" });
        expect(
          `the server that was cut off says that it is stale, within ${STALE_MS} ms`,
          json.stale === true,
        );
      }
      await wire.heal();
    };
  },
};

export const partitionOneWay: Fault<WiredGround> = {
  name: "partition-one-way",
  number: "F13",
  what: "what a server sends to Redis is lost, or what Redis sends to it",
  missing: () => whyNot(networkNeeds),
  open: wired,
  allows: { writesFail: true },
  holdsMs: (form, random) => (form === "short" ? between(random, 500, 2_500) : 12_000),
  async strike({ ground: { wire, ends }, say }, random) {
    const [server, redis] = ends;
    const from = pick(random, [server, redis]);
    say(`nothing arrives from ${from === server ? "the server" : "Redis"}`);
    await wire.cutFrom(from);
    return () => wire.heal();
  },
};

export const badWire: Fault<WiredGround> = {
  name: "bad-wire",
  number: "F15",
  what: "300 ms, 100 ms jitter and 5 % loss, each way, between a server and Redis",
  missing: () => whyNot(badWireNeeds),
  open: wired,
  allows: { writesFail: true },
  bounds: { answerMs: 4_000 },
  holdsMs: (form) => (form === "short" ? 3_000 : 20_000),
  async strike({ ground: { wire } }) {
    await wire.makeBad({ latencyMs: 300, jitterMs: 100, lossPercent: 5 });
    return () => wire.heal();
  },
};

export const narrowWire: Fault<WiredGround> = {
  name: "narrow-wire",
  number: "F15",
  what: "64 kbit/s between a server and Redis; what is more waits up to 300 ms, then is lost",
  missing: () => whyNot(narrowWireNeeds),
  open: wired,
  allows: { writesFail: true },
  bounds: { answerMs: 4_000 },
  holdsMs: (form) => (form === "short" ? 3_000 : 20_000),
  async strike({ ground: { wire } }) {
    await wire.narrow({ kilobits: 64, queueMs: 300 });
    return () => wire.heal();
  },
};

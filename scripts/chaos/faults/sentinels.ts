/** A Sentinel group that loses its master, hands over, is cut in two, or loses its Sentinels. */
import { between, type Fault } from "../fault.ts";
import { eventually } from "../ground/eventually.ts";
import { whyNot } from "../ground/needs.ts";
import { networkNeeds, openNetwork, type Wire } from "../ground/network.ts";
import { GROUP } from "../ground/sentinel.ts";
import {
  type GroupRedis,
  type SentinelGroup,
  type SentinelGroupOptions,
  startSentinelGroup,
} from "../ground/sentinel-group.ts";
import type { Ground } from "../ground.ts";
import type { Bench } from "../real-processes.ts";
import type { World } from "../world.ts";

interface GroupGround extends Ground {
  readonly group: SentinelGroup;
}

/** As the documentation asks: a master without a replica that keeps up takes no writes. */
const settings = { "min-replicas-to-write": "1", "min-replicas-max-lag": "2" };

async function onGroup(bench: Bench, options: SentinelGroupOptions = {}): Promise<GroupGround> {
  const group = await startSentinelGroup({ settings, ...options });
  bench.onCleanUp(() => group.close());
  return {
    group,
    truth: async () => (await group.master()).redis.url,
    place: () => ({ redisUrl: group.url }),
  };
}

const HANDED_OVER_MS = 30_000;

/** Resolves when the Sentinels agree on another master. */
async function handedOver({ ground: { group }, say }: World<GroupGround>, old: GroupRedis): Promise<void> {
  const startedAt = performance.now();
  await eventually("another master", async () => (await group.master()) !== old, HANDED_OVER_MS);
  say(`another master after ${Math.round(performance.now() - startedAt)} ms`);
}

/** Resolves when the master has a replica: before, it takes no writes, and nothing is acknowledged. */
async function isFollowed({ ground: { group }, say }: World<GroupGround>): Promise<void> {
  const startedAt = performance.now();
  await eventually(
    "the master to have a replica",
    async () => {
      const [role, , following] = (await (await group.master()).ask("ROLE")) as [string, number, unknown[]];
      return role === "master" && following.length > 0;
    },
    HANDED_OVER_MS,
  );
  say(`which had a replica ${Math.round(performance.now() - startedAt)} ms later`);
}

const allows = { writesFail: true, dueWaits: true, epochChange: true } as const;
const bounds = { lateMs: 3_000 };

export const sentinelKill: Fault<GroupGround> = {
  name: "sentinel-kill",
  number: "F23",
  what: "kill -9 of the master of a Sentinel group; it comes back as a replica",
  open: onGroup,
  allows,
  bounds,
  holdsMs: (form, random) => (form === "short" ? 0 : between(random, 0, 5_000)),
  async strike(world) {
    const old = await world.ground.group.master();
    await old.redis.kill9();
    return async () => {
      await handedOver(world, old);
      await old.redis.startAgain();
      await isFollowed(world);
    };
  },
};

async function handOver(world: World<GroupGround>) {
  const { group } = world.ground;
  const old = await group.master();
  await group.sentinels[0]!.ask("SENTINEL", "FAILOVER", GROUP);
  return async () => {
    await handedOver(world, old);
    await isFollowed(world);
  };
}

export const sentinelFailover: Fault<GroupGround> = {
  name: "sentinel-failover",
  number: "F23",
  what: "SENTINEL FAILOVER with one replica: the master hands over while everything works",
  open: (bench) => onGroup(bench, { replicas: 1 }),
  allows,
  bounds,
  holdsMs: () => 0,
  strike: handOver,
};

/**
 * Not covered by the promise, as the documentation says: for a second the old master goes on, with the other replica
 * to confirm what it takes, and both throw that away when they follow the new one. Then the epoch is a new one.
 */
export const sentinelFailoverOfThree: Fault<GroupGround> = {
  name: "sentinel-failover-of-three",
  number: "F23",
  what: "SENTINEL FAILOVER with two replicas, of which the other one confirms what will be lost",
  open: onGroup,
  allows: { ...allows, loss: true },
  bounds,
  holdsMs: () => 0,
  strike: handOver,
};

interface CutGround extends GroupGround {
  /** Between the first master with server 1 beside it, and everybody else of the group. */
  readonly wire: Wire;
}

/** The master goes on for a while, with a server that sees nobody else, and others that see both sides. */
export const sentinelIsolated: Fault<CutGround> = {
  name: "sentinel-isolated",
  number: "F23",
  what: "the master of a Sentinel group is cut off, together with a server; the rest elects another",
  missing: () => whyNot(networkNeeds),
  async open(bench) {
    const network = await openNetwork();
    bench.onCleanUp(() => network.close());
    const first = await network.place();
    const others = await network.place();
    const wire = await network.wire(first, others);
    await network.wire(network.here, first);
    await network.wire(network.here, others);
    const ground = await onGroup(bench, { places: { master: first, others } });
    return {
      ...ground,
      wire,
      place: (name) => ({
        redisUrl: ground.group.url,
        ...(name === "server 1" ? { through: first.enter, host: first.address } : {}),
      }),
    };
  },
  alone: true, // the master has to be the one whose wire is cut
  allows,
  bounds,
  holdsMs: (form, random) => (form === "short" ? 0 : between(random, 5_000, 15_000)),
  async strike(world) {
    const old = await world.ground.group.master();
    await world.ground.wire.cut();
    await handedOver(world, old);
    return () => world.ground.wire.heal();
  },
};

/** Nobody watches: work goes on with the master that there is, and a failover afterwards is followed. */
export const sentinelsDown: Fault<GroupGround> = {
  name: "sentinels-down",
  number: "F24",
  what: "every Sentinel is down; then they are back, and the master is killed",
  open: onGroup,
  alone: true,
  allows,
  bounds,
  holdsMs: (form) => (form === "short" ? 3_000 : 45_000),
  async strike(world) {
    const { group } = world.ground;
    const old = await group.master();
    for (const sentinel of group.sentinels) await sentinel.kill9();
    return async () => {
      const { status } = await world.servers[0]!.process.api.post("while nobody watches");
      world.expect(`work goes on without Sentinels (${status})`, status === 201);
      for (const sentinel of group.sentinels) await sentinel.startAgain();
      await eventually("a quorum", async () => {
        const answers = await Promise.all(
          group.sentinels.map((sentinel) => sentinel.ask("SENTINEL", "CKQUORUM", GROUP)),
        );
        return answers.every((answer) => String(answer).startsWith("OK"));
      });
      await old.redis.kill9();
      await handedOver(world, old);
      await old.redis.startAgain();
      await isFollowed(world);
    };
  },
};

import type { Fault } from "../fault.ts";
import { type RedisCluster, startRedisCluster } from "../ground/redis-cluster.ts";
import type { Ground } from "../ground.ts";

interface ClusterGround extends Ground {
  readonly cluster: RedisCluster;
}

/** All our keys carry one hash tag, so one node of a cluster has them all. */
const OURS = "{feed}";

/**
 * Everybody talks to the one node that has our slot. Moved elsewhere, that is an outage until it is back: a client
 * that is told where it went does not follow.
 */
export const clusterMove: Fault<ClusterGround> = {
  name: "cluster-move",
  number: "F25",
  what: "the slot of our keys moves to another node of a Redis Cluster, and back",
  async open(bench) {
    const cluster = await startRedisCluster();
    bench.onCleanUp(() => cluster.close());
    const { url } = await cluster.owner(OURS);
    return {
      cluster,
      truth: async () => (await cluster.owner(OURS)).redis.url,
      place: () => ({ redisUrl: url }),
    };
  },
  allows: { writesFail: true, dueWaits: true, stale: true },
  bounds: { lateMs: 3_000 },
  holdsMs: (form) => (form === "short" ? 500 : 6_000),
  async strike({ ground: { cluster } }) {
    const owner = await cluster.owner(OURS);
    await cluster.move(OURS, cluster.masters.find((master) => master !== owner)!);
    return () => cluster.move(OURS, owner);
  },
};

/** Three masters of a Redis Cluster on loopback, without replicas. A slot can be moved between them. */
import { type PrivateRedis, startPrivateRedis } from "../../redis/private.ts";
import { asked } from "./asked.ts";
import { eventually } from "./eventually.ts";
import { freePorts } from "./free-ports.ts";

const MASTERS = 3;
const SLOTS = 16_384;

export interface ClusterMaster {
  readonly redis: PrivateRedis;
  readonly port: number;
  readonly url: string;
  readonly id: string;
  ask(name: string, ...args: readonly (string | number)[]): Promise<unknown>;
}

export interface RedisCluster {
  readonly masters: readonly ClusterMaster[];
  /** Who has the slot of this key. */
  owner(key: string): Promise<ClusterMaster>;
  /** Moves that key's slot, with all that is in it, as `redis-cli --cluster reshard` does. */
  move(key: string, to: ClusterMaster): Promise<void>;
  close(): Promise<void>;
}

export async function startRedisCluster(): Promise<RedisCluster> {
  const ports = await freePorts(2 * MASTERS);
  const masters: ClusterMaster[] = [];
  const close = async () => {
    for (const { redis } of masters) await redis.stop();
  };
  try {
    for (let at = 0; at < MASTERS; at += 1)
      masters.push(await startMaster(ports[2 * at]!, ports[2 * at + 1]!));
    const [first, ...others] = masters as [ClusterMaster, ...ClusterMaster[]];
    for (const [at, { ask }] of masters.entries()) {
      const [from, upTo] = [at, at + 1].map((part) => Math.floor((part * SLOTS) / MASTERS)) as [
        number,
        number,
      ];
      await ask("CLUSTER", "ADDSLOTSRANGE", from, upTo - 1);
      await ask("CLUSTER", "SET-CONFIG-EPOCH", at + 1);
    }
    for (const { port, busPort } of others as (ClusterMaster & { busPort: number })[])
      await first.ask("CLUSTER", "MEET", "127.0.0.1", port, busPort);
    for (const { ask } of masters) {
      await eventually("the cluster to be whole", async () => {
        const info = String(await ask("CLUSTER", "INFO"));
        return info.includes("cluster_state:ok") && info.includes(`cluster_known_nodes:${MASTERS}`);
      });
    }
  } catch (error) {
    await close();
    throw error;
  }

  const slotOf = async (key: string) => Number(await masters[0]!.ask("CLUSTER", "KEYSLOT", key));
  const owner = async (key: string) => {
    const slot = await slotOf(key);
    const ranges = (await masters[0]!.ask("CLUSTER", "SLOTS")) as [
      number,
      number,
      [string, number, string],
    ][];
    const id = ranges.find(([from, upTo]) => from <= slot && slot <= upTo)?.[2][2];
    const found = masters.find((master) => master.id === id);
    if (found === undefined) throw new Error(`nobody has slot ${slot}`);
    return found;
  };
  return {
    masters,
    owner,
    async move(key, to) {
      const slot = await slotOf(key);
      const from = await owner(key);
      await to.ask("CLUSTER", "SETSLOT", slot, "IMPORTING", from.id);
      await from.ask("CLUSTER", "SETSLOT", slot, "MIGRATING", to.id);
      for (;;) {
        const some = (await from.ask("CLUSTER", "GETKEYSINSLOT", slot, 100)) as string[];
        if (some.length === 0) break;
        await from.ask("MIGRATE", "127.0.0.1", to.port, "", 0, 5_000, "KEYS", ...some);
      }
      for (const master of [to, from, ...masters])
        await master.ask("CLUSTER", "SETSLOT", slot, "NODE", to.id);
    },
    close,
  };
}

async function startMaster(port: number, busPort: number): Promise<ClusterMaster & { busPort: number }> {
  const redis = await startPrivateRedis({
    restart: false,
    settings: {
      port: String(port),
      bind: "127.0.0.1",
      "cluster-enabled": "yes",
      "cluster-port": String(busPort),
      "cluster-node-timeout": "5000",
    },
  });
  const ask: ClusterMaster["ask"] = (name, ...args) => asked({ path: redis.socketPath }, name, ...args);
  const id = String(await ask("CLUSTER", "MYID"));
  return { redis, port, busPort, url: `redis://127.0.0.1:${port}`, id, ask };
}

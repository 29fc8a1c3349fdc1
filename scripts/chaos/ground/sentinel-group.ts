/**
 * A master, its replicas, and three Sentinels that watch over them: what `redis+sentinel://` is for. Each
 * may stand in a place of its own, so that wires between them can be cut.
 */
import { type PrivateRedis, type PrivateRedisOptions, startPrivateRedis } from "../../redis/private.ts";
import { asked } from "./asked.ts";
import { eventually } from "./eventually.ts";
import { freePorts } from "./free-ports.ts";
import type { Place } from "./network.ts";
import { GROUP, type Sentinel, startSentinel } from "./sentinel.ts";

const SENTINELS = 3;

export interface GroupRedis {
  readonly redis: PrivateRedis;
  readonly address: string;
  readonly port: number;
  /** Asked on its unix socket, so also where its wires are cut. */
  ask(name: string, ...args: readonly (string | number)[]): Promise<unknown>;
}

export interface SentinelGroup {
  /** `redis+sentinel://…`, as REDIS_URL takes it. */
  readonly url: string;
  /** The first is the master at the start. */
  readonly redises: readonly GroupRedis[];
  readonly sentinels: readonly Sentinel[];
  /** The one that the Sentinels that run agree on; rejects where they do not, or none runs. */
  master(): Promise<GroupRedis>;
  close(): Promise<void>;
}

export interface SentinelGroupOptions {
  readonly replicas?: number;
  readonly downAfterMs?: number;
  /** Where the master, and where all the others stand; both on loopback where absent. */
  readonly places?: { readonly master: Place; readonly others: Place };
  /** Over our own, of each Redis. */
  readonly settings?: PrivateRedisOptions["settings"];
}

const loopback: Place = { address: "127.0.0.1", enter: [] };

export async function startSentinelGroup(options: SentinelGroupOptions = {}): Promise<SentinelGroup> {
  const { replicas = 2, downAfterMs = 2_000, settings = {} } = options;
  const { master: first, others } = options.places ?? { master: loopback, others: loopback };
  const closers: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  const ports = await freePorts(1 + replicas + SENTINELS);
  const redises: GroupRedis[] = [];
  const sentinels: Sentinel[] = [];

  async function addRedis(place: Place, port: number): Promise<GroupRedis> {
    const redis = await startPrivateRedis({
      restart: false,
      launcher: place.enter,
      settings: {
        port: String(port),
        bind: place.address,
        "protected-mode": "no",
        "repl-diskless-sync-delay": "0",
        ...settings,
      },
    });
    closers.push(() => redis.stop());
    const made: GroupRedis = {
      redis,
      address: place.address,
      port,
      ask: (name, ...args) => asked({ path: redis.socketPath }, name, ...args),
    };
    redises.push(made);
    return made;
  }

  try {
    const master = await addRedis(first, ports[0]!);
    for (const port of ports.slice(1, 1 + replicas)) {
      const replica = await addRedis(others, port);
      await replica.ask("REPLICAOF", master.address, master.port);
    }
    await eventually("the replicas to follow", async () => {
      const [, , ...following] = (await master.ask("ROLE")) as [string, number, unknown[]];
      return (following[0] ?? []).length === replicas;
    });
    for (const port of ports.slice(1 + replicas)) {
      const sentinel = await startSentinel({ place: others, port, master, downAfterMs });
      closers.push(() => sentinel.close());
      sentinels.push(sentinel);
    }
    for (const sentinel of sentinels) {
      await eventually("the Sentinels to know each other", () => knowsAll(sentinel, replicas));
    }
  } catch (error) {
    await close();
    throw error;
  }

  const hosts = sentinels.map(({ address, port }) => `${address}:${port}`);
  return {
    url: `redis+sentinel://${hosts.join(",")}/${GROUP}`,
    redises,
    sentinels,
    master: () => agreedMaster(redises, sentinels),
    close,
  };
}

async function knowsAll(sentinel: Sentinel, replicas: number): Promise<boolean> {
  const flat = (await sentinel.ask("SENTINEL", "MASTER", GROUP)) as string[];
  const value = (name: string) => flat[flat.indexOf(name) + 1];
  return value("num-slaves") === String(replicas) && value("num-other-sentinels") === String(SENTINELS - 1);
}

async function agreedMaster(
  redises: readonly GroupRedis[],
  sentinels: readonly Sentinel[],
): Promise<GroupRedis> {
  const answers = await Promise.all(
    sentinels
      .filter(({ isRunning }) => isRunning)
      .map((sentinel) => sentinel.ask("SENTINEL", "GET-MASTER-ADDR-BY-NAME", GROUP)),
  );
  const names = new Set(answers.map((answer) => (answer as string[]).join(" ")));
  const found = redises.find(({ address, port }) => names.has(`${address} ${port}`));
  if (names.size !== 1 || found === undefined) throw new Error(`masters: ${[...names].join(", ")}`);
  return found;
}

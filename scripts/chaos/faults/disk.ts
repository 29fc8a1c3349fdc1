/** The disk of Redis: full to the last byte, and slow. */
import type { PrivateRedis } from "../../redis/private.ts";
import type { Fault } from "../fault.ts";
import { whyNot } from "../ground/needs.ts";
import { slowDisk, slowDiskNeeds } from "../ground/slow-disk.ts";
import { openSmallDisk, type SmallDisk, smallDiskNeeds } from "../ground/small-disk.ts";
import type { Ground, PlainGround } from "../ground.ts";
import type { Bench } from "../real-processes.ts";
import { until } from "../until.ts";
import type { World } from "../world.ts";

interface SmallDiskGround extends Ground {
  readonly disk: SmallDisk;
  readonly redis: PrivateRedis;
}

/** Room for what a run writes: the disk is full when it is filled, not before. */
const DISK_MB = 24;

async function onSmallDisk(bench: Bench, appendfsync: "always" | "everysec"): Promise<SmallDiskGround> {
  const disk = await openSmallDisk({ megabytes: DISK_MB });
  bench.onCleanUp(() => disk.close());
  // Whoever runs Redis starts it again, as `npm start` and service managers do.
  const redis = await bench.redis({ dataDir: disk.path, restart: true, settings: { appendfsync } });
  return { disk, redis, truth: () => redis.url, place: () => ({ redisUrl: redis.url }) };
}

async function fillDisk({ ground: { disk }, servers, expect }: World<SmallDiskGround>) {
  disk.fill();
  return async () => {
    for (const { name, process } of servers) {
      const status = await process.api.status("/servez");
      expect(`${name} serves readers while the disk is full (${status})`, status === 200);
    }
    disk.heal();
  };
}

const WHOLE_MS = 12_000;

/** Redis ends at the first write that it cannot flush, and again each time that it is started. */
export const fullDisk: Fault<SmallDiskGround> = {
  name: "full-disk",
  number: "F11",
  what: "the disk of Redis is full (appendfsync always: Redis ends, is started again, and ends)",
  missing: () => whyNot(smallDiskNeeds),
  open: (bench) => onSmallDisk(bench, "always"),
  allows: { writesFail: true, dueWaits: true, stale: true },
  holdsMs: (form) => (form === "short" ? 1_000 : 8_000),
  async strike(world) {
    const heal = await fillDisk(world);
    const { redis } = world.ground;
    let ends = 0;
    const stopHearing = redis.onExit(() => {
      ends += 1;
    });
    return async () => {
      world.expect(`Redis ended ${ends} times`, ends > 0);
      await heal();
      stopHearing();
      // It comes back when its supervisor tries again, which it does ever more seldom.
      const { pid } = redis;
      await until(() => redis.pid !== undefined && redis.pid !== pid, "Redis to be started again", WHOLE_MS);
    };
  },
};

/** Redis goes on, and refuses every change. */
export const fullDiskRefused: Fault<SmallDiskGround> = {
  name: "full-disk-refused",
  number: "F11",
  what: "the disk of Redis is full (appendfsync everysec: Redis refuses every change)",
  missing: () => whyNot(smallDiskNeeds),
  open: (bench) => onSmallDisk(bench, "everysec"),
  allows: { writesFail: true, dueWaits: true },
  holdsMs: (form) => (form === "short" ? 2_000 : 8_000),
  async strike(world) {
    const heal = await fillDisk(world);
    return async () => {
      const { json } = await world.servers[0]!.process.api.post("on a full disk");
      world.expect(`a write is refused as storage_full (${json?.code})`, json?.code === "storage_full");
      await heal();
    };
  },
};

/** Every flush takes half a second more. */
export const slowDiskOfRedis: Fault<PlainGround> = {
  name: "slow-disk",
  number: "F12",
  what: "each flush of Redis to disk takes 500 ms more",
  missing: () => whyNot(slowDiskNeeds),
  alone: true, // it looks at one process, which must be there until it is healed
  allows: { writesFail: true, dueWaits: true },
  bounds: { answerMs: 4_000, lateMs: 6_000 }, // what is due goes through several flushes, one after the other
  holdsMs: (form) => (form === "short" ? 3_000 : 15_000),
  async strike({ ground: { redis } }) {
    const slow = await slowDisk(redis.pid!, { delayMs: 500 });
    return () => slow.heal();
  },
};

/** What must be so some time after all is well again. */
import { judgeAll } from "./agreement.ts";
import type { World } from "./world.ts";

/** A reader may have been told to wait for up to a minute, and for twice as long by chance. */
export const MOST_MS = 200_000;
const LOOK_MS = 400;
/** What is due goes out within this time. */
const DUE_MS = 3_000;

/** Undefined where all is settled, else what is not. */
async function unsettled(world: World): Promise<string | undefined> {
  const { cursor } = await world.redis.log.head();
  const { epoch, offset } = cursor;
  for (const server of world.servers) {
    const { replica } = server;
    if (replica?.loaded !== true) return `${server.name} has not loaded`;
    if (replica.stale) return `${server.name} is stale`;
    const at = replica.cursor;
    if (at.epoch !== epoch || at.offset !== offset)
      return `${server.name} is at ${at.epoch}.${at.offset}, not ${epoch}.${offset}`;
  }
  for (const worker of world.workers) if (!worker.isUp) return `${worker.name} is down`;
  if (world.desks.open.size > 0) return `${[...world.desks.open].join()} unanswered`;
  for (const device of world.devices) {
    if (device.isAt(epoch, offset)) continue;
    const at = device.feed?.cursor;
    const phase = device.client?.connection.peek().phase;
    return `${device.name} (${phase}) is at ${at?.epoch}.${at?.offset}, not ${epoch}.${offset}`;
  }
  const [due] = await world.redis.log.due(world.redis.nowMs - DUE_MS, 1);
  return due === undefined ? undefined : `${world.trace.nameOf(due.id)} is due and nobody publishes it`;
}

/** Redis may lose its end when nobody writes any more: then nothing but a tail can find out [T2]. */
async function lastBlow(world: World): Promise<void> {
  if (!world.redis.isUp || world.losable === 0 || world.dice.chance(0.5)) return;
  world.redisDown();
  await world.redisUp(1 + world.dice.whole(Math.min(world.losable, 4)));
}

/** [P4] [P9] Everybody comes to the head, what is due is done with, and all agree. */
export async function healed(world: World, mostMs: number): Promise<void> {
  await lastBlow(world);
  await world.heal();
  world.trace.note(() => "all is well");
  let left = await unsettled(world);
  for (let passed = 0; left !== undefined && passed < mostMs; passed += LOOK_MS) {
    await world.time.pass(LOOK_MS);
    if (world.trace.failure !== undefined) return;
    left = await unsettled(world);
  }
  if (left === undefined) await judgeAll(world);
  else world.trace.fail("liveness", `${left}, ${mostMs / 1_000} s after all was well`);
}

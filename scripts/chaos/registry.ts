/** Every fault by its name, in the order of their numbers. */
import type { Fault } from "./fault.ts";
import { aofCorrupt, aofCut } from "./faults/append-only-file.ts";
import { broadcastInStorm, heapLimit, returnStorm, slowConsumer } from "./faults/crowds.ts";
import { halfOpenClient, halfOpenRedis, redisMute, wireReset } from "./faults/half-open.ts";
import { loopBlock } from "./faults/loop-block.ts";
import { mixedVersions } from "./faults/mixed-versions.ts";
import { groundFaults } from "./faults/of-the-ground.ts";
import { clientKill, clientPause, scriptFlush } from "./faults/redis-commands.ts";
import { redisKill } from "./faults/redis-kill.ts";
import { evictionPolicy, redisFull } from "./faults/redis-settings.ts";
import { replyLost } from "./faults/replies.ts";
import { restoreOlder } from "./faults/restore-older.ts";
import { serverKill } from "./faults/server-kill.ts";
import { redisStop, serverStop, workerStop } from "./faults/stop.ts";
import { workerKill } from "./faults/worker-kill.ts";

const all: readonly Fault[] = [
  serverKill,
  workerKill,
  redisKill,
  serverStop,
  workerStop,
  redisStop,
  aofCut,
  aofCorrupt,
  restoreOlder,
  redisFull,
  evictionPolicy,
  replyLost,
  halfOpenClient,
  halfOpenRedis,
  redisMute,
  wireReset,
  slowConsumer,
  returnStorm,
  broadcastInStorm,
  loopBlock,
  heapLimit,
  clientKill,
  scriptFlush,
  clientPause,
  mixedVersions,
  ...groundFaults,
];

const numberOf = ({ number }: Fault): number => Number(number.slice(1));

export const faults: readonly Fault[] = all.toSorted((a, b) => numberOf(a) - numberOf(b));

/** The faults that need root, tools or several Redis processes. */
import type { Fault } from "../fault.ts";
import { allClocks, clockOfRedis, someClocks } from "./clocks.ts";
import { clusterMove } from "./cluster.ts";
import { fullDisk, fullDiskRefused, slowDiskOfRedis } from "./disk.ts";
import { filesUsedUp } from "./few-files.ts";
import { redisLoading } from "./redis-loading.ts";
import {
  sentinelFailover,
  sentinelFailoverOfThree,
  sentinelIsolated,
  sentinelKill,
  sentinelsDown,
} from "./sentinels.ts";
import { badWire, narrowWire, partition, partitionOneWay } from "./wires.ts";

export const groundFaults: readonly Fault[] = [
  redisLoading,
  fullDisk,
  fullDiskRefused,
  slowDiskOfRedis,
  partition,
  partitionOneWay,
  badWire,
  narrowWire,
  someClocks,
  allClocks,
  clockOfRedis,
  sentinelKill,
  sentinelFailover,
  sentinelFailoverOfThree,
  sentinelIsolated,
  sentinelsDown,
  clusterMove,
  filesUsedUp,
];

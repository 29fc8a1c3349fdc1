/** What servers and workers have in common: which build runs, how its clock and memory stand, what it published late. */
import { getHeapStatistics } from "node:v8";
import type { Meter } from "./meter.ts";

/** Finest around what is promised: 2 s, and 3 s where the worker that held it died. */
const LATENESS_S = [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 3, 5, 10, 30, 120, 900];

export interface Build {
  readonly version: string;
  readonly node: string;
}

export function sayBuild(meter: Meter, part: "server" | "worker", { version, node }: Build): void {
  meter.gauges(
    {
      name: "fanfare_build_info",
      help: "Always 1: the version that runs, and Node's.",
      labels: ["part", "version", "node"],
      together: "first",
    },
    () => [[{ part, version, node }, 1]],
  );
}

/** Of several processes the worst: one that ends for want of memory takes its readers along. */
export function watchHeap(meter: Meter): void {
  meter.gauge(
    {
      name: "fanfare_heap_used_ratio",
      help: "How much of the heap is used that Node lets the process have: at 1 it ends.",
      together: "max",
    },
    () => {
      const { used_heap_size: used, heap_size_limit: limit } = getHeapStatistics();
      return used / limit;
    },
  );
}

export interface ClockVitals {
  /** Redis' clock less ours. */
  readonly clockOffsetMs: number;
  readonly isRedisUp: boolean;
}

export function watchClock(meter: Meter, vitals: () => ClockVitals | undefined): void {
  meter.gauge(
    {
      name: "fanfare_clock_offset_seconds",
      help: "Redis' clock less this machine's, as last measured. Beyond 1 s either way the process stands down.",
      together: "max",
    },
    () => {
      const offsetMs = vitals()?.clockOffsetMs;
      return offsetMs === undefined ? undefined : offsetMs / 1_000;
    },
  );
  meter.gauge(
    {
      name: "fanfare_redis_up",
      help: "1 while this process is connected to Redis.",
      together: "min",
    },
    () => Number(vitals()?.isRedisUp ?? false),
  );
}

/** [OM4] Told of each announcement that was due and is out: how late by the log's own instant. */
export function timeLateness(meter: Meter): (lateMs: number) => void {
  const lateness = meter.histogram({
    name: "fanfare_publish_lateness_seconds",
    help: "From the instant at which an announcement was due to its instant in the log.",
    buckets: LATENESS_S,
  });
  return (lateMs) => lateness.observe(Math.max(0, lateMs) / 1_000);
}

export function countSweeps(meter: Meter, by: "server" | "worker", helped: () => number | undefined): void {
  meter.counted(
    {
      name: "fanfare_sweep_published_total",
      help: "Announcements that nobody was woken for, and that a sweep published.",
      labels: ["by"],
      together: "sum",
    },
    () => [[{ by }, helped() ?? 0]],
  );
}

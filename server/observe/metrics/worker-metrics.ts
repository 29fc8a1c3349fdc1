/** The numbers of a worker. */
import { type ReadBacklog, watchBacklog } from "./backlog-metrics.ts";
import { Meter } from "./meter.ts";
import {
  type Build,
  type ClockVitals,
  countSweeps,
  sayBuild,
  timeLateness,
  watchClock,
  watchHeap,
} from "./process-metrics.ts";

export interface WorkerVitals extends ClockVitals {
  readonly sweepPublished: number;
  /** Its clock is too far off: it publishes nothing. */
  readonly standsDown: boolean;
}

export interface WorkerMetrics {
  readonly meter: Meter;
  readonly duePublished: (lateMs: number) => void;
  watch(vitals: () => WorkerVitals, readBacklog: ReadBacklog): void;
}

export function workerMetrics(build: Build): WorkerMetrics {
  const meter = new Meter();
  let look: (() => WorkerVitals) | undefined;
  let readBacklog: ReadBacklog | undefined;
  let vitals: WorkerVitals | undefined;
  meter.before(() => {
    vitals = look?.();
  });
  sayBuild(meter, "worker", build);
  watchHeap(meter);
  watchClock(meter, () => vitals);
  watchBacklog(meter, async () => readBacklog?.());
  countSweeps(meter, "worker", () => vitals?.sweepPublished);
  meter.gauge(
    {
      name: "fanfare_worker_stands_down",
      help: "1 while this worker publishes nothing, because its clock is off.",
      together: "max",
    },
    () => vitals && Number(vitals.standsDown),
  );
  return {
    meter,
    duePublished: timeLateness(meter),
    watch(vitalsOf, read) {
      look = vitalsOf;
      readBacklog = read;
    },
  };
}

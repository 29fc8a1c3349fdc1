/**
 * The numbers of a server node: what it is told as it happens, and what is looked up at a scrape.
 *
 * [OM5] Nothing here is called for a delivery: once for a broadcast, a refusal, an answer over HTTP.
 */
import { type ReadBacklog, watchBacklog } from "./backlog-metrics.ts";
import { Meter, type Values } from "./meter.ts";
import {
  type Build,
  type ClockVitals,
  countSweeps,
  sayBuild,
  timeLateness,
  watchClock,
  watchHeap,
} from "./process-metrics.ts";

const FAN_OUT_S = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10];

export type Door = "http" | "handshake" | "socket";

/** Told as it happens. */
export interface NodeObserver {
  broadcast(ms: number): void;
  duePublished(lateMs: number): void;
  refused(door: Door, code: string): void;
  answered(status: number): void;
}

/** As it stands now. */
export interface NodeVitals extends ClockVitals {
  readonly readers: readonly {
    readonly transport: string;
    readonly attendance: string;
    readonly count: number;
  }[];
  readonly slowReaders: number;
  readonly readersCut: number;
  readonly handshakesWaiting: number;
  readonly desks: number;
  readonly screens: Readonly<Record<"connected" | "paired" | "gone", number>>;
  /** Undefined before the first load. */
  readonly replica: { readonly epoch: string; readonly offset: number } | undefined;
  /** Since the tail last heard from Redis. */
  readonly silenceMs: number;
  readonly epochChanges: number;
  readonly sweepPublished: number;
  /** Undefined until Redis said so. */
  readonly workers: number | undefined;
  /** Each that there is, and whether it holds. */
  readonly alarms: Readonly<Record<string, boolean>>;
  readonly notReady: Readonly<Record<string, boolean>>;
}

export interface NodeMetrics {
  readonly meter: Meter;
  readonly observer: NodeObserver;
  /** From now on it can be looked up. */
  watch(vitals: () => NodeVitals, readBacklog: ReadBacklog): void;
}

export function nodeMetrics(build: Build): NodeMetrics {
  const meter = new Meter();
  let look: (() => NodeVitals) | undefined;
  let readBacklog: ReadBacklog | undefined;
  let vitals: NodeVitals | undefined;
  meter.before(() => {
    vitals = look?.();
  });
  sayBuild(meter, "server", build);
  watchHeap(meter);
  watchClock(meter, () => vitals);
  const backlog = watchBacklog(meter, async () => readBacklog?.());
  countSweeps(meter, "server", () => vitals?.sweepPublished);
  watchReaders(meter, () => vitals);
  watchHealth(meter, () => vitals);
  watchLog(
    meter,
    () => vitals,
    () => backlog()?.head,
  );
  return {
    meter,
    observer: observerOf(meter),
    watch(vitalsOf, read) {
      look = vitalsOf;
      readBacklog = read;
    },
  };
}

/** Those that alerts.yml looks at. */
const ALERTED: readonly (readonly [Door, string])[] = [
  ["http", "internal"],
  ["http", "wrong_credentials"],
  ["handshake", "no_room"],
];

function observerOf(meter: Meter): NodeObserver {
  const fanOut = meter.histogram({
    name: "fanfare_fan_out_seconds",
    help: "From the arrival of entries at a node until its last reader was written to.",
    buckets: FAN_OUT_S,
  });
  const refusals = meter.counter({
    name: "fanfare_refusals_total",
    help: "Refusals: answers over HTTP, upgrades that were turned away, `refused` on sockets.",
    labels: ["door", "code"],
  });
  // There from the start: a series that begins at 1 has not grown, as Prometheus sees it.
  for (const [door, code] of ALERTED) refusals.inc({ door, code }, 0);
  const answers = meter.counter({
    name: "fanfare_http_answers_total",
    help: "Answers over HTTP, by the first digit of their status.",
    labels: ["status"],
  });
  return {
    broadcast: (ms) => fanOut.observe(ms / 1_000),
    duePublished: timeLateness(meter),
    refused: (door, code) => refusals.inc({ door, code }),
    answered: (status) => answers.inc({ status: `${Math.floor(status / 100)}xx` }),
  };
}

type Look = () => NodeVitals | undefined;

function watchReaders(meter: Meter, vitals: Look): void {
  meter.gauges(
    {
      name: "fanfare_readers",
      help: "Readers, by how they are connected and what they said of themselves; not those of the desk.",
      labels: ["transport", "attendance"],
      together: "sum",
    },
    () =>
      (vitals()?.readers ?? []).map(({ transport, attendance, count }) => [{ transport, attendance }, count]),
  );
  meter.gauge(
    {
      name: "fanfare_slow_readers",
      help: "Readers that have not taken what they were sent.",
      together: "sum",
    },
    () => vitals()?.slowReaders,
  );
  meter.counted(
    {
      name: "fanfare_readers_cut_total",
      help: "Readers cut because they took nothing for 10 s.",
      together: "sum",
    },
    () => [[{}, vitals()?.readersCut ?? 0]],
  );
  meter.gauge(
    { name: "fanfare_handshakes_waiting", help: "Handshakes that wait for their turn.", together: "sum" },
    () => vitals()?.handshakesWaiting,
  );
  meter.gauge(
    { name: "fanfare_desks", help: "Windows of the desk.", together: "sum" },
    () => vitals()?.desks,
  );
  meter.gauges(
    {
      name: "fanfare_screens",
      help: "Screens on site, of all nodes: paired, connected, and missed for two minutes.",
      labels: ["state"],
      together: "max",
    },
    () => Object.entries(vitals()?.screens ?? {}).map(([state, count]) => [{ state }, count]),
  );
}

function watchHealth(meter: Meter, vitals: Look): void {
  const flags = (of: Readonly<Record<string, boolean>> | undefined, label: string): Values =>
    Object.entries(of ?? {}).map(([name, holds]) => [{ [label]: name }, Number(holds)]);
  meter.gauges(
    {
      name: "fanfare_alarm",
      help: "1 while the desk is shown this alarm.",
      labels: ["code"],
      together: "max",
    },
    () => flags(vitals()?.alarms, "code"),
  );
  meter.gauges(
    {
      name: "fanfare_not_ready",
      help: "1 while /readyz has this reason.",
      labels: ["reason"],
      together: "max",
    },
    () => flags(vitals()?.notReady, "reason"),
  );
  meter.gauge(
    { name: "fanfare_ready", help: "1 while /readyz says that all is well.", together: "min" },
    () => Number(vitals() !== undefined && !Object.values(vitals()!.notReady).includes(true)),
  );
  meter.gauge(
    { name: "fanfare_workers", help: "Workers that are at work, as Redis knows them.", together: "max" },
    () => vitals()?.workers,
  );
}

function watchLog(
  meter: Meter,
  vitals: Look,
  head: () => { epoch: string; offset: number } | undefined,
): void {
  meter.gauge(
    { name: "fanfare_replica_offset", help: "How far this node has read the log.", together: "min" },
    () => vitals()?.replica?.offset,
  );
  meter.gauge(
    {
      name: "fanfare_replica_lag_entries",
      help: "How many entries this node is behind the log. All of it, where that has begun anew.",
      together: "max",
    },
    () => lag(vitals()?.replica, head()),
  );
  meter.gauge(
    {
      name: "fanfare_redis_silence_seconds",
      help: "Since this node's tail last heard from Redis; 2 s are usual when nothing happens.",
      together: "max",
    },
    () => {
      const silenceMs = vitals()?.silenceMs;
      return silenceMs === undefined || !Number.isFinite(silenceMs) ? undefined : silenceMs / 1_000;
    },
  );
  meter.counted(
    {
      name: "fanfare_epoch_changes_total",
      help: "How often the log was another one than before: every reader starts again.",
      together: "max",
    },
    () => [[{}, vitals()?.epochChanges ?? 0]],
  );
}

function lag(
  replica: { epoch: string; offset: number } | undefined,
  head: { epoch: string; offset: number } | undefined,
): number | undefined {
  if (replica === undefined || head === undefined) return undefined;
  // Entries go on to arrive between the two looks.
  return replica.epoch === head.epoch ? Math.max(0, head.offset - replica.offset) : head.offset;
}

/** How a node stands, looked up in its parts when a scrape of metrics asks. */
import { alarmCodeSchema } from "./contract/socket.ts";
import type { RedisClock } from "./feed/clock.ts";
import type { FanOut } from "./feed/fan-out.ts";
import type { Presence } from "./feed/presence.ts";
import type { Replica } from "./feed/replica.ts";
import type { LiveDesk } from "./live-desk.ts";
import type { LiveKiosks } from "./live-kiosks.ts";
import type { NodeVitals } from "./observe/metrics/node-metrics.ts";
import type { Readiness } from "./readiness.ts";
import type { Sweep } from "./schedule/sweep.ts";
import type { Sockets } from "./sockets/attach.ts";

/** Those that are no alarms of their own (readiness.ts). */
export const nodeReasons = [
  "shutting_down",
  "not_loaded",
  "redis_unavailable",
  "behind",
  "clock_differs",
] as const;

export interface VitalParts {
  readonly replica: Replica;
  readonly readiness: Readiness;
  readonly fanOut: FanOut;
  readonly presence: Presence;
  readonly sockets: Pick<Sockets, "waiting">;
  readonly clock: RedisClock;
  readonly store: { readonly connected: boolean };
  readonly sweep: Pick<Sweep, "helped">;
  readonly liveDesk: Pick<LiveDesk, "size" | "workers" | "alarms">;
  readonly screens: Pick<LiveKiosks, "desk">;
}

export function vitalsOf(parts: VitalParts): () => NodeVitals {
  const { replica, readiness, fanOut, presence, sockets, clock, store, sweep, liveDesk, screens } = parts;
  return () => {
    const { connected, paired, gone } = screens.desk.counts();
    const reasons = readiness.reasons();
    return {
      clockOffsetMs: clock.offsetMs,
      isRedisUp: store.connected,
      readers: (["socket", "stream"] as const).flatMap((transport) => readersOver(presence, transport)),
      slowReaders: fanOut.slow,
      readersCut: fanOut.cut,
      handshakesWaiting: sockets.waiting,
      desks: liveDesk.size,
      screens: { connected, paired, gone },
      replica: replica.loaded ? replica.cursor : undefined,
      silenceMs: readiness.silenceMs,
      epochChanges: replica.epochChanges,
      sweepPublished: sweep.helped,
      workers: liveDesk.workers,
      alarms: flags(
        alarmCodeSchema.options,
        liveDesk.alarms.map(({ code }) => code),
      ),
      notReady: flags(nodeReasons, reasons),
    };
  };
}

function readersOver(presence: Presence, transport: "socket" | "stream"): NodeVitals["readers"] {
  const { online, inPerson, undeclared } = presence.over(transport);
  return [
    { transport, attendance: "online", count: online },
    { transport, attendance: "in-person", count: inPerson },
    { transport, attendance: "undeclared", count: undeclared },
  ];
}

/** Each that there is, and whether it is among those that hold. */
const flags = (all: readonly string[], holding: readonly string[]): Readonly<Record<string, boolean>> =>
  Object.fromEntries([...all, ...holding].map((name) => [name, holding.includes(name)]));

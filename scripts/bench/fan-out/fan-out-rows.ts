/** What the rounds of all servers come to: each by itself, and ours against theirs round by round. */
import { type Measured, mostly, never } from "../results.ts";
import { ratios } from "../statistics.ts";
import type { Round } from "./one-round.ts";

/** Its rounds, in order; or why there are none. */
export interface Measurements {
  readonly rounds: readonly Round[];
  readonly missing?: string | undefined;
}

export interface Compared {
  readonly ours: Measurements;
  readonly stream: Measurements;
  readonly cluster: Measurements;
  readonly plain: Measurements;
  readonly ws: Measurements;
  readonly nchan: Measurements;
  readonly floor: Measurements;
}

type Part = (round: Round) => number | undefined;

const cpu: Part = ({ cpuUs }) => cpuUs;
const last: Part = ({ lastMs }) => lastMs;
const memory: Part = ({ memoryKiB }) => memoryKiB;
const stall: Part = ({ stallMs }) => stallMs;

/** One value for each round that has one. */
const valuesOf = ({ rounds }: Measurements, part: Part): number[] =>
  rounds.map(part).filter((value) => value !== undefined);

function row(
  what: string,
  unit: string,
  of: Measurements,
  part: Part,
  more: Partial<Measured> = {},
): Measured {
  const note = of.missing ?? more.note;
  return { what, unit, runs: valuesOf(of, part), ...more, ...(note !== undefined && { note }) };
}

function ratio(
  what: string,
  [ours, part]: [Measurements, Part],
  [theirs, theirPart]: [Measurements, Part],
  more: Partial<Measured> = {},
): Measured {
  const note = ours.missing ?? theirs.missing ?? more.note;
  const runs = ratios(valuesOf(ours, part), valuesOf(theirs, theirPart));
  return { what, unit: "×", runs, ...more, ...(note !== undefined && { note }) };
}

export function fanOutRows(compared: Compared, readers: number): Measured[] {
  return [
    ...deliveryRows(compared, readers),
    ...burstRows(compared),
    ...lastRows(compared, readers),
    row("longest stall of the event loop while broadcasting", "ms", compared.ours, stall, {
      goal: mostly(50),
    }),
    row("  the same, plain Socket.IO", "ms", compared.plain, stall),
    row("memory for each idle reader", "KiB", compared.ours, memory, { goal: mostly(11) }),
    row("  the same, plain Socket.IO", "KiB", compared.plain, memory),
    {
      what: "lost, twice or out of order, of ours",
      unit: "",
      goal: never,
      runs: [compared.ours, compared.stream, compared.cluster].flatMap(({ rounds }) =>
        rounds.map(({ wrong, burst }) => wrong + (burst?.wrong ?? 0)),
      ),
    },
    {
      what: "  the same, of all peers",
      unit: "",
      runs: [compared.plain, compared.ws, compared.nchan, compared.floor].flatMap(({ rounds }) =>
        rounds.map(({ wrong, burst }) => wrong + (burst?.wrong ?? 0)),
      ),
    },
  ];
}

function deliveryRows({ ours, stream, cluster, plain, ws, nchan, floor }: Compared, readers: number) {
  const each = `server CPU for each delivery, ${readers.toLocaleString("en")} readers`;
  return [
    row(`${each}: ours`, "µs", ours, cpu),
    row("  plain Socket.IO, io.emit", "µs", plain, cpu),
    row("  ws, send() to each", "µs", ws, cpu),
    row("  nginx + nchan", "µs", nchan, cpu),
    row("  floor: write() of one frame, in C", "µs", floor, cpu),
    row("  ours, server-sent events", "µs", stream, cpu),
    row("  ours, two processes on one port", "µs", cluster, cpu),
    ratio("  ours : plain", [ours, cpu], [plain, cpu], { goal: mostly(0.6) }),
    ratio("  ours : nchan", [ours, cpu], [nchan, cpu], { goal: mostly(1) }),
    ratio("  ours : floor", [ours, cpu], [floor, cpu], { note: "hoped for: 1.35" }),
    ratio("  ours : ws", [ours, cpu], [ws, cpu]),
    ratio("  server-sent events : WebSocket", [stream, cpu], [ours, cpu], { goal: mostly(1.1) }),
    ratio("  two processes : one", [cluster, cpu], [ours, cpu], { goal: mostly(1.1) }),
  ];
}

function burstRows({ ours, plain }: Compared): Measured[] {
  const part =
    (name: "cpuUs" | "sentMs" | "acknowledgedMs" | "lastMs"): Part =>
    ({ burst }) =>
      burst?.[name];
  return [
    row("20 at once, CPU for each announcement and reader: ours", "µs", ours, part("cpuUs")),
    row("  plain Socket.IO", "µs", plain, part("cpuUs")),
    ratio("  ours : plain", [ours, part("cpuUs")], [plain, part("cpuUs")], { goal: mostly(0.15) }),
    row("  all 20 sent within: ours", "ms", ours, part("sentMs"), { note: "to be as good as at once: 20" }),
    row("  all 20 sent within: plain", "ms", plain, part("sentMs"), { note: "to be as good as at once: 20" }),
    row("  all 20 acknowledged (ours: on disk)", "ms", ours, part("acknowledgedMs")),
    row("  the last of them at the last reader: ours", "ms", ours, part("lastMs")),
    row("  the last of them at the last reader: plain", "ms", plain, part("lastMs")),
  ];
}

function lastRows({ ours, plain, ws, nchan, floor, stream }: Compared, readers: number): Measured[] {
  return [
    row(`publish → last of ${readers.toLocaleString("en")} readers, p50: ours, on disk`, "ms", ours, last),
    row("  plain Socket.IO", "ms", plain, last),
    row("  ws", "ms", ws, last),
    row("  nginx + nchan", "ms", nchan, last),
    row("  floor", "ms", floor, last),
    row("  ours, server-sent events", "ms", stream, last),
    ratio("  ours : plain", [ours, last], [plain, last], { goal: mostly(0.7) }),
  ];
}

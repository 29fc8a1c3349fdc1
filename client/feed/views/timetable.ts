/** One day of the programme as a grid: halls side by side, five minutes a row. Pure. */
import type { Session } from "../../../server/contract/programme.ts";

const SLOT_MS = 300_000;
const HOUR_MS = 3_600_000;
/** What is open so long stands apart: beside it nothing else would be seen. */
const ALL_DAY_MS = 6 * HOUR_MS;
/** The heads of the halls are the first row, the times the first column. */
const FIRST = 2;

/** Lines of a CSS grid: `row / column / row end / column end`. */
export type Area = string;

export interface Timetable {
  readonly allDay: readonly Session[];
  readonly halls: readonly { readonly hall: string | undefined; readonly area: Area }[];
  readonly hours: readonly { readonly atMs: number; readonly area: Area }[];
  /** In the order of time. */
  readonly blocks: readonly { readonly session: Session; readonly area: Area }[];
  /** Where the line of an instant runs; undefined before the first and after the last session. */
  lineAt(now: number): Area | undefined;
}

interface Block {
  readonly session: Session;
  readonly from: number;
  readonly to: number;
  lane: number;
  /** Of those that overlap, one through the other, how many stand side by side. */
  lanes: number;
}

export const isAllDay = ({ type, startsAt, endsAt }: Session): boolean =>
  type === "exhibition" || Date.parse(endsAt) - Date.parse(startsAt) >= ALL_DAY_MS;

/**
 * - [TT1] Sessions of one hall that overlap stand side by side; one alone has the whole width of its hall.
 * - [TT2] Halls stand in the order of the event, and only those with a session.
 */
export function timetableOf(sessions: readonly Session[], hallOrder: readonly string[]): Timetable {
  const timed = sessions.filter((session) => !isAllDay(session));
  const firstMs = Math.min(...timed.map(({ startsAt }) => Date.parse(startsAt)));
  const zeroMs = Math.floor(firstMs / HOUR_MS) * HOUR_MS;
  const slotOf = (at: string): number => Math.round((Date.parse(at) - zeroMs) / SLOT_MS);
  const byHall = new Map<string | undefined, Block[]>();
  for (const session of [...timed].sort((a, b) => Date.parse(a.startsAt) - Date.parse(b.startsAt))) {
    const from = slotOf(session.startsAt);
    const to = Math.max(from + 1, slotOf(session.endsAt));
    const blocks = byHall.get(session.hall) ?? [];
    blocks.push({ session, from, to, lane: 0, lanes: 1 });
    byHall.set(session.hall, blocks);
  }
  const rank = new Map(hallOrder.map((hall, at) => [hall, at]));
  const rankOf = (hall: string | undefined): number => rank.get(hall ?? "") ?? hallOrder.length;
  const halls: Timetable["halls"][number][] = [];
  const placed: { session: Session; area: Area; from: number }[] = [];
  let column = FIRST;
  for (const [hall, blocks] of [...byHall].sort(([a], [b]) => rankOf(a) - rankOf(b))) {
    const width = intoLanes(blocks);
    halls.push({ hall, area: `1 / ${column} / 2 / ${column + width}` });
    for (const { session, from, to, lane, lanes } of blocks) {
      const end = lane === lanes - 1 ? width : lane + 1;
      const area = `${FIRST + from} / ${column + lane} / ${FIRST + to} / ${column + end}`;
      placed.push({ session, area, from });
    }
    column += width;
  }
  const slots = Math.max(0, ...[...byHall.values()].flat().map(({ to }) => to));
  const hours = Array.from({ length: Math.ceil((slots * SLOT_MS) / HOUR_MS) }, (_, at) => ({
    atMs: zeroMs + at * HOUR_MS,
    area: across(at * (HOUR_MS / SLOT_MS)),
  }));
  function across(slot: number): Area {
    return `${FIRST + slot} / 1 / ${FIRST + slot + 1} / ${column}`;
  }
  return {
    allDay: sessions.filter(isAllDay),
    halls,
    hours,
    blocks: placed.sort((a, b) => a.from - b.from),
    lineAt(now) {
      const slot = Math.floor((now - zeroMs) / SLOT_MS);
      return now >= firstMs && slot < slots ? across(slot) : undefined;
    },
  };
}

/** Gives each block of a hall, in the order of time, its lane; answers how many lanes the hall needs. */
function intoLanes(blocks: readonly Block[]): number {
  let width = 1;
  let cluster: Block[] = [];
  let ends: number[] = [];
  const closeCluster = () => {
    for (const block of cluster) block.lanes = ends.length;
    width = Math.max(width, ends.length);
    cluster = [];
    ends = [];
  };
  for (const block of blocks) {
    if (ends.every((end) => end <= block.from)) closeCluster();
    const free = ends.findIndex((end) => end <= block.from);
    block.lane = free === -1 ? ends.length : free;
    ends[block.lane] = block.to;
    cluster.push(block);
  }
  closeCluster();
  return width;
}

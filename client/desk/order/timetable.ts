/**
 * The running order as one list of lines, top to bottom: days, sessions, announcements, and the line of now.
 * Pure; two thousand announcements and a thousand sessions take some milliseconds.
 */
import type { DeskAnnouncement } from "../../../server/contract/desk-announcement.ts";
import type { Session } from "../../../server/contract/programme.ts";
import { dayOf } from "../../shared/time.ts";
import { matcher, type OrderView, sessionMatcher, sessionOf } from "./order-filter.ts";
import { changedMs, type DeskItem, isSealed, isSent, runningOrder, timeOf } from "./running-order.ts";

export type Group = "overdue" | "approved" | "submitted" | "drafts";

export type Line =
  | { readonly is: "day"; readonly key: string; readonly atMs: number }
  | { readonly is: "group"; readonly key: string; readonly group: Group; readonly count: number }
  | { readonly is: "now"; readonly key: "now" }
  | { readonly is: "item"; readonly key: string; readonly item: DeskItem; readonly atMs: number | undefined }
  | SessionLine;

export interface SessionLine {
  readonly is: "session";
  readonly key: string;
  readonly session: Session;
  readonly atMs: number;
  /** Stands right under an announcement of its start, so it need not say its time and title again. */
  readonly isJoined: boolean;
  /** What is or was to announce its start, by time. */
  readonly starts: readonly DeskAnnouncement[];
}

/** What stands at an instant, before days and now are put between. */
export type Dated = Extract<Line, { is: "item" | "session" }> & { readonly atMs: number };

export interface Sorted {
  readonly dated: readonly Dated[];
  readonly overdue: readonly DeskItem[];
  readonly approved: readonly DeskItem[];
  readonly submitted: readonly DeskItem[];
  readonly drafts: readonly DeskItem[];
}

export const itemLine = (item: DeskItem): Extract<Line, { is: "item" }> => ({
  is: "item",
  key: item.id,
  item,
  atMs: timeOf(item),
});

const MINUTE_MS = 60_000;
const minuteOf = (atMs: number): number => Math.floor(atMs / MINUTE_MS);

export function sortedOrder(
  items: readonly DeskItem[],
  sessions: readonly Session[],
  view: OrderView,
): Sorted {
  const hallOf = hallsOf(sessions);
  const isWanted = matcher(view, hallOf);
  const order = runningOrder(items.filter(isWanted));
  const startMs = new Map(sessions.map((session) => [session.id, Date.parse(session.startsAt)]));
  const shown = sessions.filter(sessionMatcher(view));
  const starts = startsOf(shown.length === 0 ? [] : items);
  const timed = [...order.sent, ...order.planned.filter(({ state }) => state === "scheduled")];
  const dated = [
    ...timed.map(itemLine),
    ...shown.map((session) => sessionLine(session, startMs.get(session.id)!, starts.get(session.id) ?? [])),
  ] as Dated[];
  return { ...order, overdue: order.planned.filter(isOverdue), dated: joined(inOrder(dated, startMs)) };
}

const isOverdue = ({ state }: DeskItem): boolean => state === "overdue";

export function hallsOf(sessions: readonly Session[]): (sessionId: string) => string | undefined {
  const halls = new Map(sessions.map(({ id, hall }) => [id, hall]));
  return (sessionId) => halls.get(sessionId);
}

const sessionLine = (session: Session, atMs: number, starts: readonly DeskAnnouncement[]): SessionLine => ({
  is: "session",
  key: `session ${session.id}`,
  session,
  atMs,
  isJoined: false,
  starts,
});

function startsOf(items: readonly DeskItem[]): Map<string, DeskAnnouncement[]> {
  const starts = new Map<string, DeskAnnouncement[]>();
  for (const item of items) {
    if (isSealed(item) || item.origin?.type !== "session-start") continue;
    const { sessionId } = item.origin;
    if (sessionId === undefined) continue;
    const held = starts.get(sessionId);
    if (held === undefined) starts.set(sessionId, [item]);
    else held.push(item);
  }
  for (const held of starts.values())
    held.sort((a, b) => (b.origin?.leadMinutes ?? 0) - (a.origin?.leadMinutes ?? 0));
  return starts;
}

/**
 * By time. Within a minute the sessions that start in it stand first, each under what announces its start,
 * because publishing takes some milliseconds; then everything else as it went out.
 */
function inOrder(dated: Dated[], startMs: ReadonlyMap<string, number>): Dated[] {
  const ties = new Map<Dated, string>();
  for (const line of dated) {
    const id =
      line.is === "session" ? line.session.id : isSealed(line.item) ? undefined : sessionOf(line.item);
    const start = id === undefined ? undefined : startMs.get(id);
    const isTied = start !== undefined && minuteOf(start) === minuteOf(line.atMs);
    ties.set(line, isTied ? id! : "");
  }
  const offsetOf = (line: Dated): number =>
    line.is === "item" && isSent(line.item) ? (line.item.offset ?? 0) : 0;
  return dated.sort((a, b) => {
    const minutes = minuteOf(a.atMs) - minuteOf(b.atMs);
    if (minutes !== 0) return minutes;
    const [tieA, tieB] = [ties.get(a)!, ties.get(b)!];
    if (tieA !== tieB) return tieA === "" ? 1 : tieB === "" ? -1 : tieA < tieB ? -1 : 1;
    if (a.is !== b.is) return a.is === "item" ? -1 : 1;
    return a.atMs - b.atMs || offsetOf(a) - offsetOf(b) || (a.key < b.key ? -1 : 1);
  });
}

const joined = (dated: readonly Dated[]): Dated[] =>
  dated.map((line, at) => {
    const above = dated[at - 1];
    const isJoined =
      line.is === "session" &&
      above?.is === "item" &&
      !isSealed(above.item) &&
      above.item.kind === "session-start" &&
      sessionOf(above.item) === line.session.id &&
      minuteOf(above.atMs) === minuteOf(line.atMs);
    return isJoined ? { ...line, isJoined } : line;
  });

/** How many lines stand above now. */
export function nowIndex(dated: readonly Dated[], nowMs: number): number {
  let [from, to] = [0, dated.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (dated[middle]!.atMs > nowMs) to = middle;
    else from = middle + 1;
  }
  return from;
}

/** A day begins on a quarter of an hour in every zone, so quarters are asked for, not instants. */
function dayCache(zone: string): (atMs: number) => string {
  const days = new Map<number, string>();
  return (atMs) => {
    const quarter = Math.floor(atMs / 900_000);
    let day = days.get(quarter);
    if (day === undefined) {
      day = dayOf(atMs, zone);
      days.set(quarter, day);
    }
    return day;
  };
}

/** The timetable: what is overdue right under now, what has no time after everything that has one. */
export function timetable(
  sorted: Sorted,
  now: { readonly index: number; readonly ms: number },
  zone: string,
): Line[] {
  const day = dayCache(zone);
  const lines: Line[] = [];
  let today = "";
  const begin = (atMs: number) => {
    const next = day(atMs);
    if (next === today) return;
    today = next;
    lines.push({ is: "day", key: `day ${next}`, atMs });
  };
  sorted.dated.forEach((line, at) => {
    if (at === now.index) pushNow();
    begin(line.atMs);
    lines.push(line);
  });
  if (now.index >= sorted.dated.length) pushNow();
  function pushNow(): void {
    begin(now.ms);
    lines.push({ is: "now", key: "now" }, ...grouped("overdue", sorted.overdue));
  }
  return [
    ...lines,
    ...grouped("approved", sorted.approved),
    ...grouped("submitted", sorted.submitted),
    ...grouped("drafts", sorted.drafts),
  ];
}

const grouped = (group: Group, items: readonly DeskItem[]): Line[] =>
  items.length === 0
    ? []
    : [{ is: "group", key: `group ${group}`, group, count: items.length }, ...items.map(itemLine)];

/** One tab's items, newest first; what was sent under its days. */
export function listed(items: readonly DeskItem[], tab: OrderView["tab"], zone: string): Line[] {
  const inTab = items.filter((item) => belongsTo(item, tab));
  if (tab !== "sent") return inTab.sort((a, b) => changedMs(b) - changedMs(a)).map(itemLine);
  const day = dayCache(zone);
  const lines: Line[] = [];
  let last = "";
  for (const item of [...runningOrder(inTab).sent].reverse()) {
    const atMs = timeOf(item) ?? 0;
    if (day(atMs) !== last) lines.push({ is: "day", key: `day ${day(atMs)}`, atMs });
    last = day(atMs);
    lines.push(itemLine(item));
  }
  return lines;
}

const stateOfTab = { drafts: "draft", submitted: "submitted", discarded: "discarded" } as const;

export function belongsTo(item: DeskItem, tab: OrderView["tab"]): boolean {
  if (tab === "timetable") return item.state !== "discarded";
  return tab === "sent" ? isSent(item) : item.state === stateOfTab[tab];
}

/**
 * What a screen has shown, counted on the device until the server has it. Pure: time is given, and is the server's
 * as this device can best tell it.
 *
 * - [PB1] One record for each revision: received, first painted, last taken down, how long in all, how often.
 * - [PB2] A record is sent again whenever it has changed since it was acknowledged, and until it is.
 * - [PB3] One that the server will never have is set aside, and holds up none of the others.
 * - [PB4] What was on the screen when the power went is counted up to when it was last looked at.
 * - [PB5] A device that is not heard for days keeps the newest records; none that was not acknowledged goes before
 *         one that was.
 */
import type { Receipt } from "../../../server/contract/kiosk-socket.ts";

export interface BookRecord {
  readonly announcementId: string;
  readonly revision: number;
  readonly receivedMs: number | undefined;
  readonly shownMs: number;
  /** Absent while it is to be seen. */
  readonly hiddenMs: number | undefined;
  readonly visibleMs: number;
  readonly showings: number;
  /** While it is to be seen: when it was last counted. */
  readonly countedMs: number | undefined;
  /** Grows with each change. */
  readonly version: number;
  readonly acknowledged: number;
  readonly setAside: string | undefined;
}

export type Book = ReadonlyMap<string, BookRecord>;

/** What is to be seen on the screen. */
export interface Seen {
  readonly announcementId: string;
  readonly revision: number;
}

/** How many records a device keeps. */
export const KEPT_MOST = 5_000;
/** 16 KB hold as many of the longest. */
export const BATCH = 60;
/** Between two countings of what stays on the screen. */
export const COUNT_MS = 30_000;
/** The server will say the same again. */
const FINAL: ReadonlySet<string> = new Set(["invalid", "not_found"]);

export const keyOf = ({ announcementId, revision }: Seen): string => `${announcementId}.${revision}`;

/** These are on the screen now, and nothing else. Answers the same book where that is so already. */
export function looked(
  book: Book,
  seen: readonly Seen[],
  now: number,
  receivedMs: (key: string) => number | undefined = () => undefined,
): Book {
  const here = new Map(seen.map((each) => [keyOf(each), each]));
  const changed = new Map<string, BookRecord>();
  for (const [key, record] of book)
    if (record.countedMs !== undefined && !here.has(key)) changed.set(key, takenDown(record, now));
  for (const [key, each] of here) {
    const held = book.get(key);
    if (held?.countedMs !== undefined) {
      if (now - held.countedMs >= COUNT_MS) changed.set(key, counted(held, now));
    } else changed.set(key, comesUp(held, each, now, receivedMs(key)));
  }
  return changed.size === 0 ? book : pruned(new Map([...book, ...changed]));
}

function comesUp(
  held: BookRecord | undefined,
  { announcementId, revision }: Seen,
  now: number,
  receivedMs: number | undefined,
): BookRecord {
  if (held !== undefined)
    return changedTo(held, { showings: held.showings + 1, hiddenMs: undefined, countedMs: now });
  return {
    announcementId,
    revision,
    receivedMs,
    shownMs: now,
    hiddenMs: undefined,
    visibleMs: 0,
    showings: 1,
    countedMs: now,
    version: 1,
    acknowledged: 0,
    setAside: undefined,
  };
}

/** A clock that was corrected backwards meanwhile takes nothing away. */
const since = ({ countedMs = 0 }: BookRecord, now: number): number => Math.max(0, now - countedMs);

const counted = (record: BookRecord, now: number): BookRecord =>
  changedTo(record, { visibleMs: record.visibleMs + since(record, now), countedMs: now });

const takenDown = (record: BookRecord, now: number): BookRecord =>
  changedTo(record, {
    visibleMs: record.visibleMs + since(record, now),
    hiddenMs: Math.max(now, record.shownMs),
    countedMs: undefined,
  });

const changedTo = (record: BookRecord, change: Partial<BookRecord>): BookRecord => ({
  ...record,
  ...change,
  version: record.version + 1,
});

/** [PB4] A page begins: nothing is on the screen yet. */
export function begun(book: Book): Book {
  return new Map(
    [...book].map(([key, record]) => [
      key,
      record.countedMs === undefined ? record : takenDown(record, record.countedMs),
    ]),
  );
}

const isOpen = ({ version, acknowledged, setAside }: BookRecord): boolean =>
  setAside === undefined && acknowledged < version;

export const openIn = (book: Book): number => [...book.values()].filter(isOpen).length;
export const setAsideIn = (book: Book): number =>
  [...book.values()].filter(({ setAside }) => setAside !== undefined).length;

/** [PB2] What the server is still to be told, the oldest first. */
export const nextBatch = (book: Book): readonly BookRecord[] =>
  [...book.values()]
    .filter(isOpen)
    .sort((a, b) => a.shownMs - b.shownMs)
    .slice(0, BATCH);

export function receiptOf(record: BookRecord): Receipt {
  const { announcementId, revision, receivedMs, shownMs, hiddenMs, visibleMs, showings } = record;
  const at = (ms: number) => new Date(ms).toISOString();
  return {
    announcementId,
    revision,
    ...(receivedMs === undefined ? {} : { receivedAt: at(receivedMs) }),
    shownAt: at(shownMs),
    ...(hiddenMs === undefined ? {} : { hiddenAt: at(hiddenMs) }),
    visibleMs: Math.round(visibleMs),
    showings,
  };
}

/** What the server answered to these records as they were sent, one by one; undefined where it said nothing of one. */
export function answered(
  book: Book,
  sent: readonly BookRecord[],
  results: readonly (AnswerToOne | undefined)[],
): Book {
  const after = new Map(book);
  for (const [at, record] of sent.entries()) {
    const held = after.get(keyOf(record));
    const result = results[at];
    if (held === undefined || result === undefined) continue;
    if (result.ok) after.set(keyOf(record), { ...held, acknowledged: record.version });
    else if (FINAL.has(result.code ?? "")) after.set(keyOf(record), { ...held, setAside: result.code });
  }
  return after;
}

export interface AnswerToOne {
  readonly ok: boolean;
  readonly code?: string;
}

/** [PB5] */
function pruned(book: Map<string, BookRecord>): Book {
  if (book.size <= KEPT_MOST) return book;
  const rank = (record: BookRecord): number => (record.countedMs !== undefined ? 2 : isOpen(record) ? 1 : 0);
  const going = [...book]
    .sort(([, a], [, b]) => rank(a) - rank(b) || a.shownMs - b.shownMs)
    .slice(0, book.size - KEPT_MOST + 100);
  for (const [key] of going) book.delete(key);
  return book;
}

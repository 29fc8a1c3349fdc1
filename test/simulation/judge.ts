/** Judges what readers and screens were told and what desks were answered, and whether all agree when all is well. */
import type { FeedItem } from "../../server/contract/announcement.ts";
import type { Cursor, Entry } from "../../server/contract/feed.ts";
import { applyEntry, type FeedState, isWithdrawn } from "../../server/core/feed-state.ts";
import type { Answered } from "./desk.ts";
import type { Device } from "./device.ts";
import type { LogJudge } from "./log-judge.ts";
import type { Trace } from "./trace.ts";

/** What is shown of an item, as far as two who show the same must agree. */
const shown = (item: FeedItem): string =>
  isWithdrawn(item)
    ? `${item.id} gone ${item.withdrawnAt} ${item.reason} ${item.offset}`
    : `${item.id} r${item.revision} ${item.pinned} ${item.offset} ${item.publishedAt} ${item.correctedAt}`;

export const shownBy = ({ announcements, programmeRevision }: FeedState): string =>
  `${programmeRevision}\n${[...announcements.values()].map(shown).join("\n")}`;

function differing(one: string, other: string) {
  const [ones, others] = [one.split("\n"), other.split("\n")];
  const only = ones.filter((line) => !others.includes(line));
  const missing = others.filter((line) => !ones.includes(line));
  return { only, missing };
}

/** What one shows that another does not, and the other way round. */
export function difference(one: string, other: string): string {
  const { only, missing } = differing(one, other);
  return `shows [${only.join("; ")}] and not [${missing.join("; ")}]`;
}

interface Acknowledged {
  readonly what: string;
  readonly key: string;
  readonly cursor: Cursor;
}

export class Judge {
  readonly #trace: Trace;
  readonly #log: LogJudge;
  /** What was shown at each cursor, by whoever came there first. */
  readonly #views = new Map<string, string>();
  readonly #acknowledged: Acknowledged[] = [];
  readonly counts = { acknowledged: 0, refused: 0, arrived: 0, snapshots: 0 };
  #arriving: { readonly device: Device; readonly offsets: number[] } | undefined;

  constructor(trace: Trace, log: LogJudge) {
    this.#trace = trace;
    this.#log = log;
  }

  /** New entries that a device has taken. */
  arrived(device: Device, entries: readonly Entry[]): void {
    const { epoch } = device.feed!.cursor;
    this.counts.arrived += entries.length;
    for (const entry of entries) this.#log.judgeEntry(device.name, epoch, entry);
    const offsets = entries.map(({ offset }) => offset);
    if (this.#arriving?.device === device) this.#arriving.offsets.push(...offsets);
    else this.#arriving = { device, offsets };
  }

  /** [F2] [F3] A frame leads on by one entry after the other, within one epoch, or changes nothing. */
  framed(device: Device, before: Cursor | undefined, after: Cursor | undefined): void {
    const offsets = this.#arriving?.device === device ? this.#arriving.offsets : [];
    this.#arriving = undefined;
    if (before === undefined || after === undefined) return;
    if (before.epoch !== after.epoch)
      this.#trace.fail("F3", `a frame took ${device.name} from ${before.epoch} to ${after.epoch}`);
    const isNext = offsets.every((offset, at) => offset === before.offset + 1 + at);
    if (!isNext || after.offset !== before.offset + offsets.length)
      this.#trace.fail(
        "P4",
        `${device.name} went from ${before.offset} to ${after.offset} by ${offsets.join()}`,
      );
    if (offsets.length > 0) this.#trace.note(() => `${device.name} at ${after.epoch}.${after.offset}`);
  }

  /** A snapshot, or what the device had kept. */
  startedWith(device: Device, feed: FeedState): void {
    this.counts.snapshots += 1;
    this.#trace.note(() => `${device.name} starts at ${feed.cursor.epoch}.${feed.cursor.offset}`);
    for (const item of feed.announcements.values())
      if (!isWithdrawn(item)) this.#log.judgeWords(device.name, item);
    this.agrees(device.name, feed);
  }

  /**
   * [F7] Whoever is at one cursor shows the same. What was taken back since may be missing already (E5): an entry
   * loses its text before the one that says so has come.
   */
  agrees(who: string, feed: FeedState): void {
    const place = `${feed.cursor.epoch}.${feed.cursor.offset}`;
    const view = shownBy(feed);
    const known = this.#views.get(place);
    if (known === undefined) this.#views.set(place, view);
    else if (known !== view && !this.#isTakenBack(view, known))
      this.#trace.fail("F7", `at ${place} ${who} ${difference(view, known)}`);
  }

  #isTakenBack(one: string, other: string): boolean {
    const { only, missing } = differing(one, other);
    return [...only, ...missing].every((line) =>
      this.#log.words.wasTakenBack(line.slice(0, line.indexOf(" "))),
    );
  }

  /** At the head nothing is left to come: all show what the store does. */
  agreesWith(truth: FeedState, who: string, feed: FeedState): void {
    const [view, known] = [shownBy(feed), shownBy(truth)];
    if (view !== known) this.#trace.fail("F7", `at the head ${who} ${difference(view, known)}`);
  }

  acknowledged(what: string, key: string, { id, cursor }: Answered): void {
    this.counts.acknowledged += 1;
    this.#trace.note(
      () => `acknowledged ${key}${cursor === undefined ? "" : ` ${cursor.epoch}.${cursor.offset}`}`,
    );
    if (cursor !== undefined) this.#acknowledged.push({ what, key, cursor });
    const done = this.#log.doneBy(key);
    // Where it was forgotten after it was answered, it may have been made again.
    const isKept = done?.id !== undefined && !this.#log.hasForgotten;
    if (isKept && id !== undefined && done.id !== id)
      this.#trace.fail("L2", `${key} was answered with another announcement than it made`);
  }

  /** [R3] Nobody is refused what was done already, by the same request made before or at once. */
  refused(what: string, key: string, code: string, knownUntilMs: number): void {
    this.counts.refused += 1;
    this.#trace.note(() => `refused ${key} ${what} ${code}`);
    const done = this.#log.doneBy(key);
    if (done !== undefined && done.atMs < knownUntilMs)
      this.#trace.fail("R3", `${what} (${key}) was refused ${code}, and done`);
  }

  /** [P1] [P5] What was acknowledged is in the log, or the log is another one by its epoch. */
  keptWhatWasAcknowledged(): void {
    const { epoch } = this.#log.head;
    for (const { key, cursor } of this.#acknowledged)
      if (cursor.epoch === epoch && !this.#log.holds(epoch, cursor.offset))
        this.#trace.fail("P1", `${key}, acknowledged at ${epoch}.${cursor.offset}, is lost`);
  }
}

/** What the whole log says, told from its beginning. */
export function told(entries: readonly Entry[]): Map<string, FeedItem> {
  const announcements = new Map<string, FeedItem>();
  for (const entry of entries) applyEntry(announcements, entry);
  return announcements;
}

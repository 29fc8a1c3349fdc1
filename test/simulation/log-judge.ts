/**
 * Judges every write in the instant in which it is done, by a model of its own: a list of what was written, which
 * loses its end when Redis does.
 */
import type { Entry } from "../../server/contract/feed.ts";
import type { AnnouncementChange } from "../../server/core/change.ts";
import { notesOf } from "../../server/store/commit-plan.ts";
import { CLOCK_TOLERANCE_MS } from "../../server/store/feed-log.ts";
import type { MemoryFeedLog } from "../../server/store/memory-feed-log.ts";
import { PublicWords, type Said } from "./public-words.ts";
import type { Written } from "./redis.ts";
import type { Trace } from "./trace.ts";

interface Done {
  /** Of the announcement that it was about, where it was about one. */
  readonly id: string | undefined;
  readonly atMs: number;
}

/** One write that is in the log. */
interface Fact {
  readonly atMs: number;
  readonly key?: string;
  readonly startsOver?: boolean;
  readonly epoch: string;
  readonly entries: readonly Entry[];
  /** What came on the schedule, or off it. */
  readonly scheduled: readonly (readonly [id: string, dueMs: number | undefined])[];
  readonly gone: readonly string[];
  readonly links: number;
  readonly made?: readonly string[];
  readonly about?: string;
}

export interface LogJudgeParts {
  readonly trace: Trace;
  readonly log: () => MemoryFeedLog;
  /** The real instant, and how far the machine of Redis is ahead of it. */
  readonly nowMs: () => number;
  readonly storeAheadMs: () => number;
}

/** What an entry says, as far as two that say the same must agree. */
const bodyOf = (entry: Entry): string => {
  const { type } = entry;
  if ("announcement" in entry)
    return `${type} ${entry.announcement.id} r${entry.announcement.revision} ${entry.at}`;
  if ("announcementId" in entry) return `${type} ${entry.announcementId} ${entry.at}`;
  return `${type} ${entry.at}`;
};

export class LogJudge {
  readonly #parts: LogJudgeParts;
  #facts: Fact[] = [];
  /** Whether what a key was used for was ever forgotten: Redis lost it, or a rehearsal ended. */
  hasForgotten = false;
  #head = { epoch: "", offset: 0 };
  #links = 0;
  /** What is on the schedule, as it was written. */
  #due = new Map<string, number>();
  #published = new Set<string>();
  #made: string[] = [];
  #keys = new Map<string, Done>();
  /** Whatever was ever at a place of an epoch, also what was lost: nothing else may be there. */
  readonly #bodies = new Map<string, string>();
  readonly words = new PublicWords();

  constructor(parts: LogJudgeParts) {
    this.#parts = parts;
  }

  /** The announcements that were made and not lost, oldest first. */
  get made(): readonly string[] {
    return this.#made;
  }

  get writes(): number {
    return this.#facts.length;
  }

  /** What a key was done for, where it was done and is not lost. */
  doneBy(key: string): Done | undefined {
    return this.#keys.get(key);
  }

  holds(epoch: string, offset: number): boolean {
    return this.#facts.some(
      (fact) => fact.epoch === epoch && fact.entries.some((entry) => entry.offset === offset),
    );
  }

  get head(): { readonly epoch: string; readonly offset: number } {
    return this.#head;
  }

  async written(written: Written): Promise<void> {
    const { trace } = this.#parts;
    if (written.kind === "newEpoch") {
      trace.note(() => `${written.by.name} epoch ${written.from || "none"} → ${written.to}`);
      this.#head = { ...this.#head, epoch: written.to };
      this.#keep({ epoch: written.to, entries: [], scheduled: [], gone: [], links: 1 });
      await this.#checkHead();
      return;
    }
    if (written.kind === "startOver") {
      const epoch = written.outcome.outcome === "done" ? (written.outcome.cursor?.epoch ?? "") : "";
      trace.note(() => `${written.by.name} starts over, ${epoch}`);
      this.#head = { epoch, offset: 0 };
      const entries = await this.#appended(1);
      const kept = await this.#parts.log().due(Number.MAX_SAFE_INTEGER, 1_000);
      const left = new Set(kept.map(({ id }) => id));
      const gone = [...this.#due.keys()].filter((id) => !left.has(id));
      const { key } = written.order.once ?? {};
      const fact = { epoch, entries, scheduled: [], gone, links: 1, startsOver: true };
      this.#keep(key === undefined ? fact : { ...fact, key });
      await this.#checkHead();
      return;
    }
    await this.#committed(written);
  }

  async #committed({ by, commit, outcome }: Extract<Written, { kind: "commit" }>): Promise<void> {
    const { trace, nowMs, storeAheadMs } = this.#parts;
    const { items, entries: beside = [], once } = commit;
    for (const { change } of items) {
      trace.note(
        () => `${by.name} ${change.audit.action} ${trace.nameOf(change.next.id)} r${change.next.revision}`,
      );
      if (once !== undefined && this.#keys.has(once.key)) trace.fail("L2", `${once.key} was done twice`);
      const isCallerAhead = by.nowMs - CLOCK_TOLERANCE_MS > nowMs();
      this.#checkTime(change, isCallerAhead && storeAheadMs() > 0);
      this.words.take(change);
    }
    const count = items.reduce((sum, { change }) => sum + change.entries.length, beside.length);
    const appended = await this.#appended(count);
    const written = outcome.outcome === "done" ? outcome.cursor?.offset : undefined;
    if (written !== (count === 0 ? undefined : this.#head.offset))
      trace.fail("L1", `answered offset ${written}, the log is at ${this.#head.offset}`);
    const fact = {
      epoch: this.#head.epoch,
      entries: appended,
      scheduled: items.flatMap(({ change }) => scheduleOf(change)),
      gone: [],
      links: notesOf(commit).length,
      ...(items.length === 1 ? { about: items[0]!.change.next.id } : {}),
      made: items.filter(({ version }) => version === 0).map(({ change }) => change.next.id),
    };
    this.#keep(once === undefined ? fact : { ...fact, key: once.key });
    await this.#checkHead();
  }

  /** [S2] [L5] Nothing goes out by the clock but what is scheduled, and nothing before its time. */
  #checkTime({ stamp, audit, next }: AnnouncementChange, areBothAhead: boolean): void {
    const { trace, nowMs } = this.#parts;
    const { id, written } = next;
    const isDue = audit.action === "publish-due";
    const dueMs = this.#due.get(id);
    if (isDue && dueMs === undefined)
      trace.fail("S2", `${trace.nameOf(id)} goes out though it is not scheduled`);
    if (stamp !== "published") return;
    const embargoMs = Date.parse(written.embargoUntil ?? "") || 0;
    const notBefore = Math.max(embargoMs, isDue ? (dueMs ?? 0) : 0);
    if (nowMs() + CLOCK_TOLERANCE_MS + 2 < notBefore && !areBothAhead)
      trace.fail("L5", `${trace.nameOf(id)} went out ${Math.round(notBefore - nowMs())} ms early`);
  }

  /** [L1] The entries that this write added, as readers get them. */
  async #appended(count: number): Promise<readonly Entry[]> {
    const { trace, log } = this.#parts;
    if (count === 0) return [];
    const read = await log().read(this.#head.offset, count + 1);
    const entries = read.outcome === "entries" ? read.entries.map(({ entry }) => entry) : [];
    if (entries.length !== count)
      trace.fail("L1", `${entries.length} entries for ${count} that were written`);
    for (const entry of entries) {
      this.#head = { ...this.#head, offset: this.#head.offset + 1 };
      if (entry.offset !== this.#head.offset)
        trace.fail("L1", `entry ${entry.offset} at ${this.#head.offset}`);
      const place = `${this.#head.epoch}.${entry.offset}`;
      if (this.#bodies.has(place)) trace.fail("L3", `a silent fork at ${place}`);
      this.#bodies.set(place, bodyOf(entry));
    }
    return entries;
  }

  #keep(fact: Omit<Fact, "atMs">): void {
    this.#keepAgain({ ...fact, atMs: this.#parts.nowMs() });
  }

  #keepAgain(fact: Fact): void {
    this.#facts.push(fact);
    this.#fold(fact);
  }

  #fold(fact: Fact): void {
    const { trace } = this.#parts;
    if (fact.startsOver === true) {
      this.hasForgotten = true;
      this.#published = new Set();
      this.#keys = new Map();
    }
    this.#links += fact.links;
    for (const [id, dueMs] of fact.scheduled) {
      if (dueMs === undefined) this.#due.delete(id);
      else this.#due.set(id, dueMs);
    }
    for (const id of fact.gone) this.#due.delete(id);
    this.#made.push(...(fact.made ?? []));
    if (fact.key !== undefined) this.#keys.set(fact.key, { id: fact.about, atMs: fact.atMs });
    for (const entry of fact.entries) {
      if (entry.type !== "announcementPublished" && entry.type !== "announcementCorrected") continue;
      const { id, revision } = entry.announcement;
      // [S3] Once ever, and each correction once.
      for (const what of entry.type === "announcementPublished"
        ? [id, `${id} r${revision}`]
        : [`${id} r${revision}`]) {
        if (this.#published.has(what))
          trace.fail("S3", `${trace.nameOf(id)} r${revision} is in the log twice`);
        this.#published.add(what);
      }
    }
  }

  /** Redis lost all but its first `left` writes. */
  lost(left: number): void {
    this.hasForgotten = true;
    const facts = this.#facts.slice(0, left);
    this.#facts = [];
    this.#due = new Map();
    this.#published = new Set();
    this.#made = [];
    this.#keys = new Map();
    this.#links = 0;
    this.#head = { epoch: "", offset: 0 };
    for (const fact of facts) {
      this.#keepAgain(fact);
      const offset = fact.startsOver === true ? 1 : (fact.entries.at(-1)?.offset ?? this.#head.offset);
      this.#head = { epoch: fact.epoch, offset };
    }
  }

  /** [L6] Head, and one link in the audit for each thing that changed. */
  async #checkHead(): Promise<void> {
    const { trace, log } = this.#parts;
    const { cursor } = await log().head();
    if (cursor.epoch !== this.#head.epoch || cursor.offset !== this.#head.offset)
      trace.fail(
        "L1",
        `the head is at ${cursor.epoch}.${cursor.offset}, not ${this.#head.epoch}.${this.#head.offset}`,
      );
    const [link] = await log().audit(undefined, 1);
    if ((link?.offset ?? 0) !== this.#links)
      trace.fail("L6", `${link?.offset} links for ${this.#links} changes`);
  }

  /** Whether a reader may have been given this entry at this place. */
  judgeEntry(who: string, epoch: string, entry: Entry): void {
    const { trace } = this.#parts;
    const body = this.#bodies.get(`${epoch}.${entry.offset}`);
    if (body === undefined) trace.fail("P4", `${who} was told ${epoch}.${entry.offset}, which never was`);
    else if (entry.type !== "announcementRedacted" && body !== bodyOf(entry))
      trace.fail("L3", `${who} was told another ${epoch}.${entry.offset}: ${bodyOf(entry)}, not ${body}`);
    if ("announcement" in entry) this.judgeWords(who, entry.announcement);
  }

  /** [V5] Nobody is shown what was not made public. */
  judgeWords(who: string, item: Said): void {
    const { trace } = this.#parts;
    if (!this.words.isPublic(item))
      trace.fail("V5", `${who} was shown ${trace.nameOf(item.id)} r${item.revision}, which is not public`);
  }
}

function scheduleOf({ next, due }: AnnouncementChange): (readonly [string, number | undefined])[] {
  if (due === undefined) return [];
  return [[next.id, due === "none" ? undefined : due]];
}

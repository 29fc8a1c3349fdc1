/**
 * Everything that is kept, as it was at one instant, read while servers and workers go on:
 *
 * 1. Streams are read up to where they end, and all else by pages; meanwhile Redis tells which keys change.
 * 2. What changed is read again, and what changed during that, until it is little; that, in one transaction.
 * 3. Where nothing else had changed by the instant of the transaction, the backup stands for that instant; where
 *    something had, it is read again like all that changed.
 *
 * The transaction holds Redis for as long as it takes to read at most 1,000 keys and what streams have got since.
 */
import type { Redis } from "ioredis";
import { familyOf, type KeyType, keyFamilies, ownName } from "../../server/store/key-families.ts";
import { keys, PREFIX } from "../../server/store/keys.ts";
import { ChangeWatch } from "./change-watch.ts";
import { askWhole, atMs, keyOf, type Named, pagesOf, replies, typesOf, wholeRecord } from "./key-reads.ts";
import { type BackupRecord, packed, type StreamRecord, type Summary } from "./records.ts";

const PER_SCAN = 500;
const PER_READ = 500;
const ATTEMPTS = 200;
/** How many keys are read in the transaction at most, streams aside. */
const TOGETHER = 1_000;
const MARK = `${PREFIX}:backup-mark`;
const MARK_MS = 1_000;

export interface SnapshotParts {
  /** Two connections to the same Redis, of RESP2, that do not come back when they are lost. */
  readonly reader: Redis;
  readonly listener: Redis;
  /** A key of ours that this version does not know is kept, and told. */
  readonly onUnknown?: (name: string) => void;
}

/** The store could not be read as it was at one instant. */
export class SnapshotFailed extends Error {
  override name = "SnapshotFailed";
}

type RawEntry = [id: Buffer, fields: Buffer[]];

export class Snapshot {
  readonly #reader: Redis;
  readonly #parts: SnapshotParts;
  /** Up to where each stream was read. */
  readonly #streams = new Map<string, string>();
  /** What is to be read again. */
  readonly #changed = new Map<string, Named>();
  #mayWrite = false;

  constructor(parts: SnapshotParts) {
    this.#parts = parts;
    this.#reader = parts.reader;
  }

  /** The records of a backup, the end last. Throws {@link SnapshotFailed}. */
  async *records(): AsyncGenerator<BackupRecord> {
    const watch = await ChangeWatch.start(this.#reader, this.#parts.listener);
    const log = await this.#reader.hmget(keys.head, "epoch", "startedOver");
    this.#mayWrite = await this.#canMark();
    yield* this.#everything();
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      await this.#note(await watch.heard());
      const changed = [...this.#changed.values()];
      this.#changed.clear();
      // So much at once would hold Redis up.
      if (changed.length > TOGETHER) {
        yield* this.#again(changed);
        continue;
      }
      const { channel, mark } = watch.newMark();
      const { head, records, summary } = await this.#together(changed, channel, mark);
      yield* records;
      if (head.join() !== log.join()) throw new SnapshotFailed("the store started over while it was read");
      if (await this.#missed(changed, await watch.heardAround(mark))) continue;
      yield { t: "end", summary };
      return;
    }
    throw new SnapshotFailed("the store kept changing while it was read");
  }

  /**
   * A change of our own, so that there is news of the transaction's own turn. A store that is full or hurt takes
   * none, and nothing else changes there either.
   */
  async #canMark(): Promise<boolean> {
    try {
      await this.#reader.set(MARK, "", "PX", MARK_MS);
      return true;
    } catch (error) {
      if (error instanceof Error && error.name === "ReplyError") return false;
      throw error;
    }
  }

  /** Whether something had changed by the time of the transaction that was not in it; then it is noted. */
  async #missed(
    read: readonly Named[],
    { before, around }: { before: readonly string[]; around: readonly string[] },
  ): Promise<boolean> {
    const known = new Set(read.map(({ name }) => name));
    const isMissed = (name: string) => !known.has(name) && !this.#streams.has(name);
    if (![...before, ...around].some(isMissed)) return false;
    await this.#note([...before.filter(isMissed), ...around]);
    return true;
  }

  async #note(heard: readonly string[]): Promise<void> {
    const names = [...new Set(heard)].filter((name) => !this.#streams.has(name));
    const types = await typesOf(this.#reader, names);
    for (const [at, name] of names.entries()) {
      // Of a key that is gone by now: whatever is asked, nothing is the answer.
      const type = types[at] ?? "string";
      if (type === "stream") this.#streams.set(name, "0-0");
      else this.#changed.set(name, { name, type });
    }
  }

  /** What changed, and where the streams are by now. */
  async *#again(changed: readonly Named[]): AsyncGenerator<BackupRecord> {
    for (const name of this.#streams.keys()) yield* this.#stream(name);
    for (let at = 0; at < changed.length; at += PER_SCAN) {
      const some = changed.slice(at, at + PER_SCAN);
      yield* pagesOf(
        this.#reader,
        some.flatMap(({ name, type }) => (type === "stream" ? [] : [{ name, type }])),
      );
    }
  }

  async *#everything(): AsyncGenerator<BackupRecord> {
    for (const [name, { type, keeping }] of Object.entries(keyFamilies))
      if (type === "stream" && keeping === "kept") yield* this.#stream(name);
    for (let at = "0", isFirst = true; isFirst || at !== "0"; isFirst = false) {
      const [next, found] = await this.#reader.scan(at, "MATCH", `${PREFIX}:*`, "COUNT", PER_SCAN);
      at = next;
      const wanted = await this.#wanted(found);
      for (const { name, type } of wanted)
        if (type === "stream" && !this.#streams.has(name)) yield* this.#stream(name);
      yield* pagesOf(
        this.#reader,
        wanted.flatMap(({ name, type }) => (type === "stream" ? [] : [{ name, type }])),
      );
    }
  }

  async #wanted(found: readonly string[]): Promise<{ name: string; type: KeyType }[]> {
    const names = found.flatMap((key) => ownName(key) ?? []);
    for (const name of names) if (familyOf(name) === undefined) this.#parts.onUnknown?.(name);
    const kept = names.filter((name) => (familyOf(name)?.keeping ?? "kept") === "kept");
    const types = await typesOf(this.#reader, kept);
    return kept.flatMap((name, at) => (types[at] === undefined ? [] : [{ name, type: types[at] }]));
  }

  async *#stream(name: string): AsyncGenerator<StreamRecord> {
    for (let from = this.#after(name); ; ) {
      const page = (await this.#reader.xrangeBuffer(keyOf(name), from, "+", "COUNT", PER_READ)) as RawEntry[];
      if (page.length > 0) {
        this.#streams.set(name, String(page.at(-1)![0]));
        yield entriesOf(name, page);
      }
      if (page.length < PER_READ) break;
      from = this.#after(name);
    }
    if (!this.#streams.has(name)) this.#streams.set(name, "0-0");
  }

  #after(name: string): string {
    const last = this.#streams.get(name);
    return last === undefined ? "-" : `(${last}`;
  }

  /** The transaction. */
  async #together(changed: readonly Named[], channel: string, mark: string) {
    const streams = [...this.#streams];
    const transaction = this.#reader.multi();
    transaction.publish(channel, mark);
    if (this.#mayWrite) transaction.set(MARK, mark, "PX", MARK_MS);
    else transaction.ping();
    transaction.time().hmget(keys.head, "epoch", "startedOver").hget(keys.head, "offset");
    transaction.hget(keys.auditHead, "offset").zcard(keys.all).zcard(keys.due);
    for (const name of ["accounts", "tokens", "kiosks", "push"]) transaction.hlen(keyOf(name));
    for (const [name, last] of streams) {
      transaction.xrange(keyOf(name), "-", "+", "COUNT", 1);
      transaction.callBuffer("XRANGE", keyOf(name), `(${last}`, "+");
    }
    for (const named of changed) askWhole(transaction, named);

    const [, , time, head, offset, auditOffset, ...rest] = await replies(transaction);
    const [announcements, scheduled, people, tokens, kiosks, push] = rest.splice(0, 6).map(Number);
    const records: BackupRecord[] = [];
    for (const [name] of streams) {
      const [[oldest], since] = rest.splice(0, 2) as [[string, string[]][], RawEntry[]];
      if (since.length > 0) {
        this.#streams.set(name, String(since.at(-1)![0]));
        records.push(entriesOf(name, since));
      }
      if (oldest !== undefined) records.push({ k: name, t: "trim", from: oldest[0] });
    }
    for (const named of changed) {
      const [answer, leftMs] = rest.splice(0, 2);
      records.push(wholeRecord(named, answer, leftMs, time));
    }
    const summary: Summary = {
      at: new Date(atMs(time)).toISOString(),
      epoch: (head as string[])[0] ?? "",
      offset: Number(offset ?? 0),
      auditOffset: Number(auditOffset ?? 0),
      announcements: announcements!,
      scheduled: scheduled!,
      people: people!,
      tokens: tokens!,
      kiosks: kiosks!,
      push: push!,
    };
    return { head: head as (string | null)[], records, summary };
  }
}

const entriesOf = (name: string, entries: readonly RawEntry[]): StreamRecord => ({
  k: name,
  t: "stream",
  v: entries.map(([id, fields]) => [String(id), fields.map(packed)]),
});

/**
 * Whether the audit is as it was written: every link follows from the one before, the first from the start or
 * from what retention took away, the last is the head, and every seal says what the chain says.
 *
 * - What was changed, cut out, put in or cut off is found, with the offset where it shows first.
 * - Who can write to Redis can write a whole new chain. That shows where a seal says otherwise, and so for all
 *   that came before the newest seal that is held. What came after it is proven by the chain alone.
 * - A seal whose key is not here is compared, but nothing is proven by it.
 */
import { createHash } from "node:crypto";
import type { Redis } from "ioredis";
import type { AuditKey } from "./audit-key.ts";
import { isGenuine, type Seal, sealFrom, sealsOf } from "./audit-seals.ts";
import { keys } from "./keys.ts";
import { parseStreamEntry } from "./stored-record.ts";

const PER_READ = 1_000;

export interface AuditFault {
  /** The first at which something is wrong. */
  readonly offset: number;
  readonly reason: string;
}

export interface AuditVerdict {
  /** Proven by the chain; absent where nothing is. */
  readonly proven?: { readonly from: number; readonly to: number };
  /** Retention took everything up to here. */
  readonly trimmedTo?: number;
  /** The newest seal by the key at hand that the chain agrees with. */
  readonly sealed?: { readonly offset: number; readonly at: string; readonly key: string };
  readonly seals: { readonly checked: number; readonly unchecked: number };
  readonly hasKey: boolean;
  readonly fault?: AuditFault;
}

type Raw = [string, string[]];
interface Head {
  readonly offset: number;
  readonly hash: string;
}

export async function verifyAudit(redis: Redis, key: AuditKey | undefined): Promise<AuditVerdict> {
  const seals: Seal[] = [];
  for await (const seal of sealsOf(redis)) seals.push(seal);
  const head = await headOf(redis);
  const trimmed = await trimmedOf(redis);
  const walk = new ChainWalk(trimmed, seals, key);
  for (let from = "-"; walk.fault === undefined; ) {
    const page = (await redis.xrange(keys.audit, from, "+", "COUNT", PER_READ)) as Raw[];
    for (const entry of page) walk.take(entry, head);
    const last = page.at(-1);
    if (last === undefined) break;
    from = `(${last[0]}`;
  }
  // What was written since is in the head by now: each link and the head are written in one step.
  walk.end(head, await headOf(redis));
  return walk.verdict;
}

async function headOf(redis: Redis): Promise<Head> {
  const [offset, hash] = await redis.hmget(keys.auditHead, "offset", "hash");
  return { offset: Number(offset ?? 0), hash: hash ?? "" };
}

async function trimmedOf(redis: Redis): Promise<Seal | undefined> {
  const fields = await redis.hgetall(keys.auditTrimmed);
  return fields.offset === undefined ? undefined : sealFrom(new Map(Object.entries(fields)));
}

class ChainWalk {
  readonly #key: AuditKey | undefined;
  readonly #trimmed: Seal | undefined;
  readonly #seals: ReadonlyMap<number, readonly Seal[]>;
  readonly #newestSealed: number;
  #first: number | undefined;
  #last: Head;
  #sealed: Seal | undefined;
  #checked = 0;
  #unchecked = 0;
  fault: AuditFault | undefined;

  constructor(trimmed: Seal | undefined, seals: readonly Seal[], key: AuditKey | undefined) {
    this.#trimmed = trimmed;
    this.#key = key;
    this.#seals = Map.groupBy(seals, ({ offset }) => offset);
    this.#newestSealed = Math.max(0, ...this.#seals.keys());
    this.#last = trimmed ?? { offset: 0, hash: "" };
    if (seals.some(({ offset, atMs }) => !Number.isSafeInteger(offset) || !Number.isSafeInteger(atMs)))
      this.#fail(1, "there is a seal that was not written by Fanfare");
    if (trimmed !== undefined && trimmed.key === key?.id && !isGenuine("trimmed", trimmed, key))
      this.#fail(1, "what is noted of entries that were too old to keep was not written by Fanfare");
  }

  take(entry: Raw, head: Head): void {
    if (this.fault !== undefined) return;
    const { offset, fields } = parseStreamEntry(entry);
    const hash = fields.get("hash") ?? "";
    const reason = this.#wrongWith(entry, head);
    // What is missing shows where it is missing, not where the next one stands.
    if (reason !== undefined) this.#fail(Math.min(offset, this.#last.offset + 1), reason);
    else if (this.#agree(offset, hash)) {
      this.#first ??= offset;
      this.#last = { offset, hash };
    }
  }

  end(before: Head, now: Head): void {
    if (this.fault !== undefined) return;
    const { offset } = this.#last;
    const expected = Math.max(before.offset, this.#newestSealed);
    if (offset < expected) this.#fail(offset + 1, `the tail was cut off: ${gone(offset + 1, expected)}`);
    else if (offset > now.offset) this.#fail(now.offset + 1, "entries were put in after the head");
  }

  get verdict(): AuditVerdict {
    const sealed = this.#sealed;
    return {
      ...(this.#first === undefined ? {} : { proven: { from: this.#first, to: this.#last.offset } }),
      ...(this.#trimmed === undefined ? {} : { trimmedTo: this.#trimmed.offset }),
      ...(sealed === undefined
        ? {}
        : {
            sealed: { offset: sealed.offset, at: new Date(sealed.atMs).toISOString(), key: sealed.key },
          }),
      seals: { checked: this.#checked, unchecked: this.#unchecked },
      hasKey: this.#key !== undefined,
      ...(this.fault === undefined ? {} : { fault: this.fault }),
    };
  }

  #wrongWith([id, flat]: Raw, head: Head): string | undefined {
    const { offset, fields } = parseStreamEntry([id, flat]);
    const [at, note, hash] = [fields.get("at"), fields.get("note"), fields.get("hash")];
    const expected = this.#last.offset + 1;
    if (offset > expected) return `something was cut out: ${gone(expected, offset - 1)}`;
    if (id !== `${expected}-0`) return `an entry was put in (${id})`;
    const link = createHash("sha1").update(`${this.#last.hash}${at}${note}`).digest("hex");
    if (hash !== link || flat.length !== 6)
      return "it does not follow from what it says and the entry before it";
    if (offset === head.offset && hash !== head.hash) return "the head of the audit says otherwise";
    return undefined;
  }

  /** Whether every seal of this offset says the same. */
  #agree(offset: number, hash: string): boolean {
    for (const seal of this.#seals.get(offset) ?? []) {
      const isOurs = this.#key !== undefined && seal.key === this.#key.id;
      if (isOurs && !isGenuine("head", seal, this.#key!)) {
        this.#fail(offset, "a seal of it was not written by Fanfare");
        return false;
      }
      if (seal.hash !== hash) {
        const from = (this.#sealed?.offset ?? this.#trimmed?.offset ?? 0) + 1;
        const range = from === offset ? `entry ${offset}` : `one of the entries ${from} to ${offset}`;
        this.#fail(
          offset,
          `its seal of ${new Date(seal.atMs).toISOString()} says otherwise: ${range} is another`,
        );
        return false;
      }
      if (isOurs) {
        this.#checked += 1;
        this.#sealed = seal;
      } else this.#unchecked += 1;
    }
    return true;
  }

  #fail(offset: number, reason: string): void {
    this.fault ??= { offset, reason };
  }
}

const gone = (from: number, to: number): string =>
  from === to ? `entry ${from} is gone` : `entries ${from} to ${to} are gone`;

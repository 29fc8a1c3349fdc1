/**
 * Seals of the audit: its head, signed with a key that Redis does not hold. Whoever writes a whole new chain
 * into Redis cannot write the seals that would go with it.
 */
import { createHmac, timingSafeEqual } from "node:crypto";
import type { Redis } from "ioredis";
import type { AuditKey } from "./audit-key.ts";
import { keys } from "./keys.ts";
import { parseStreamEntry } from "./stored-record.ts";

const PER_READ = 1_000;

/** A link of the audit, and the instant by Redis' clock at which it was signed. */
export interface SealedLink {
  readonly offset: number;
  readonly hash: string;
  readonly atMs: number;
}

export interface Seal extends SealedLink {
  /** Id of the key. */
  readonly key: string;
  readonly mac: string;
}

/** What is signed: `head` as it stood, or what was `trimmed` because of its age. One is never taken for the other. */
export type SealKind = "head" | "trimmed";

export const sealOf = (kind: SealKind, link: SealedLink, key: AuditKey): Seal => ({
  ...link,
  key: key.id,
  mac: macOf(kind, link, key),
});

export function isGenuine(kind: SealKind, seal: Seal, key: AuditKey): boolean {
  const [given, right] = [Buffer.from(seal.mac, "hex"), Buffer.from(macOf(kind, seal, key), "hex")];
  return seal.key === key.id && given.length === right.length && timingSafeEqual(given, right);
}

/** As the fields of a hash or of a stream's entry. */
export const sealFields = ({ offset, hash, atMs, key, mac }: Seal): Record<string, string> => ({
  offset: String(offset),
  hash,
  at: String(atMs),
  key,
  mac,
});

export const sealFrom = (fields: ReadonlyMap<string, string>): Seal => ({
  offset: Number(fields.get("offset")),
  hash: fields.get("hash") ?? "",
  atMs: Number(fields.get("at")),
  key: fields.get("key") ?? "",
  mac: fields.get("mac") ?? "",
});

/** Signs the head as it stands. Undefined where nothing was written since the newest seal. */
export async function sealHead(redis: Redis, key: AuditKey, nowMs: number): Promise<Seal | undefined> {
  const [offset, hash] = await redis.hmget(keys.auditHead, "offset", "hash");
  if (!offset || !hash) return undefined;
  const [raw] = (await redis.xrevrange(keys.auditSeals, "+", "-", "COUNT", 1)) as [string, string[]][];
  const newest = raw && sealFrom(parseStreamEntry(raw).fields);
  // A seal by a key that this worker does not have is no reason to leave out its own.
  const isSealed = newest?.offset === Number(offset) && newest.hash === hash && newest.key === key.id;
  if (isSealed) return undefined;
  const seal = sealOf("head", { offset: Number(offset), hash, atMs: nowMs }, key);
  await redis.xadd(keys.auditSeals, "*", ...Object.entries(sealFields(seal)).flat());
  return seal;
}

/** Forgets the seals made before an instant. */
export async function trimSeals(redis: Redis, beforeMs: number): Promise<number> {
  return await redis.xtrim(keys.auditSeals, "MINID", `${beforeMs}-0`);
}

/** Every seal that is held, the oldest first. */
export async function* sealsOf(redis: Redis): AsyncGenerator<Seal> {
  for (let from = "-"; ; ) {
    const page = (await redis.xrange(keys.auditSeals, from, "+", "COUNT", PER_READ)) as [string, string[]][];
    for (const entry of page) yield sealFrom(parseStreamEntry(entry).fields);
    const last = page.at(-1);
    if (last === undefined || page.length < PER_READ) return;
    from = `(${last[0]}`;
  }
}

function macOf(kind: SealKind, { offset, hash, atMs }: SealedLink, { secret }: AuditKey): string {
  const text = ["fanfare audit", kind, offset, hash, atMs].join("\n");
  return createHmac("sha256", secret).update(text).digest("hex");
}

import { createHash } from "node:crypto";
import { slug } from "./text/slug.ts";

const ID = /^[A-Za-z0-9_-]{1,64}$/;
/** What tools write into a field for ids when they have none. */
const NO_ID = /^(?:|none|null|nil|undefined|n\/?a|-+|0|[0-]{32,36})$/i;

/** What a session is told apart by. */
export interface Identifiable {
  /** Where it stands in the file. */
  readonly path: string;
  /** What the file calls it for good: guid, else id or code, or the UID of a calendar; "" when nothing. */
  readonly identity: string;
  /** Its lesser id, which tells apart those that share an identity. */
  readonly lesserId: string;
  readonly title: string;
  readonly startMs: number;
}

export interface RepeatedIdentity {
  readonly path: string;
  readonly identity: string;
  readonly keeper: string;
  readonly id: string;
}

/** The first of these that is an id and not a way to write that there is none, or "". */
export function firstIdentity(...candidates: (string | undefined)[]): string {
  return candidates.find((text) => text !== undefined && !NO_ID.test(text.trim()))?.trim() ?? "";
}

/** 128 bits and more of SHA-256, as an id. Part boundaries count: ["ab", "c"] is not ["a", "bc"]. */
export function hashedId(...parts: string[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("base64url").slice(0, 22);
}

/**
 * An id for every session, in their order.
 *
 * - Unique within the file.
 * - The same in every version of a file for a session that keeps its guid, or lacking one its id or code,
 *   wherever it moves to, however it is renamed, and in whatever order the file lists it. Without any of
 *   them its title stands for it.
 * - The file's own text where that is an id of ours, else a hash of it.
 * - Of sessions that share a guid, the one with the lowest id (then the earliest) keeps it, so a copy that
 *   is added later leaves the original's id alone. The others have a hash of guid, id and title, and of
 *   their rank by start when those are shared too.
 */
export function sessionIds(sessions: readonly Identifiable[]): {
  ids: string[];
  repeated: RepeatedIdentity[];
} {
  const sharing = Map.groupBy(sessions.keys(), (index) => primaryId(sessions[index]!));
  const ids: string[] = [];
  const taken = new Set(sharing.keys());
  const repeated: RepeatedIdentity[] = [];
  const copies = new Map<string, number>();

  for (const [id, indexes] of sharing) {
    const [first, ...others] = indexes.toSorted((a, b) => bySeniority(sessions[a]!, sessions[b]!));
    ids[first!] = id;
    for (const index of others) {
      const session = sessions[index]!;
      const alike = hashedId(id, session.lesserId, session.title);
      const rank = (copies.get(alike) ?? 0) + 1;
      copies.set(alike, rank);
      let other = rank === 1 ? alike : hashedId(alike, String(rank));
      while (taken.has(other)) other = hashedId(other);
      taken.add(other);
      ids[index] = other;
      repeated.push({
        path: session.path,
        identity: session.identity,
        keeper: sessions[first!]!.path,
        id: other,
      });
    }
  }
  return { ids, repeated };
}

function primaryId(session: Identifiable): string {
  if (session.identity === "") return hashedId("title", session.title);
  return ID.test(session.identity) ? session.identity : hashedId(session.identity);
}

function bySeniority(a: Identifiable, b: Identifiable): number {
  return byId(a.lesserId, b.lesserId) || a.startMs - b.startMs || byText(a.title, b.title);
}

/** Numbers by size, so that 9 is older than 10. */
function byId(a: string, b: string): number {
  if (/^\d+$/.test(a) && /^\d+$/.test(b)) return a.length - b.length || byText(a, b);
  return byText(a, b);
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * An id for each name of a hall or track: a readable slug where the name can be written in ASCII, else with
 * a hash of the name. Depends on the names alone, not on their order; of names with one slug, the first in
 * the order of characters has it plain.
 */
export function idsOfNames(names: Iterable<string>, kind: string): Map<string, string> {
  const ids = new Map<string, string>();
  const taken = new Set<string>();
  for (const name of [...new Set(names)].sort()) {
    const plain = slug(name);
    const start = plain.text === "" ? kind : plain.text;
    let id = plain.whole && !taken.has(plain.text) ? plain.text : `${start}-${hashedId(name).slice(0, 8)}`;
    while (taken.has(id)) id = `${start}-${hashedId(name, id).slice(0, 8)}`;
    taken.add(id);
    ids.set(name, id);
  }
  return ids;
}

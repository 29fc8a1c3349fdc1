/**
 * What every key of the store is to a backup, by the first part of its name after the prefix: the one list that a
 * backup, a restore and the doctor go by. A test fails where a key is used that is not on it.
 *
 * - `kept`: goes into a backup and comes back.
 * - `rebuilt`: is made anew from what is kept, or says only who is here now.
 * - `left`: would let somebody in, or count against somebody, who has no claim to it after a restore.
 */
import { PREFIX } from "./keys.ts";

export type KeyType = "string" | "hash" | "zset" | "stream";
export type Keeping = "kept" | "rebuilt" | "left";

export interface KeyFamily {
  readonly keeping: Keeping;
  /** Absent for what others than us lay out. */
  readonly type?: KeyType;
}

const kept = (type: KeyType): KeyFamily => ({ keeping: "kept", type });
const rebuilt: KeyFamily = { keeping: "rebuilt" };
const left: KeyFamily = { keeping: "left" };

export const keyFamilies: Readonly<Record<string, KeyFamily>> = {
  log: kept("stream"),
  head: kept("hash"),
  audit: kept("stream"),
  "audit-head": kept("hash"),
  "audit-seals": kept("stream"),
  "audit-trimmed": kept("hash"),
  public: kept("zset"),
  all: kept("zset"),
  due: kept("zset"),
  state: kept("zset"),
  announcement: kept("hash"),
  revisions: kept("hash"),
  content: kept("string"),
  revealed: kept("hash"),
  document: kept("hash"),
  // With the announcements that they are about: a request made before the backup is answered truly after it.
  once: kept("hash"),
  receipts: kept("hash"),

  accounts: kept("hash"),
  account: kept("string"),
  "signed-in": kept("hash"),
  // Whoever was invited has nothing else to come in by.
  link: kept("string"),
  tokens: kept("hash"),
  // Ids of session starts are made of it: with another one they would be announced twice.
  secret: kept("string"),

  kiosks: kept("hash"),
  blackouts: kept("hash"),
  "kiosk-commands": kept("stream"),
  "kiosk-answers": kept("hash"),

  push: kept("hash"),
  "push-endpoints": kept("hash"),
  "push-secrets": kept("hash"),
  "push-last": kept("string"),
  "push-bytes": kept("string"),
  "push-batches": kept("hash"),
  "push-other-batches": kept("hash"),
  "push-vapid": kept("string"),
  "push-told": kept("string"),
  // Where push is in the log: a restore sets it to the head, so that nothing is told twice.
  "push-cursor": rebuilt,
  // Who was dealt with in jobs that are not kept either.
  "push-settled": rebuilt,

  jobs: rebuilt,
  readers: rebuilt,
  "readers-sum": rebuilt,
  workers: rebuilt,
  "kiosk-sightings": rebuilt,
  "write-probe": rebuilt,

  session: left,
  sessions: left,
  throttle: left,
  pairing: left,
  "pairing-code": left,
  "pairing-looked-at": left,
  "pairing-polled": left,

  "backup-mark": rebuilt,
  // A restore that is under way, or was cut off.
  restoring: rebuilt,
  "restoring-names": rebuilt,
  "restoring-lock": rebuilt,
};

/** The name of a key without the prefix of all; undefined for one that is none of ours. */
export const ownName = (key: string): string | undefined =>
  key.startsWith(`${PREFIX}:`) ? key.slice(PREFIX.length + 1) : undefined;

/** Undefined for a name that this version does not know. */
export function familyOf(name: string): KeyFamily | undefined {
  const colon = name.indexOf(":");
  const first = colon < 0 ? name : name.slice(0, colon);
  return Object.hasOwn(keyFamilies, first) ? keyFamilies[first] : undefined;
}

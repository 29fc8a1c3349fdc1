/** Translates a commit into what the writer script does to which keys. */
import { createHash } from "node:crypto";
import type { AnnouncementChange, AuditNote } from "../core/change.ts";
import type { AnnouncementRecord } from "../core/record.ts";
import type { Commit, CommitItem, Once } from "./feed-log.ts";
import { keys } from "./keys.ts";

interface Plan {
  once?: { request: string; id: string };
  guards: { k: number; v: string }[];
  notBefore: string[];
  entries: string[];
  sets: { k: number; version: string; fields: string[]; unset: string[]; stamp?: string; entry?: number }[];
  puts: { k: number; v: string }[];
  dels: number[];
  hsets: { k: number; f: string; v: string }[];
  stamps: { k: number; f: string }[];
  zadds: { k: number; m: string; s: string }[];
  zrems: { k: number; m: string }[];
  audit: string[];
}

export interface PlannedCommit {
  readonly keys: readonly string[];
  readonly plan: string;
}

/** The key that remembers a request: a hash, since what clients send may be of any length. */
export const onceKey = ({ actor, key }: Once): string =>
  keys.once(createHash("sha256").update(`${actor}\n${key}`).digest("base64url"));

/** What the audit is told: first what the commit says of itself, then each of its items. */
export const notesOf = ({ audit, items }: Commit): AuditNote[] => [
  ...(audit === undefined ? [] : [audit]),
  ...items.map((item) => item.change.audit),
];

export function planCommit(commit: Commit): PlannedCommit {
  const { once, items, documents = [], entries = [] } = commit;
  const names = new KeyList([
    keys.log,
    keys.head,
    keys.audit,
    keys.auditHead,
    once === undefined ? keys.head : onceKey(once),
  ]);
  const plan: Plan = {
    ...(once === undefined ? {} : { once: { request: once.request, id: commit.answer?.id ?? "" } }),
    guards: [],
    notBefore: [],
    entries: [],
    sets: [],
    puts: [],
    dels: [],
    hsets: [],
    stamps: [],
    zadds: [],
    zrems: [],
    audit: notesOf(commit).map((note) => JSON.stringify(note)),
  };
  for (const { name, version, json } of documents) {
    const k = names.at(keys.document(name));
    plan.guards.push({ k, v: String(version) });
    plan.sets.push({ k, version: String(version + 1), fields: ["json", json], unset: [] });
  }
  for (const entry of entries) plan.entries.push(JSON.stringify(entry));
  for (const item of items) planItem(plan, names, item);
  return { keys: names.all, plan: JSON.stringify(plan) };
}

function planItem(plan: Plan, names: KeyList, { version, change, previousState }: CommitItem): void {
  const { next, newRevision, stamp, reveal, redact = [], due, entries, notBeforeMs } = change;
  const { id } = next;
  const record = names.at(keys.announcement(id));
  plan.guards.push({ k: record, v: String(version) });
  plan.notBefore.push(...notBeforeMs.map(String));
  for (const entry of entries) plan.entries.push(JSON.stringify(entry));
  const entry = stamp === "published" ? { entry: plan.entries.length } : {};
  plan.sets.push({
    k: record,
    version: String(version + 1),
    ...recordFields(next),
    ...(stamp === undefined ? {} : { stamp }),
    ...entry,
  });
  if (newRevision !== undefined) plan.hsets.push(revisionField(names, change));
  if (reveal !== undefined) {
    plan.puts.push({ k: names.at(keys.content(id, reveal.revision)), v: JSON.stringify(reveal) });
    plan.stamps.push({ k: names.at(keys.revealed(id)), f: String(reveal.revision) });
  }
  for (const revision of redact) plan.dels.push(names.at(keys.content(id, revision)));
  if (stamp === "published") plan.zadds.push({ k: names.at(keys.public), m: id, s: `entry:${entry.entry}` });
  if (due === "none") plan.zrems.push({ k: names.at(keys.due), m: id });
  else if (due !== undefined) plan.zadds.push({ k: names.at(keys.due), m: id, s: String(due) });
  if (previousState !== undefined && previousState !== next.state) {
    plan.zrems.push({ k: names.at(keys.state(previousState)), m: id });
  }
  plan.zadds.push({ k: names.at(keys.state(next.state)), m: id, s: "now" });
  plan.zadds.push({ k: names.at(keys.all), m: id, s: "now" });
}

/**
 * What a node loads without the text of the desk lies in fields of its own; the rest is one JSON.
 * Offset and instants of publication are the script's to stamp, so they are in neither.
 */
function recordFields(next: AnnouncementRecord): { fields: string[]; unset: string[] } {
  const { offset: _o, publishedAtMs: _p, correctedAtMs: _c, withdrawnAtMs: _w, ...rest } = next;
  const { revision, pinned, reason } = next;
  const fields = ["record", JSON.stringify(rest), "revision", String(revision), "pinned", pinned ? "1" : ""];
  return reason === undefined
    ? { fields, unset: ["reason"] }
    : { fields: [...fields, "reason", reason], unset: [] };
}

function revisionField(names: KeyList, { next, newRevision }: AnnouncementChange) {
  const note = {
    revision: next.revision,
    atMs: next.changedAtMs,
    by: next.changedByName,
    written: newRevision,
  };
  return { k: names.at(keys.revisions(next.id)), f: String(next.revision), v: JSON.stringify(note) };
}

/** Keys by number, counted from 1 as Lua does, each once. */
class KeyList {
  readonly #names: string[];
  readonly #numbers: Map<string, number>;

  constructor(fixed: readonly string[]) {
    this.#names = [...fixed];
    this.#numbers = new Map();
  }

  at(name: string): number {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    const number = this.#names.push(name);
    this.#numbers.set(name, number);
    return number;
  }

  get all(): readonly string[] {
    return this.#names;
  }
}

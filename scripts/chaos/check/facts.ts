/** A history, put in order for the checks: who asked for what, who saw what, and what was there in the end. */
import type { Act, HistoryRecord, Write } from "../history.ts";

const WRITES: readonly Act[] = [
  "publish",
  "schedule",
  "revise",
  "unschedule",
  "correct",
  "withdraw",
  "pin",
  "unpin",
] satisfies Write[];

/** One thing that was asked for, and what is known of it. Without an end nobody knows. */
export interface Op {
  readonly f: Write;
  readonly proc: string;
  readonly type: "ok" | "fail" | "info";
  readonly invoked: HistoryRecord;
  readonly ended: HistoryRecord | undefined;
  readonly item: number;
  readonly revision: number;
}

export interface LogEntry {
  readonly epoch: string;
  readonly offset: number;
  /** `announcementPublished`, … */
  readonly what: string;
  readonly id: string | undefined;
  readonly revision: number | undefined;
  readonly atMs: number;
}

/** What one reader saw: where it started and each entry, in the order in which that happened. */
export interface Client {
  readonly proc: string;
  readonly steps: readonly HistoryRecord[];
  readonly final: HistoryRecord | undefined;
}

export interface Facts {
  readonly records: readonly HistoryRecord[];
  readonly ops: readonly Op[];
  readonly log: readonly LogEntry[];
  readonly head: HistoryRecord | undefined;
  readonly clients: readonly Client[];
  readonly audit: readonly HistoryRecord[];
  /** By id, the item that its words say. */
  readonly itemOf: ReadonlyMap<string, number>;
  /** Entries of the log by the item that they are of. */
  readonly entriesOf: ReadonlyMap<number, readonly LogEntry[]>;
  /** The instants that an item was scheduled for, whether or not that was acknowledged. */
  readonly dueOf: ReadonlyMap<number, number>;
  /**
   * Revisions (`<id> r<n>` and `<item> r<n>`) of entries that readers saw in an epoch which is over, and that the log
   * has not: a failover lost them before they were acknowledged. What was to be done is done again.
   */
  readonly forgone: ReadonlySet<string>;
  /** When everything was healed and everybody had had their time; Infinity where it never came to that. */
  readonly quietAt: number;
}

export const isWrite = ({ f }: HistoryRecord): boolean => WRITES.includes(f);

export function factsOf(records: readonly HistoryRecord[]): Facts {
  const itemOf = itemsById(records);
  const log = records.filter(({ f }) => f === "log").map(entryOf);
  const entriesOf = Map.groupBy(
    log.filter(({ id }) => id !== undefined && itemOf.has(id)),
    ({ id }) => itemOf.get(id!)!,
  );
  return {
    records,
    ops: opsOf(records),
    log,
    head: records.find(({ f }) => f === "head"),
    clients: clientsOf(records),
    audit: records.filter(({ f }) => f === "audit"),
    itemOf,
    entriesOf,
    forgone: forgoneOf(records, log),
    dueOf: new Map(
      records.flatMap(({ f, type, item, dueMs }) =>
        f === "schedule" && type === "invoke" && item !== undefined && dueMs !== undefined
          ? [[item, dueMs] as const]
          : [],
      ),
    ),
    quietAt: records.find(({ f, what }) => f === "nemesis" && what === "quiet")?.redisTime ?? Infinity,
  };
}

function itemsById(records: readonly HistoryRecord[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const { id, item } of records) if (id !== undefined && item !== undefined) found.set(id, item);
  return found;
}

function forgoneOf(records: readonly HistoryRecord[], log: readonly LogEntry[]): Set<string> {
  const last = records.find(({ f }) => f === "head")?.epoch;
  const name = ({ offset, id, atMs }: { offset?: number; id?: string | undefined; atMs?: number }) =>
    `${offset} ${id} ${atMs}`;
  const kept = new Set(log.map(name));
  return new Set(
    records
      .filter(({ f, id, epoch }) => f === "apply" && id !== undefined && epoch !== last)
      .filter((each) => !kept.has(name(each)))
      .flatMap(({ id, item, revision }) => [`${id} r${revision}`, `${item} r${revision}`]),
  );
}

const entryOf = ({ epoch, offset, what, id, revision, atMs }: HistoryRecord): LogEntry => ({
  epoch: epoch ?? "",
  offset: offset ?? 0,
  what: what ?? "",
  id,
  revision,
  atMs: atMs ?? 0,
});

function opsOf(records: readonly HistoryRecord[]): Op[] {
  const written = records.filter(isWrite);
  const keyOf = ({ proc, op }: HistoryRecord) => `${proc}#${op}`;
  const ends = new Map(written.filter(({ type }) => type !== "invoke").map((each) => [keyOf(each), each]));
  return written
    .filter(({ type }) => type === "invoke")
    .map((invoked): Op => {
      const ended = ends.get(keyOf(invoked));
      const { f, proc, item = 0, revision = 0 } = invoked;
      const type = ended === undefined || ended.type === "invoke" ? "info" : ended.type;
      return { f: f as Write, proc, type, invoked, ended, item, revision };
    });
}

function clientsOf(records: readonly HistoryRecord[]): Client[] {
  const seen = records.filter(({ f }) => f === "snapshot" || f === "apply" || f === "final");
  return [...Map.groupBy(seen, ({ proc }) => proc)].map(([proc, all]) => ({
    proc,
    steps: all.filter(({ f }) => f !== "final"),
    final: all.findLast(({ f }) => f === "final"),
  }));
}

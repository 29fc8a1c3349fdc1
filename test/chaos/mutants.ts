/** Ways in which a history could be wrong, each with the check that has to say so. */
import { createHash } from "node:crypto";
import type { HistoryRecord } from "../../scripts/chaos/history.ts";
import { below, pick } from "../../scripts/chaos/seeded.ts";

type Records = readonly HistoryRecord[];
type Random = () => number;

export interface Mutant {
  readonly check: string;
  readonly what: string;
  /** Undefined where there is nothing in this history that could be wrong in this way. */
  make(records: Records, random: Random): Records | undefined;
}

type Fits = (record: HistoryRecord, records: Records) => boolean;
const is =
  (f: HistoryRecord["f"], type: HistoryRecord["type"] = "ok"): Fits =>
  (record) =>
    record.f === f && record.type === type;

const swapped = (records: Records, at: HistoryRecord, by: readonly HistoryRecord[]): Records =>
  records.flatMap((record) => (record === at ? by : [record]));

/** One record, by chance of those that fit, is another, or several, or none. */
const one =
  (fits: Fits, by: (record: HistoryRecord, records: Records, random: Random) => readonly HistoryRecord[]) =>
  (records: Records, random: Random): Records | undefined => {
    const fit = records.filter((record) => fits(record, records));
    if (fit.length === 0) return undefined;
    const chosen = pick(random, fit);
    return swapped(records, chosen, by(chosen, records, random));
  };

const gone = () => [];
const twice = (record: HistoryRecord) => [record, record];
const other = (change: Partial<HistoryRecord>) => (record: HistoryRecord) => [{ ...record, ...change }];
const isPublication = ({ what = "" }: HistoryRecord) => /Published|Corrected/.test(what);

/** Whether the write that this ends has an entry of its own in the log. */
const isLogged: Fits = ({ type, offset, f }) =>
  type === "ok" && offset !== undefined && ["publish", "correct", "withdraw", "pin", "unpin"].includes(f);

const entryAt = (records: Records, offset: number | undefined) =>
  records.find((record) => record.f === "log" && record.offset === offset);

/** Somebody writes a chain without a fault in itself. */
function chainedAnew(records: Records): Records {
  let [previous, offset] = ["", 0];
  return records.map((record) => {
    if (record.f !== "audit") return record;
    previous = createHash("sha1").update(`${previous}${record.atMs}${record.note}`).digest("hex");
    offset += 1;
    return { ...record, offset, hash: previous };
  });
}

const isNoted: Fits = (record, records) =>
  record.f === "audit" &&
  records.some(
    ({ f, type, id, revision, what }) =>
      type === "ok" &&
      what === undefined &&
      record.note!.includes(`"${id}","revision":${revision}}`) &&
      record.note!.includes(f) &&
      f !== "pin" &&
      f !== "unpin",
  );

/** Two neighbours of a reader change places; `keepsOffsets`, as if it had been told so. */
const neighbours =
  (keepsOffsets: boolean, fits: (a: HistoryRecord, b: HistoryRecord) => boolean) =>
  (records: Records, random: Random): Records | undefined => {
    const pairs = records.flatMap((a, at) => {
      if (a.f !== "apply") return [];
      const b = records.slice(at + 1).find(({ f, proc }) => f === "apply" && proc === a.proc);
      return b !== undefined && b.epoch === a.epoch && fits(a, b) ? [[a, b] as const] : [];
    });
    if (pairs.length === 0) return undefined;
    const [a, b] = pick(random, pairs);
    const [first, second] = keepsOffsets
      ? [
          { ...b, offset: a.offset! },
          { ...a, offset: b.offset! },
        ]
      : [b, a];
    return records.map((record) => (record === a ? first : record === b ? second : record));
  };

const ofReader: Fits = (record, records) =>
  record.f === "apply" &&
  records.some(({ f, proc, offset }) => f === "apply" && proc === record.proc && offset! > record.offset!);

export const mutants: readonly Mutant[] = [
  {
    check: "C1",
    what: "the entry of what was acknowledged is another",
    make: one(
      (record, records) =>
        record.f === "log" &&
        records.some((each) => isLogged(each, records) && each.offset === record.offset),
      (record) => {
        const { id: _, revision: __, ...rest } = record;
        return [{ ...rest, what: "eventChanged" }];
      },
    ),
  },
  {
    check: "C1",
    what: "an acknowledgement of what was refused",
    make: one(
      (record) => record.f === "publish" && record.type === "fail",
      (record) => [{ ...record, type: "ok", id: "never", epoch: "first", offset: 9_999 }],
    ),
  },
  {
    check: "C1",
    what: "an acknowledgement that names another place",
    make: one(isLogged, (record) => [{ ...record, offset: record.offset! + 1 }]),
  },
  {
    check: "C1",
    what: "what was scheduled never came",
    make: one(
      (record, records) =>
        record.f === "log" &&
        record.what === "announcementPublished" &&
        records.some(({ f, type, id }) => f === "schedule" && type === "ok" && id === record.id),
      (record) => {
        const { id: _, revision: __, ...rest } = record;
        return [{ ...rest, what: "eventChanged" }];
      },
    ),
  },
  { check: "C1", what: "a receipt that is not held", make: one(is("held-receipt"), gone) },
  {
    check: "C2",
    what: "what was done was said to be refused",
    make: one(
      (record, records) =>
        record.type === "ok" &&
        (record.f === "publish" || record.f === "correct") &&
        // Where another write may have made the same revision, it is the audit that tells [C10].
        records.filter(
          ({ f, type, item, revision, op }) =>
            type !== "invoke" &&
            f !== "see" &&
            f !== "apply" &&
            op !== record.op &&
            item === record.item &&
            revision === record.revision &&
            op !== undefined,
        ).length === 0,
      other({ type: "fail" }),
    ),
  },
  {
    check: "C2",
    what: "what was cancelled went out",
    make: one(
      (record) => record.f === "schedule" && record.type === "ok",
      (record, records) => {
        if (
          !records.some(
            ({ f, what, id }) => f === "log" && what === "announcementPublished" && id === record.id,
          )
        )
          return [record, { ...record, f: "apply", proc: "reader 1", what: "unheard of", offset: 1 }];
        const { item, revision, id } = record;
        const cancelled = { ...record, f: "unschedule", op: 10_000, item, revision, id } as HistoryRecord;
        return [record, { ...cancelled, type: "invoke" }, cancelled];
      },
    ),
  },
  {
    check: "C2",
    what: "somebody saw what is not in the log",
    make: one(is("apply"), other({ id: "never", bodyHash: "of something else" })),
  },
  {
    check: "C3",
    what: "one reader was told something else",
    make: one(
      (record, records) =>
        record.f === "apply" &&
        records.some(
          ({ f, proc, offset, epoch }) =>
            f === "apply" && proc !== record.proc && offset === record.offset && epoch === record.epoch,
        ),
      other({ bodyHash: "of something else" }),
    ),
  },
  { check: "C4", what: "a hole in the log", make: one((r) => r.f === "log", gone) },
  { check: "C4", what: "an entry of the log twice", make: one((r) => r.f === "log", twice) },
  {
    check: "C4",
    what: "the log in another order",
    make: one(
      (record, records) => record.f === "log" && entryAt(records, record.offset! + 1) !== undefined,
      (record) => [{ ...record, offset: record.offset! + 1 }],
    ),
  },
  {
    check: "C4",
    what: "the head elsewhere",
    make: one(is("head"), (record, _, random) => [
      { ...record, offset: record.offset! + pick(random, [-1, 1]) },
    ]),
  },
  {
    check: "C4",
    what: "another epoch within the log",
    make: one((r) => r.f === "log" && r.offset! > 1, other({ epoch: "third" })),
  },
  { check: "C5", what: "a gap", make: one(ofReader, gone) },
  {
    check: "C5",
    what: "the last entry never came",
    make: one((r, all) => r.f === "apply" && !ofReader(r, all), gone),
  },
  { check: "C5", what: "an entry twice", make: one(is("apply"), twice) },
  { check: "C5", what: "two entries in the other order", make: neighbours(false, () => true) },
  {
    check: "C5",
    what: "somebody who stayed behind",
    make: one(is("final"), (record) => [{ ...record, offset: record.offset! - 1 }]),
  },
  {
    check: "C5",
    what: "somebody begun anew for no reason",
    make: one(is("apply"), (record) => [
      record,
      { ...record, f: "snapshot", what: "epoch" } as HistoryRecord,
    ]),
  },
  { check: "C5", what: "a silent fork", make: one(ofReader, other({ epoch: "another" })) },
  {
    check: "C5",
    what: "a breach that a reader noted",
    make: one(is("apply"), (record) => [
      record,
      { ...record, f: "breach", what: "gap at first.3: first 7–8" } as HistoryRecord,
    ]),
  },
  {
    check: "C6",
    what: "published twice",
    make: one(
      (record) => record.f === "log" && isPublication(record),
      (record, records) => [record, { ...record, offset: records.filter(({ f }) => f === "log").length + 1 }],
    ),
  },
  {
    check: "C6",
    what: "one request made two announcements",
    make: one(
      (record) => record.f === "apply" && record.item !== undefined,
      (record) => [record, { ...record, proc: "reader 3", id: `${record.id}-again` }],
    ),
  },
  {
    check: "C7",
    what: "early",
    make: one(
      (record, records) =>
        record.f === "log" &&
        record.what === "announcementPublished" &&
        records.some(
          ({ f, item, id }) =>
            f === "schedule" && item !== undefined && `id${item}` === record.id && id !== "never",
        ),
      (record, records, random) => {
        const { dueMs = 0 } = records.find(({ f, item }) => f === "schedule" && `id${item}` === record.id)!;
        return [{ ...record, atMs: dueMs - 1 - below(random, 50) }];
      },
    ),
  },
  {
    check: "C7",
    what: "late",
    make: one(
      (record, records) =>
        record.f === "log" &&
        record.what === "announcementPublished" &&
        records.some(({ f, item }) => f === "schedule" && `id${item}` === record.id),
      (record, _, random) => [{ ...record, atMs: record.atMs! + 2_001 + below(random, 5_000) }],
    ),
  },
  {
    check: "C8",
    what: "seen before its time",
    make: one(
      (record, records) =>
        record.f === "see" && records.some(({ f, item }) => f === "schedule" && item === record.item),
      (record, records, random) => {
        const { dueMs = 0 } = records.find(({ f, item }) => f === "schedule" && item === record.item)!;
        return [{ ...record, redisTime: dueMs - 30 - below(random, 400) }];
      },
    ),
  },
  {
    check: "C8",
    what: "words that were never out",
    make: one(is("see"), (record) => [record, { ...record, revision: record.revision! + 7 }]),
  },
  {
    check: "C8",
    what: "found again after it was taken back",
    make: one(
      (record, records) =>
        record.f === "see" &&
        records.some(
          ({ f, what, id }) => f === "log" && what === "announcementWithdrawn" && id === `id${record.item}`,
        ),
      (record) => [record, { ...record, what: "again: /feed.json", proc: "newcomer" }],
    ),
  },
  {
    check: "C9",
    what: "two publications told in the other order",
    make: neighbours(true, (a, b) => isPublication(a) && isPublication(b)),
  },
  {
    check: "C9",
    what: "another view in the end",
    make: one(is("final"), other({ bodyHash: "another view" })),
  },
  { check: "C10", what: "a link cut out", make: one(is("audit"), gone) },
  {
    check: "C10",
    what: "a note edited",
    make: one(is("audit"), (record) => [{ ...record, note: record.note!.replace('"admin"', '"mallory"') }]),
  },
  { check: "C10", what: "a link put in", make: one(is("audit"), twice) },
  {
    check: "C10",
    what: "a whole new chain without something that was done",
    make: (records, random) => {
      const cut = one(isNoted, gone)(records, random);
      return cut === undefined ? undefined : chainedAnew(cut);
    },
  },
  {
    check: "C10",
    what: "a whole new chain with something done twice",
    make: (records, random) => {
      const more = one(isNoted, twice)(records, random);
      return more === undefined ? undefined : chainedAnew(more);
    },
  },
];

/** Of a history with a fork, where the epoch may change and something may be lost. */
export const forkMutants: readonly Mutant[] = [
  {
    check: "C5",
    what: "somebody who was not told of the new epoch",
    make: one((record) => record.f === "snapshot" && record.what === "epoch", gone),
  },
  {
    check: "C5",
    what: "somebody who stayed in the old one",
    make: one(is("final"), other({ epoch: "first" })),
  },
  {
    check: "C1",
    what: "what was acknowledged under the new epoch is not there",
    make: one(
      (record, records) =>
        record.f === "log" &&
        record.epoch === "second" &&
        records.some(
          (each) => isLogged(each, records) && each.epoch === "second" && each.offset === record.offset,
        ),
      (record) => {
        const { id: _, revision: __, ...rest } = record;
        return [{ ...rest, what: "eventChanged" }];
      },
    ),
  },
];

/** What may be asked of a store, as rows: each is asked of two of them in the same way, and answers what they said. */
import type { AnnouncementChange } from "../../server/core/change.ts";
import { create } from "../../server/core/create.ts";
import { type Command, decide } from "../../server/core/decide.ts";
import type { AnnouncementRecord } from "../../server/core/record.ts";
import type { Commit, FeedLog, Once, Stored } from "../../server/store/feed-log.ts";
import { StoreFailure } from "../../server/store/feed-log.ts";
import { admin, event, newNotice, notice } from "../support/written.ts";
import type { Moment, Side } from "./both-stores.ts";

export interface StoreCommand {
  readonly name: string;
  readonly weight: number;
  run(side: Side, moment: Moment): Promise<unknown>;
}

const HOUR = 3_600_000;
const KEYS = 4;

const around = ({ nowMs }: Moment) => ({
  event: event(),
  sessionStarts: new Map<string, number>(),
  actor: admin,
  nowMs,
});

const once = ({ dice }: Moment, request = dice.pick(["r", "r", "r", "other"])): Once => ({
  actor: "admin",
  key: `key-${dice.whole(KEYS)}`,
  request,
});

function made(moment: Moment, over: Record<string, unknown>): Commit {
  const id = `a-${moment.count}`;
  const result = create(id, newNotice(`words ${moment.count}`, over), around(moment));
  if (!result.ok) throw new Error(JSON.stringify(result.refusal));
  return { items: [{ version: 0, change: result.value }], answer: { id } };
}

/** Some announcement that is there, the same at both. */
async function one(log: FeedLog, { dice }: Moment): Promise<Stored<AnnouncementRecord> | undefined> {
  const { items } = await log.list({ limit: 200 });
  const ids = items.map(({ value }) => value.id).sort();
  return ids.length === 0 ? undefined : await log.announcement(dice.pick(ids));
}

type Alters = (change: AnnouncementChange, moment: Moment) => AnnouncementChange;

/** What people and workers do to one that is there; decided on what is, or on what was. */
const moving =
  (commandOf: (record: AnnouncementRecord, moment: Moment) => Command, alters: Alters = (change) => change) =>
  async ({ log }: Side, moment: Moment): Promise<unknown> => {
    const stored = await one(log, moment);
    if (stored === undefined) return "none";
    const { value, version } = stored;
    const result = decide(value, commandOf(value, moment), around(moment));
    if (!result.ok) return result.refusal.code;
    const isOld = moment.dice.chance(0.15);
    const item = { version: isOld ? version - 1 : version, previousState: value.state };
    const keyed = moment.dice.chance(0.3) ? { once: once(moment), answer: { id: value.id } } : {};
    return await log.commit({ items: [{ ...item, change: alters(result.value, moment) }], ...keyed });
  };

const later = ({ nowMs, dice }: Moment): number => nowMs + HOUR + dice.whole(HOUR);

const eventCommit = (moment: Moment, version: number): Commit => ({
  items: [],
  documents: [{ name: "event", version, json: `{"n":${moment.count},"halls":[]}` }],
  entries: [{ type: "eventChanged" }],
  audit: { action: "event", by: "admin", byName: "admin" },
});

const versionOf = async (log: FeedLog, name: "event" | "programme", { dice }: Moment): Promise<number> =>
  ((await log.document(name))?.version ?? 0) + (dice.chance(0.2) ? 1 : 0);

export const commands: readonly StoreCommand[] = [
  { name: "draft", weight: 3, run: ({ log }, moment) => log.commit(made(moment, {})) },
  {
    name: "send",
    weight: 5,
    run: ({ log }, moment) => log.commit(made(moment, { publishAt: "now", pinned: moment.dice.chance(0.3) })),
  },
  {
    name: "send with a key",
    weight: 4,
    run: ({ log }, moment) => log.commit({ ...made(moment, { publishAt: "now" }), once: once(moment) }),
  },
  {
    name: "schedule new",
    weight: 3,
    run: ({ log }, moment) => log.commit(made(moment, { publishAt: new Date(later(moment)).toISOString() })),
  },
  { name: "schedule", weight: 2, run: moving((_, moment) => ({ type: "schedule", atMs: later(moment) })) },
  { name: "unschedule", weight: 2, run: moving(() => ({ type: "unschedule" })) },
  { name: "publish", weight: 4, run: moving(() => ({ type: "publish" })) },
  {
    name: "publish too early",
    weight: 2,
    run: moving(
      () => ({ type: "publish" }),
      (change, moment) => ({ ...change, notBeforeMs: [later(moment)] }),
    ),
  },
  {
    name: "revise",
    weight: 2,
    run: moving((record, { count }) => ({
      type: "revise",
      written: notice(`revised ${count}`),
      ifMatch: record.revision,
    })),
  },
  {
    name: "correct",
    weight: 4,
    run: moving((_, { count, dice }) => ({
      type: "correct",
      correction: {
        text: { en: { headline: `corrected ${count}` } },
        ...(dice.chance(0.5) ? { removePrevious: true } : {}),
      },
    })),
  },
  { name: "withdraw", weight: 2, run: moving(() => ({ type: "withdraw", reason: "wrong" })) },
  { name: "pin", weight: 2, run: moving(() => ({ type: "pin" })) },
  { name: "unpin", weight: 1, run: moving(() => ({ type: "unpin" })) },
  { name: "discard", weight: 1, run: moving(() => ({ type: "discard" })) },
  { name: "recall", weight: 2, run: ({ log }, moment) => log.recall(once(moment)) },
  {
    name: "event",
    weight: 2,
    run: async ({ log }, moment) => log.commit(eventCommit(moment, await versionOf(log, "event", moment))),
  },
  {
    name: "programme",
    weight: 1,
    run: async ({ log }, moment) => {
      const version = await versionOf(log, "programme", moment);
      const counts = { added: 0, changed: 0, moved: 0, removed: 0 };
      return await log.commit({
        items: [],
        documents: [{ name: "programme", version, json: "[]" }],
        entries: [{ type: "programmeChanged", programmeRevision: version + 1, counts, sessionIds: [] }],
        audit: { action: "import-programme", by: "admin", byName: "admin" },
      });
    },
  },
  {
    name: "new epoch",
    weight: 1,
    run: async ({ log }, { dice }) => {
      const { epoch } = (await log.head()).cursor;
      // What it answers is a name of its own: only whether it is another one counts.
      return (await log.newEpoch(dice.chance(0.5) ? epoch : "none of ours")) === epoch;
    },
  },
  {
    name: "start over",
    weight: 0.7,
    run: async ({ log }, moment) =>
      log.startOver({
        ...(moment.dice.chance(0.5) ? { once: once(moment), answer: { id: "event" } } : {}),
        keep: moment.dice.chance(0.7) ? "unsent" : "none",
        event: { version: await versionOf(log, "event", moment), json: "{}" },
        emptiesProgramme: moment.dice.chance(0.5),
        audit: { action: "end-rehearsal", by: "admin", byName: "admin" },
      }),
  },
  {
    name: "lost reply, and again",
    weight: 2,
    run: async (side, moment) => {
      const { log } = side;
      const request = `lost-${moment.count}`;
      const commit = {
        ...made(moment, { publishAt: "now" }),
        once: { ...once(moment, request), key: request },
      };
      const failure = await side.losingReply(request, () => log.commit(commit));
      const again = await log.commit(commit);
      return { failure: failure instanceof StoreFailure ? failure.kind : String(failure), again };
    },
  },
  {
    name: "save",
    weight: 1.5,
    run: async (side) => await side.save(),
  },
  {
    name: "restart, with what came after lost",
    weight: 0.8,
    run: async (side) => {
      await side.restart();
      const { cursor, oldest } = await side.log.head();
      return { cursor, oldest };
    },
  },
];

import { beforeEach, describe, expect, test, vi } from "vitest";
import type { DeskEvent } from "../../server/contract/event.ts";
import { proposedAnnouncementSchema, type Session } from "../../server/contract/programme.ts";
import { Announcements } from "../../server/desk/announcements.ts";
import { importProgrammeFile } from "../../server/desk/import-programme.ts";
import { RedisClock } from "../../server/feed/clock.ts";
import { Directory } from "../../server/feed/directory.ts";
import { StoreFailure } from "../../server/store/feed-log.ts";
import { MemoryFeedLog } from "../../server/store/memory-feed-log.ts";
import { admin, event, newNotice, person } from "../support/written.ts";

interface Talk {
  readonly guid: string;
  readonly title?: string;
  readonly room?: string;
  readonly start?: string;
  readonly track?: string;
}

/** A c3voc schedule of one day. */
function schedule(talks: readonly Talk[]): Uint8Array {
  const rooms = Object.groupBy(talks, ({ room }) => room ?? "Hall 2");
  const events = (held: readonly Talk[] = []) =>
    held.map(({ guid, title = `Title ${guid}`, room = "Hall 2", start = "10:00", track = "Ethics" }, at) => ({
      id: at + 1,
      guid,
      date: `2027-05-04T${start}:00+02:00`,
      start,
      duration: "01:00",
      room,
      title,
      subtitle: "",
      track,
      type: "lecture",
      language: "en",
      abstract: "",
      persons: [],
    }));
  const named = Object.entries(rooms).map(([room, held]) => [room, events(held)]);
  const days = [{ index: 1, date: "2027-05-04", rooms: Object.fromEntries(named) }];
  const conference = {
    title: "Small Congress",
    acronym: "sc",
    start: "2027-05-04",
    end: "2027-05-04",
    daysCount: 1,
    time_zone_name: "Europe/Berlin",
    days,
  };
  return new TextEncoder().encode(JSON.stringify({ schedule: { version: "1", conference } }));
}

const guid = (n: number) => `00000000-0000-4000-8000-00000000000${n}`;
const talk = (n: number, over: Partial<Talk> = {}): Talk => ({ guid: guid(n), title: `Talk ${n}`, ...over });

let store: MemoryFeedLog;
let directory: Directory;

beforeEach(async () => {
  store = new MemoryFeedLog({ now: Date.now });
  directory = new Directory(store);
});

const take = (bytes: Uint8Array, over: object = {}) =>
  importProgrammeFile({ store, directory, clock: new RedisClock() }, bytes, { actor: admin, ...over });

async function taken(talks: readonly Talk[], over: object = {}) {
  const result = await take(schedule(talks), over);
  if (!result.ok) throw new Error(JSON.stringify(result.refusal));
  return result.value;
}

const held = async <T>(name: "event" | "programme"): Promise<T | undefined> => {
  const stored = await store.document(name);
  return stored && (JSON.parse(stored.value) as T);
};
const entries = async () => {
  const read = await store.read(0, 1_000);
  return read.outcome === "entries" ? read.entries.map(({ entry }) => entry) : [];
};
const drafts = async () => (await store.list({ limit: 100 })).items.map(({ value }) => value);

async function setUp(over: Record<string, unknown> = {}) {
  await store.commit({
    items: [],
    documents: [{ name: "event", version: 0, json: JSON.stringify(event(over)) }],
    audit: { action: "event", by: "admin", byName: "admin" },
  });
}

test("[R5] what is in force is never called undone, though the store is gone a moment later", async () => {
  vi.spyOn(directory, "refresh").mockRejectedValueOnce(new StoreFailure("unreachable", "gone"));
  expect((await taken([talk(1)])).diff.added).toHaveLength(1);
  expect(await held<Session[]>("programme")).toHaveLength(1);
});

describe("a first programme", () => {
  test("gives a blank event its name, days, zone, language and halls, and makes no drafts", async () => {
    const { summary, diff, warnings, errors, cursor } = await taken([talk(1), talk(2, { start: "11:00" })]);
    expect([summary, diff.added.length, warnings, errors]).toEqual([{ sessions: 2 }, 2, [], []]);
    expect(await held<DeskEvent>("event")).toMatchObject({
      name: { en: "Small Congress" },
      timeZone: "Europe/Berlin",
      languages: ["en"],
      startsAt: expect.stringMatching(/^2027-05-0/),
      halls: [{ name: { en: "Hall 2" } }],
      tracks: [{ name: { en: "Ethics" } }],
      rehearsal: false,
    });
    expect(await entries()).toMatchObject([
      { type: "programmeChanged", programmeRevision: 1, counts: { added: 2, removed: 0 } },
      { type: "eventChanged" },
    ]);
    expect(cursor).toMatchObject({ offset: 2 });
    expect(await drafts()).toEqual([]);
    expect(directory.programme).toMatchObject({ revision: 1, sessions: [{}, {}] });
  });

  test("finds the halls that the event has by their names, and tells of those it adds", async () => {
    await setUp();
    const { warnings } = await taken([talk(1), talk(2, { room: "Cellar" })]);
    expect(warnings.map(({ message }) => message)).toEqual([
      "the event gets the hall “Cellar”",
      "the event gets the track “Ethics”",
    ]);
    const halls = (await held<DeskEvent>("event"))!.halls;
    expect(halls.map(({ name }) => name.en)).toEqual(["Hall 2", "Cellar"]);
    const sessions = (await held<Session[]>("programme"))!;
    expect(sessions.map(({ hall }) => hall).sort()).toEqual([halls[1]!.id, "hall-2"].sort());
    expect((await held<DeskEvent>("event"))!.name).toEqual(event().name);
  });
});

describe("a changed programme", () => {
  beforeEach(async () => {
    await setUp();
    await taken([talk(1), talk(2), talk(3), talk(4)]);
  });

  test("is told to readers in one entry and to the desk in drafts, all in one commit", async () => {
    const { diff } = await taken([
      talk(1, { start: "12:00" }),
      talk(2, { room: "Cellar" }),
      talk(3, { title: "Renamed" }),
      talk(5),
    ]);
    expect(diff.moved.map(({ id }) => id)).toEqual([guid(2), guid(1)]);
    expect([diff.added, diff.removed, diff.changed].map((list) => list.map(({ id }) => id))).toEqual([
      [guid(5)],
      [guid(4)],
      [guid(3)],
    ]);
    expect((await entries()).slice(2)).toMatchObject([
      {
        type: "programmeChanged",
        programmeRevision: 2,
        counts: { added: 1, removed: 1, moved: 2, changed: 1 },
        sessionIds: expect.arrayContaining([guid(1), guid(2), guid(3), guid(4), guid(5)]),
      },
      { type: "eventChanged" },
    ]);
    const made = await drafts();
    expect(made.map(({ state }) => state)).toEqual(["draft", "draft", "draft"]);
    const headlines = made.map(({ written }) => written.text.en?.headline).sort();
    expect(headlines).toEqual(["2 sessions moved", "Added: Talk 5", "Cancelled: Talk 4"]);
    const [audit] = (await store.audit(undefined, 20)).filter(
      ({ note }) => note.action === "import-programme",
    );
    expect(audit?.note).toMatchObject({ action: "import-programme", by: "admin", counts: { moved: 2 } });
  });

  test("says which drafts it would make, and once taken which it made", async () => {
    const changed = [talk(1, { start: "12:00" }), talk(2), talk(3), talk(5)];
    const told = (await taken(changed, { dryRun: true })).proposed;
    expect(told.map(({ kind, headline, sessionId }) => [kind, headline.en, sessionId])).toEqual([
      ["programme-change", "Moved: Talk 1", guid(1)],
      ["programme-change", "Cancelled: Talk 4", guid(4)],
      ["programme-change", "Added: Talk 5", guid(5)],
    ]);
    expect(Object.keys(told[0]!.headline)).toEqual(["en", "zh", "fr"]);
    for (const each of told) {
      expect(each).not.toHaveProperty("id");
      expect(proposedAnnouncementSchema.safeParse(each).error).toBeUndefined();
    }
    expect(await drafts()).toEqual([]);

    const { proposed } = await taken(changed);
    expect(proposed.map(({ id: _id, ...rest }) => rest)).toEqual(told);
    expect(proposed.map(({ id }) => id).toSorted()).toEqual((await drafts()).map(({ id }) => id).toSorted());
    expect((await taken(changed)).proposed).toEqual([]);
  });

  test("that is the same changes nothing", async () => {
    const before = await store.head();
    const { diff, cursor } = await taken([talk(4), talk(3), talk(2), talk(1)]);
    expect([diff, cursor]).toEqual([{ added: [], removed: [], moved: [], changed: [] }, undefined]);
    expect((await store.head()).cursor).toEqual(before.cursor);
  });

  test("in a dry run is told and not taken", async () => {
    const before = await store.head();
    const { diff, cursor } = await taken([talk(1)], { dryRun: true });
    expect([diff.removed.length, cursor]).toEqual([3, undefined]);
    expect((await store.head()).cursor).toEqual(before.cursor);
    expect(await held<Session[]>("programme")).toHaveLength(4);
  });

  test("sent again with its key is taken once", async () => {
    const retry = { key: "k", request: "r" };
    const first = await taken([talk(1)], { retry });
    await taken([talk(1), talk(2)]);
    const second = await taken([talk(1)], { retry });
    expect(second.cursor).toEqual(first.cursor);
    expect(await held<Session[]>("programme")).toHaveLength(2);
    expect(await take(schedule([talk(2)]), { retry: { ...retry, request: "another" } })).toMatchObject({
      refusal: { code: "idempotency_mismatch" },
    });
  });
});

describe("[S7] what is scheduled with a session", () => {
  const woken: [string, number][] = [];
  const alarm = { wakeAt: ({ id }: { id: string }, dueMs: number) => void woken.push([id, dueMs]) };
  const startOf = async (n: number) =>
    Date.parse((await held<Session[]>("programme"))!.find(({ id }) => id === guid(n))!.startsAt);
  const recordOf = async (id: string) => (await store.announcement(id))!.value;

  /** Ten minutes before the talk. */
  async function scheduledWith(n: number): Promise<string> {
    const announcements = new Announcements({ store, directory, clock: new RedisClock(), alarm });
    const made = await announcements.create(newNotice(`Before ${n}`), admin, { key: `c${n}`, request: "r" });
    if (!made.ok) throw new Error(made.refusal.code);
    const { id } = made.value.record;
    const follows = { sessionId: guid(n), leadMinutes: 10 };
    const retry = { key: `s${n}`, request: "r" };
    const sent = await announcements.command(id, { type: "schedule", follows }, admin, retry);
    if (!sent.ok) throw new Error(JSON.stringify(sent.refusal));
    return id;
  }

  beforeEach(async () => {
    await setUp();
    await taken([talk(1), talk(2), talk(3)]);
    woken.length = 0;
  });

  test("moves in the same commit, and a worker is woken for its new instant", async () => {
    const id = await scheduledWith(1);
    const other = await scheduledWith(2);
    const before = await recordOf(other);
    woken.length = 0;
    const parts = { store, directory, clock: new RedisClock(), alarm };
    await importProgrammeFile(parts, schedule([talk(1, { start: "12:00" }), talk(2), talk(3)]), {
      actor: admin,
    });
    const dueMs = (await startOf(1)) - 600_000;
    expect(await recordOf(id)).toMatchObject({ state: "scheduled", scheduledAtMs: dueMs, revision: 1 });
    expect(await store.due(Number.MAX_SAFE_INTEGER, 9)).toContainEqual({ id, dueMs });
    expect(woken).toEqual([[id, dueMs]]);
    expect(await recordOf(other)).toEqual(before);
    const notes = (await store.audit(undefined, 4)).map(({ atMs, note }) => [note.action, atMs]);
    const [imported, followed] = ["import-programme", "follow-programme"].map((action) =>
      notes.find(([each]) => each === action),
    );
    expect(followed?.[1]).toBe(imported?.[1]);
  });

  test("a hall alone moves nothing; a session that is gone leaves it to a person", async () => {
    const id = await scheduledWith(1);
    const before = await recordOf(id);
    await taken([talk(1, { room: "Cellar" }), talk(2), talk(3)]);
    expect(await recordOf(id)).toEqual(before);
    await taken([talk(2), talk(3)]);
    expect(await recordOf(id)).toMatchObject({
      state: "overdue",
      overdueReason: "its session was removed",
    });
    expect(await store.due(Number.MAX_SAFE_INTEGER, 9)).toEqual([]);
  });

  test("a dry run moves nothing", async () => {
    const id = await scheduledWith(1);
    const before = await recordOf(id);
    await taken([talk(2), talk(3)], { dryRun: true });
    expect(await recordOf(id)).toEqual(before);
  });
});

describe("what is not taken", () => {
  test("a file with any fault, and nothing of it", async () => {
    await setUp();
    await taken([talk(1)]);
    const before = await store.head();
    const bytes = schedule([talk(1), talk(2, { start: "25:99" }), talk(3, { title: "" })]);
    const result = await take(bytes);
    expect(result).toMatchObject({
      ok: false,
      refusal: { code: "invalid_programme", more: { warnings: [] } },
    });
    if (!result.ok) expect(result.refusal.errors?.length).toBeGreaterThan(1);
    expect((await store.head()).cursor).toEqual(before.cursor);
  });

  test("a file from somebody without the right", async () => {
    expect(await take(schedule([talk(1)]), { actor: person("author") })).toMatchObject({
      refusal: { code: "forbidden" },
    });
  });
});

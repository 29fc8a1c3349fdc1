import { describe, expect, test } from "vitest";
import {
  correctionSchema,
  detailsSchemas,
  kindSchema,
  newAnnouncementSchema,
  writtenAnnouncementSchema,
} from "../../server/contract/announcement.ts";

const text = { en: { headline: "Headline", body: "Body" } };
const least = { kind: "notice", text };
const expiresAt = "2099-01-01T00:00:00Z";
const alert = { status: "actual", messageType: "alert" };

/** The paths at fault; none where it is taken. */
const faults = (given: unknown, schema: typeof newAnnouncementSchema = newAnnouncementSchema): string[] =>
  schema.safeParse(given).error?.issues.map(({ path }) => path.join(".")) ?? [];

/** The example of the agreed contract, with what its dots stand for. */
const example = {
  kind: "release",
  text: {
    en: { headline: "The blue book is out", body: "Read it" },
    zh: { headline: "蓝皮书发布", body: "阅读" },
  },
  audience: { attendance: "everyone", zones: [], tracks: [] },
  surfaces: ["feed", "kiosk"],
  actions: [
    { for: "online", label: { en: "Watch live" }, url: "https://stream.example/2" },
    { for: "in-person", label: { en: "Hall 2, gate B" }, url: "https://map.example/hall-2" },
  ],
  sessionId: "white-paper",
  details: {},
  embargoUntil: "2022-11-09T09:00:00+08:00",
  expiresAt,
  pinned: false,
  key: false,
  publishAt: "now",
};

describe("an announcement as it is written", () => {
  test("the example of the contract is taken, for every kind with its details", () => {
    const details = {
      "session-start": {},
      release: { document: "Report", publisher: "Academy", url: "https://docs.example/" },
      result: {
        competition: "Robots",
        podium: [{ place: 1, name: "Ada", affiliation: "Canal University", country: "CN" }],
      },
      "programme-change": { sessionId: "ai-forum", change: "moved", from: "Hall 2", to: "Hall 3" },
      notice: {},
      urgent: {
        status: "actual",
        severity: "severe",
        instruction: { en: "Leave" },
        messageType: "update",
        refersTo: "the-alert",
      },
    };
    for (const kind of kindSchema.options)
      expect([kind, faults({ ...example, kind, details: details[kind] })]).toEqual([kind, []]);
  });

  test("only kind and text are required; the rest gets what its absence means", () => {
    expect(newAnnouncementSchema.parse({ kind: "notice", text: { en: { headline: " H " } } })).toEqual({
      kind: "notice",
      text: { en: { headline: "H", body: "" } },
      audience: { attendance: "everyone", zones: [], tracks: [] },
      surfaces: ["feed", "kiosk"],
      actions: [],
      pinned: false,
      key: false,
    });
    expect(faults({ text })).toEqual(["kind"]);
    expect(faults({ kind: "notice" })).toEqual(["text"]);
    expect(faults({ kind: "notice", text: {} })).toEqual(["text"]);
  });

  test("instants are kept in our own form", () => {
    const { embargoUntil, publishAt } = newAnnouncementSchema.parse({ ...example, publishAt: expiresAt });
    expect(embargoUntil).toBe("2022-11-09T01:00:00.000Z");
    expect(publishAt).toBe("2099-01-01T00:00:00.000Z");
  });

  test.for([
    [{ kind: "poll" }, "kind"],
    [{ text: { en: { headline: "" } } }, "text.en.headline"],
    [{ text: { en: { headline: "x".repeat(201) } } }, "text.en.headline"],
    [{ text: { en: { headline: "H", body: "x".repeat(10_001) } } }, "text.en.body"],
    [{ text: { "not a tag": { headline: "H" } } }, "text.not a tag"],
    [{ text: [] }, "text"],
    [{ text: null }, "text"],
    [{ audience: { attendance: "nobody" } }, "audience.attendance"],
    [{ audience: { zones: ["a b"] } }, "audience.zones.0"],
    [{ audience: { zones: "east" } }, "audience.zones"],
    [{ surfaces: ["tv"] }, "surfaces.0"],
    [{ actions: [{ for: "online", label: {} }] }, "actions.0.label"],
    [{ actions: [{ for: "online", label: { en: "W" }, url: "javascript:alert(1)" }] }, "actions.0.url"],
    [{ actions: Array(11).fill({ for: "online", label: { en: "W" } }) }, "actions"],
    [{ sessionId: "a b" }, "sessionId"],
    [{ pinned: "true" }, "pinned"],
    [{ key: 1 }, "key"],
    [{ embargoUntil: "2099-02-30T00:00:00Z" }, "embargoUntil"],
    [{ expiresAt: null }, "expiresAt"],
    [{ publishAt: "later" }, "publishAt"],
    [{ publishAt: "2099-01-01T00:00:00" }, "publishAt"],
    [{ details: [] }, "details"],
    [{ details: null }, "details"],
  ] as const)("%j is a fault of %s", ([over, path]) => {
    expect(faults({ ...least, ...over })).toEqual([path]);
  });

  test.for([
    [{ state: "published" }, ""],
    [{ id: "chosen" }, ""],
    [{ offset: 1 }, ""],
    [{ publishedAt: expiresAt }, ""],
    [{ constructor: {} }, ""],
    [{ text: { en: { headline: "H", html: "<b>" } } }, "text.en"],
    [{ audience: { attendance: "online", halls: [] } }, "audience"],
    [{ actions: [{ for: "online", label: { en: "W" }, onclick: "x" }] }, "actions.0"],
    [{ kind: "result", details: { podium: [{ place: 1, name: "A", prize: 1 }] } }, "details.podium.0"],
    [{ details: { anything: 1 } }, "details"],
    [JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{}}}'), ""],
  ] as const)("[R1] an unknown field is refused: %j", ([over, path]) => {
    const given = JSON.parse(`{"kind":"notice",${JSON.stringify({ text, ...over }).slice(1)}`);
    expect(faults(given)).toEqual([path]);
    expect(({} as { polluted?: true }).polluted).toBeUndefined();
  });

  test("[R1] every unknown name is named", () => {
    const { error } = newAnnouncementSchema.safeParse(
      JSON.parse('{"kind":"notice","text":{"en":{"headline":"H"}},"a":1,"__proto__":2}'),
    );
    expect(error?.issues[0]).toMatchObject({ code: "unrecognized_keys", keys: ["a", "__proto__"] });
  });

  test("the whole as it is replaced has no publishAt", () => {
    const { publishAt: _none, ...written } = example;
    expect(writtenAnnouncementSchema.safeParse(written).success).toBe(true);
    expect(writtenAnnouncementSchema.safeParse(example).success).toBe(false);
  });
});

describe("details by kind", () => {
  const detailed = (kind: string, details?: unknown) =>
    faults({ kind, text, expiresAt, ...(details === undefined ? {} : { details }) });

  test.for(Object.keys(detailsSchemas))("%s takes its own and no other kind's", (kind) => {
    const own: Record<string, unknown> = {
      release: { document: "D" },
      result: { podium: [] },
      "programme-change": { change: "moved" },
      urgent: alert,
    };
    for (const [of, details] of Object.entries(own))
      expect([of, detailed(kind, details).length === 0]).toEqual([of, of === kind]);
  });

  test("may be left out where none is required", () => {
    for (const kind of ["session-start", "release", "programme-change", "notice"])
      expect(detailed(kind)).toEqual([]);
    expect(detailed("result")).toEqual(["details.podium"]);
    expect(detailed("urgent")).toEqual(["details.status", "details.messageType"]);
  });

  test.for([
    [{ podium: [{ place: 0, name: "A" }] }, "details.podium.0.place"],
    [{ podium: [{ place: 1.5, name: "A" }] }, "details.podium.0.place"],
    [{ podium: [{ place: 1, name: "" }] }, "details.podium.0.name"],
    [{ podium: [{ place: 1 }] }, "details.podium.0.name"],
    [{ podium: [], competition: "a\u202eb" }, "details.competition"],
    [{ podium: Array(101).fill({ place: 1, name: "A" }) }, "details.podium"],
  ] as const)("a result with %j is a fault of %s", ([details, path]) => {
    expect(detailed("result", details)).toEqual([path]);
  });

  test("a release's link is http or https", () => {
    expect(detailed("release", { url: "data:text/html,x" })).toEqual(["details.url"]);
  });

  test("every urgent one ends, and an update or all-clear says of what", () => {
    const urgent = (details: unknown, over = {}) => faults({ kind: "urgent", text, details, ...over });
    expect(urgent(alert)).toEqual(["expiresAt"]);
    expect(urgent(alert, { expiresAt })).toEqual([]);
    for (const messageType of ["update", "all-clear"]) {
      expect(urgent({ ...alert, messageType }, { expiresAt })).toEqual(["details.refersTo"]);
      expect(urgent({ ...alert, messageType, refersTo: "the-alert" }, { expiresAt })).toEqual([]);
    }
    expect(urgent({ ...alert, status: "drill" }, { expiresAt })).toEqual(["details.status"]);
    expect(urgent({ ...alert, instruction: { en: "" } }, { expiresAt })).toEqual(["details.instruction.en"]);
  });
});

describe("a correction", () => {
  const taken = (given: unknown) => correctionSchema.safeParse(given).success;

  test("may be of any part, or of none", () => {
    for (const given of [
      {},
      { text: { en: { headline: "H" } } },
      { text: { en: { body: "" } } },
      { text: { zh: null } },
      { sessionId: null, details: null, expiresAt: null, actions: null },
      { removePrevious: true, pinned: true, key: false },
    ])
      expect([given, taken(given)]).toEqual([given, true]);
  });

  test("[R1] never of the kind, the embargo or what is not written", () => {
    for (const given of [
      { kind: "urgent" },
      { embargoUntil: expiresAt },
      { publishAt: "now" },
      { state: "draft" },
      { text: { en: { headline: null } } },
      { text: { en: { headline: "H", more: 1 } } },
      { text: null },
      { pinned: null },
      { removePrevious: "yes" },
      JSON.parse('{"__proto__":{}}'),
    ])
      expect([given, taken(given)]).toEqual([given, false]);
  });

  test("what is not said of a language is not said, so that it can stay as it was", () => {
    expect(correctionSchema.parse({ text: { en: { headline: "H" } } }).text).toEqual({
      en: { headline: "H" },
    });
  });
});

import { describe, expect, test } from "vitest";
import { detailsSchemas, writtenAnnouncementSchema } from "../../server/contract/announcement.ts";
import { deskEventSchema } from "../../server/contract/event.ts";
import { idSchema, instantSchema } from "../../server/contract/forms.ts";
import { sessionSchema } from "../../server/contract/programme.ts";
import { plannedSessions } from "../../server/sample/programme.ts";
import { type SampleAnnouncement, sampleEvent } from "../../server/sample/sample-event.ts";
import { setFrench } from "../../server/sample/wording.ts";

const loads = [
  "2022-11-09T00:58:30.000Z",
  "2026-03-01T10:00:00.000Z",
  "2027-12-31T23:59:40.123Z",
  "2028-02-28T15:59:59.999Z",
  "2030-06-15T04:30:30.001Z",
];

const AT = Date.parse("2026-05-04T08:22:10.500Z");
const sample = sampleEvent(AT);
const { event, sessions, announcements } = sample;

const publishMs = ({ publishAt }: SampleAnnouncement, nowMs: number): number | undefined =>
  publishAt === "now" ? nowMs : publishAt === undefined ? undefined : Date.parse(publishAt);

const bySlug = (key: string): SampleAnnouncement => {
  const found = announcements.find((one) => one.key === key);
  if (found === undefined) throw new Error(`no ${key}`);
  return found;
};

/** Every string of the sample, with the language it is in where it is in one. */
function strings(value: unknown, language = ""): { language: string; text: string }[] {
  if (typeof value === "string") return [{ language, text: value }];
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([key, item]) =>
    strings(item, ["en", "zh", "fr"].includes(key) ? key : language),
  );
}

const MARK: Record<string, RegExp> = { en: /illustrative\.$/i, zh: /示例。$/, fr: /ficti(f|fs|ves)\.$/ };

describe.each(loads)("loaded at %s", (load) => {
  const nowMs = Date.parse(load);
  const loaded = sampleEvent(nowMs);

  test("event, sessions and announcements are already in the form that the schemas give", () => {
    expect(deskEventSchema.parse(loaded.event)).toEqual(loaded.event);
    for (const session of loaded.sessions) expect(sessionSchema.parse(session)).toEqual(session);
    for (const { written } of loaded.announcements) {
      expect(writtenAnnouncementSchema.parse(written)).toEqual(written);
    }
  });

  test("the opening begins on a whole minute, 30 to 90 s after the load", () => {
    const opening = Date.parse(loaded.sessions.find(({ id }) => id === "opening")!.startsAt);
    expect(opening % 60_000).toBe(0);
    expect(opening - nowMs).toBeGreaterThanOrEqual(30_000);
    expect(opening - nowMs).toBeLessThan(90_000);
  });

  test("something is there at once, more comes in the first minute, and no gap of 3 minutes in the first 30", () => {
    const due = loaded.announcements.flatMap((one) => publishMs(one, nowMs) ?? []);
    const atLoad = loaded.announcements.filter(({ publishAt }) => publishAt === "now");
    expect(atLoad.length).toBeGreaterThanOrEqual(3);
    expect(atLoad.length).toBeLessThanOrEqual(5);
    expect(due).toEqual(due.toSorted((a, b) => a - b));
    expect(due.filter((ms) => ms > nowMs && ms <= nowMs + 60_000).length).toBeGreaterThanOrEqual(2);
    const early = due.filter((ms) => ms <= nowMs + 30 * 60_000);
    for (const [at, ms] of early.slice(1).entries()) expect(ms - early[at]!).toBeLessThanOrEqual(180_000);
    expect(nowMs + 30 * 60_000 - early.at(-1)!).toBeLessThanOrEqual(180_000);
  });

  test("instants are in our form, none is scheduled in the past or before its embargo, urgent ones end later", () => {
    for (const one of loaded.announcements) {
      const at = publishMs(one, nowMs);
      if (one.publishAt !== undefined && one.publishAt !== "now") {
        expect(instantSchema.safeParse(one.publishAt).success, one.key).toBe(true);
        expect(at).toBeGreaterThan(nowMs);
      }
      const { embargoUntil, expiresAt, kind } = one.written;
      if (embargoUntil !== undefined) expect(at).toBeGreaterThanOrEqual(Date.parse(embargoUntil));
      if (expiresAt !== undefined) expect(Date.parse(expiresAt)).toBeGreaterThan(at!);
      if (kind === "urgent") expect(expiresAt).toBeDefined();
    }
  });

  test("opening hours run forwards within their date, and the event holds every session", () => {
    for (const { opens, closes } of loaded.event.openingHours) expect(opens < closes).toBe(true);
    expect(new Set(loaded.event.openingHours.map(({ date }) => date)).size).toBeGreaterThanOrEqual(3);
    for (const { startsAt, endsAt } of loaded.sessions) {
      expect(startsAt < endsAt).toBe(true);
      expect(startsAt >= loaded.event.startsAt && endsAt <= loaded.event.endsAt).toBe(true);
    }
  });

  test("a hall has one session at a time", () => {
    for (const { id } of loaded.event.halls) {
      const there = loaded.sessions.filter(({ hall }) => hall === id);
      for (const [at, session] of there.slice(1).entries()) {
        expect(session.startsAt >= there[at]!.endsAt, session.id).toBe(true);
      }
    }
  });
});

describe("programme", () => {
  test("20 sub-forums over four tracks, seven finals, three exhibition days, a stream for each hall", () => {
    const forums = sessions.filter(({ type }) => type === "forum");
    expect(forums).toHaveLength(20);
    expect(event.tracks).toHaveLength(4);
    for (const { id } of event.tracks) expect(forums.filter(({ track }) => track === id)).toHaveLength(5);
    expect(sessions.filter(({ type }) => type === "final")).toHaveLength(7);
    expect(sessions.filter(({ type }) => type === "exhibition")).toHaveLength(3);
    expect(sessions.filter(({ type }) => type === "plenary")).toHaveLength(1);
    for (const { streamUrl } of event.halls) expect(streamUrl).toMatch(/^https:\/\/stream\.example\//);
  });

  test("ids are used once, halls and tracks are the event's, titles are in three languages", () => {
    expect(new Set(sessions.map(({ id }) => id)).size).toBe(sessions.length);
    for (const { hall, track, title } of sessions) {
      expect(event.halls.map(({ id }) => id)).toContain(hall);
      if (track !== undefined) expect(event.tracks.map(({ id }) => id)).toContain(track);
      expect(Object.keys(title)).toEqual(["en", "zh", "fr"]);
    }
  });

  test("every session says in each language what of it is illustrative, every speaker is fictional", () => {
    for (const { id, abstract, speakers } of sessions) {
      for (const language of event.languages) expect(abstract![language], id).toMatch(MARK[language]!);
      for (const { name, affiliation } of speakers) {
        expect(name).toMatch(/\(illustrative\)/);
        expect(affiliation).toMatch(/\(fictional\)/);
      }
    }
    expect(plannedSessions.every(({ basis }) => basis !== "reported")).toBe(true);
  });
});

describe("announcements", () => {
  test("about forty, each named once, none a session start: those are the system's", () => {
    expect(announcements.length).toBeGreaterThanOrEqual(35);
    expect(announcements.length).toBeLessThanOrEqual(48);
    expect(new Set(announcements.map(({ key }) => key)).size).toBe(announcements.length);
    for (const { key, written } of announcements) {
      expect(idSchema.safeParse(key).success).toBe(true);
      expect(written.kind).not.toBe("session-start");
    }
    for (const kind of Object.keys(detailsSchemas).filter((one) => one !== "session-start")) {
      expect(announcements.map(({ written }) => written.kind)).toContain(kind);
    }
  });

  test("zones, tracks, sessions and languages are the event's; the default language is there", () => {
    const ids = (list: readonly { id: string }[]) => list.map(({ id }) => id);
    for (const { written } of announcements) {
      for (const zone of written.audience.zones) expect(ids(event.zones)).toContain(zone);
      for (const track of written.audience.tracks) expect(ids(event.tracks)).toContain(track);
      for (const id of [written.sessionId, written.details?.sessionId]) {
        if (id !== undefined) expect(ids(sessions)).toContain(id);
      }
      expect(written.text.en).toBeDefined();
      for (const language of Object.keys(written.text)) expect(event.languages).toContain(language);
    }
  });

  test("whatever is not a reported fact says so in every language it has", () => {
    for (const { key, basis, written } of announcements) {
      for (const [language, { body }] of Object.entries(written.text)) {
        if (basis === "reported") expect(body, key).not.toMatch(MARK[language]!);
        else expect(body, key).toMatch(MARK[language]!);
      }
    }
    const reported = announcements.filter(({ basis }) => basis === "reported");
    expect(reported.map(({ key }) => key)).toEqual(["white-paper", "overview"]);
  });

  test("one is in English alone and one without French; one is pinned; some are drafts", () => {
    expect(Object.keys(bySlug("quiet-room").written.text)).toEqual(["en"]);
    expect(Object.keys(bySlug("media-centre").written.text)).toEqual(["en", "zh"]);
    expect(announcements.filter(({ written }) => written.pinned).map(({ key }) => key)).toEqual(["welcome"]);
    expect(announcements.filter(({ publishAt }) => publishAt === undefined)).toHaveLength(3);
  });

  test("results have a podium of three and stay sealed until the ceremony, after their final", () => {
    const results = announcements.filter(({ written }) => written.kind === "result");
    expect(results).toHaveLength(7);
    for (const { written, publishAt } of results) {
      expect(written.embargoUntil).toBe(publishAt);
      const { podium } = detailsSchemas.result.parse(written.details);
      expect(podium.map(({ place }) => place)).toEqual([1, 2, 3]);
      const final = sessions.find(({ id }) => id === written.sessionId)!;
      expect(final.type).toBe("final");
      expect(publishAt! >= final.endsAt).toBe(true);
    }
  });

  test("a reader is offered only the way of their attendance", () => {
    for (const { key, written } of announcements) {
      const { attendance } = written.audience;
      if (attendance === "everyone") continue;
      for (const action of written.actions) expect(action.for, key).toBe(attendance);
    }
    expect(bySlug("shuttle-c").written.audience).toMatchObject({
      attendance: "in-person",
      zones: ["shuttles", "exhibition"],
    });
    expect(bySlug("stream-languages").written.surfaces).toEqual(["feed"]);
  });

  test("the urgent notice is an exercise, told in its headline, and ends five minutes later", () => {
    const [alert, over] = [bySlug("exercise-hall-2"), bySlug("exercise-hall-2-over")];
    expect(alert.written.details).toMatchObject({ status: "exercise", messageType: "alert" });
    expect(over.written.details).toMatchObject({ messageType: "all-clear", refersTo: alert.key });
    expect(over.refersTo).toBe(alert.key);
    expect(Date.parse(over.publishAt!) - Date.parse(alert.publishAt!)).toBe(5 * 60_000);
    expect(over.publishAt! < alert.written.expiresAt!).toBe(true);
    for (const { written } of [alert, over]) {
      expect(written.text.en!.headline).toMatch(/exercise/i);
      expect(written.text.zh!.headline).toContain("演习");
      expect(written.text.fr!.headline).toMatch(/exercice/i);
    }
  });

  test("a programme change ends at what the programme says, on Wuzhen's clock", () => {
    const clock = new Intl.DateTimeFormat("en-GB", { timeStyle: "short", timeZone: event.timeZone });
    for (const key of ["data-governance-moves", "digital-society-moves"]) {
      const details = detailsSchemas["programme-change"].parse(bySlug(key).written.details);
      const session = sessions.find(({ id }) => id === details.sessionId)!;
      const hall = event.halls.find(({ id }) => id === session.hall)!;
      expect(details.to).toContain(clock.format(new Date(session.startsAt)));
      expect(details.from).not.toBe(details.to);
      if (details.to!.includes("Hall")) expect(details.to).toContain(hall.name.en);
    }
  });
});

describe("words", () => {
  test("the safety word for an exercise is used of the exercise alone, and the rehearsal has another", () => {
    const { announcements: all, ...rest } = sample;
    const others = all.filter(({ written }) => written.kind !== "urgent");
    for (const { text } of strings([rest, others]))
      expect(text).not.toMatch(/演习|\bexercise\b|\bexercice\b/i);
    for (const { text } of strings(sample)) expect(text).not.toContain("演练");
    expect(event.rehearsal).toBe(true);
    expect(event.rehearsalNotice).toMatchObject({
      en: expect.stringContaining("Rehearsal"),
      zh: expect.stringContaining("试运行"),
      fr: expect.stringContaining("Répétition"),
    });
  });

  test("French is set with narrow no-break spaces and curly apostrophes", () => {
    expect(setFrench("« Bonjour », dit-il : 2 000 % d'accord !")).toBe(
      "«\u202fBonjour\u202f», dit-il\u202f: 2\u202f000\u202f% d’accord\u202f!",
    );
    const french = strings(sample).filter(({ language }) => language === "fr");
    expect(french.length).toBeGreaterThan(150);
    for (const { text } of french) expect(text).not.toMatch(/ [;:!?»%]|« |'|\d \d{3}|[^\u202f][;:!?»]/);
  });

  test("Chinese has Chinese punctuation, and no other language has Chinese in it", () => {
    for (const { language, text } of strings(sample)) {
      if (language === "zh") expect(text).not.toMatch(/[,;:!?]|\p{Script=Han}\./u);
      else expect(text).not.toMatch(/\p{Script=Han}/u);
    }
  });
});

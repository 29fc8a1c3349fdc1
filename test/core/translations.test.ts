import { describe, expect, test } from "vitest";
import type { Correction } from "../../server/contract/announcement.ts";
import { create } from "../../server/core/create.ts";
import { decide } from "../../server/core/decide.ts";
import type { AnnouncementRecord } from "../../server/core/record.ts";
import { wholeView } from "../../server/core/record.ts";
import { answer, around, by, NOW, recordIn, states, stored, taken } from "../support/decisions.ts";
import { event, newNotice, notice, person } from "../support/written.ts";

const said = (headline: string) => ({ headline, body: "" });
const text = (en: string, zh?: string, fr?: string) => ({
  text: {
    en: said(en),
    ...(zh === undefined ? {} : { zh: said(zh) }),
    ...(fr === undefined ? {} : { fr: said(fr) }),
  },
});

const made = (en: string, zh?: string, fr?: string): AnnouncementRecord =>
  taken(create("a-record", newNotice("", text(en, zh, fr)), around())).next;

const revised = (record: AnnouncementRecord, ...words: Parameters<typeof text>) =>
  taken(
    decide(
      record,
      { type: "revise", written: notice("", text(...words)), ifMatch: record.revision },
      around(),
    ),
  ).next;

const stale = (record: AnnouncementRecord) => wholeView(record).stale;

describe("[D1] which translations are older than what they translate", () => {
  test("none of a new announcement, and none that was kept before this was", () => {
    expect(stale(made("Doors open", "开门", "Ouverture"))).toBeUndefined();
    expect(stale(recordIn("published", notice("", text("Doors open", "开门"))))).toBeUndefined();
  });

  test("a text that stays while the default changes is stale; one that changes with it is not", () => {
    const record = revised(
      made("Doors open", "开门", "Ouverture"),
      "Doors open at 9",
      "开门",
      "Ouverture à 9 h",
    );
    expect(stale(record)).toEqual(["zh"]);
    expect(stale(revised(record, "Doors open at 9", "九点开门", "Ouverture à 9 h"))).toBeUndefined();
  });

  test("it stays stale through edits that do not concern it, however the default changes again", () => {
    const once = revised(made("One", "一", "Un"), "Two", "一", "Un");
    const twice = revised(once, "Three", "一", "Trois");
    expect(stale(twice)).toEqual(["zh"]);
  });

  test("the default text back as it was makes its translations current again", () => {
    expect(stale(revised(revised(made("One", "一"), "Two", "一"), "One", "一"))).toBeUndefined();
  });

  test("a language that is added belongs to the default text as it is then, one that leaves is forgotten", () => {
    const added = revised(revised(made("One", "一"), "Two", "一"), "Two", "一", "Deux");
    expect(stale(added)).toEqual(["zh"]);
    const left = revised(added, "Two", undefined, "Deux");
    expect(stale(left)).toBeUndefined();
    expect(stale(revised(left, "Two", "一", "Deux"))).toBeUndefined();
  });

  test("a correction of what is out counts as an edit does", () => {
    const record = recordIn("published", notice("", text("One", "一", "Un")));
    const correct = (correction: Correction) =>
      taken(decide(record, { type: "correct", correction }, around())).next;
    expect(stale(correct({ text: { en: { headline: "Two" } } }))).toEqual(["zh", "fr"]);
    expect(stale(correct({ text: { en: { headline: "Two" }, zh: { headline: "二" } } }))).toEqual(["fr"]);
    expect(stale(correct({ key: true }))).toBeUndefined();
  });

  test("where the event's default language is another, what stands is taken for current", () => {
    const record = revised(made("One", "一", "Un"), "Two", "一", "Un");
    const chinese = around({ event: event({ languages: ["zh", "en", "fr"], name: { en: "E", zh: "E" } }) });
    const command = { type: "revise", written: notice("", text("Two", "一", "Un")), ifMatch: 2 } as const;
    expect(stale(taken(decide(record, command, chinese)).next)).toBeUndefined();
  });

  test("what was written is kept as it was written: no revision has a mark of this", () => {
    const { next, newRevision } = taken(
      decide(
        made("One", "一"),
        { type: "revise", written: notice("", text("Two", "一")), ifMatch: 1 },
        around(),
      ),
    );
    expect(newRevision).toEqual(notice("", text("Two", "一")));
    expect(next.written).toEqual(newRevision);
  });
});

describe("[D1] marked current", () => {
  const old = revised(made("One", "一", "Un"), "Two", "一", "Un");
  const mark = (record: AnnouncementRecord, languages: readonly string[], actor = around().actor) =>
    decide(record, { type: "mark-current", languages }, by(actor));

  test("the languages named are current, with no new revision and with a note of who said so", () => {
    const change = taken(mark(old, ["zh"]));
    expect(stale(change.next)).toEqual(["fr"]);
    expect(change).not.toHaveProperty("newRevision");
    expect(change).not.toHaveProperty("due");
    expect(change.next.revision).toBe(old.revision);
    expect(change.audit).toMatchObject({ action: "mark-current", from: "draft", to: "draft" });
    expect(stale(revised(change.next, "Three", "一", "Trois"))).toEqual(["zh"]);
  });

  test("what was approved or scheduled stays so", () => {
    for (const state of ["approved", "scheduled"] as const) {
      const { translations } = old;
      const record = { ...recordIn(state, old.written), translations: translations! };
      const { next } = taken(mark(record, ["zh", "fr"]));
      expect(next).toMatchObject({ state, approvedBy: record.approvedBy });
      expect(next.scheduledAtMs).toBe(record.scheduledAtMs);
      expect(stale(next)).toBeUndefined();
    }
  });

  test.for([
    ["en", "is_default_language"],
    ["de", "unknown_language"],
  ])("%s is a fault of its own: %s", ([language, code]) => {
    expect(mark(old, ["zh", language!])).toMatchObject({
      refusal: { code: "invalid", errors: [{ path: "languages.1", code, values: { language } }] },
    });
  });

  test("so is a language in which nothing is written", () => {
    expect(mark(made("One"), ["fr"])).toMatchObject({
      refusal: { errors: [{ path: "languages.0", code: "no_text_in_language" }] },
    });
  });

  test("its author may, and a moderator, but of what is out only who may correct", () => {
    const author = person("author", "writer");
    const written = notice("", text("One", "一"));
    for (const state of states) {
      const result = answer(mark(recordIn(state, written), ["zh"], author));
      const isOut = state === "published" || state === "corrected";
      if (isOut) expect([state, result]).toEqual([state, "forbidden"]);
      else if (state === "withdrawn" || state === "discarded")
        expect([state, result]).toEqual([state, "not_allowed_in_state"]);
      else expect([state, result]).toEqual([state, "granted"]);
    }
    const published = recordIn("published", written);
    expect(answer(mark(published, ["zh"], person("moderator", "colleague")))).toBe("granted");
  });

  test("a stored record keeps it", () => {
    expect(stale(stored(taken(mark(old, ["zh"])), NOW, 1))).toEqual(["fr"]);
  });
});

import { describe, expect, test } from "vitest";
import { emptyForm, writtenFrom } from "../../client/desk/composer/composer-form.ts";
import type { DeskItem } from "../../client/desk/order/running-order.ts";
import { followUp } from "../../client/desk/sending/follow-up.ts";
import {
  type HeldNote,
  heldLines,
  readNotes,
  secondsLeft,
  withNote,
  worthKeeping,
} from "../../client/desk/sending/held-list.ts";
import { isConfirmed, reachedBy } from "../../client/desk/sending/urgent-rules.ts";
import { REASON_MAX, reasonsFor } from "../../client/desk/sending/withdraw-reasons.ts";
import type { Urgent } from "../../client/shared/urgent.ts";
import { newAnnouncementSchema } from "../../server/contract/announcement.ts";
import { withdrawBodySchema } from "../../server/contract/api.ts";

const UNTIL = Date.parse("2022-11-09T08:30:05.000Z");
const note = (over: Partial<HeldNote> = {}): HeldNote => ({
  id: "a",
  headline: "A",
  untilMs: UNTIL,
  ...over,
});
const items = (...all: Partial<DeskItem>[]) => new Map(all.map((item) => [item.id!, item as DeskItem]));
const scheduled = (id = "a", atMs = UNTIL) =>
  ({ id, state: "scheduled", scheduledAt: new Date(atMs).toISOString() }) as Partial<DeskItem>;
const none = new Set<string>();

describe("what is held back", () => {
  const states = (held: Partial<DeskItem>[], now: number, late: ReadonlySet<string> = none) =>
    heldLines([note()], items(...held), late, now).map(({ state }) => state);

  test("[H1] is what is scheduled for that instant, until it leaves", () => {
    expect(states([scheduled()], UNTIL - 3_000)).toEqual(["held"]);
    expect(states([scheduled()], UNTIL + 500)).toEqual(["leaving"]);
    expect(states([scheduled("a", UNTIL + 400)], UNTIL - 1_000)).toEqual(["held"]);
  });
  test("[H1] is believed after a reload, until the list is there", () => {
    expect(states([], UNTIL - 3_000)).toEqual(["held"]);
    expect(states([], UNTIL + 60_000)).toEqual([]);
  });
  test("[H2] is nothing once it is undone here, moved or out", () => {
    for (const state of ["approved", "published", "withdrawn", "overdue", "submitted"] as const)
      expect(states([{ ...scheduled(), state } as Partial<DeskItem>], UNTIL - 3_000)).toEqual([]);
    expect(states([scheduled("a", UNTIL + 3_600_000)], UNTIL - 3_000)).toEqual([]);
  });
  test("[H4] taken back by somebody else is said, until it is read or long past", () => {
    const back = (changedBy: string, agoMs: number, state: DeskItem["state"] = "approved") =>
      items({
        id: "a",
        state,
        changedBy,
        changedAt: new Date(UNTIL - agoMs).toISOString(),
      } as Partial<DeskItem>);
    const lines = (held: ReturnType<typeof back>, now = UNTIL) =>
      heldLines([note()], held, none, now, ["Ada"]);
    expect(lines(back("Bo", 3_000))).toEqual([{ ...note(), state: "stopped", by: "Bo" }]);
    expect(lines(back("Bo", 3_000, "discarded"))).toHaveLength(1);
    expect(lines(back("Bo", 3_000), UNTIL + 60_000)).toEqual([]);
    expect(lines(back("Ada", 3_000))).toEqual([]);
    // As it stood before it was sent from here.
    expect(lines(back("Bo", 5_000))).toEqual([]);
  });
  test("[H3] whose undo came too late says so until it is read, however long that takes", () => {
    const out = [{ id: "a", state: "published" } as Partial<DeskItem>];
    expect(states(out, UNTIL + 3_600_000, new Set(["a"]))).toEqual(["out"]);
    expect(worthKeeping([note()], new Set(["a"]), UNTIL + 3_600_000)).toHaveLength(1);
    expect(worthKeeping([note()], none, UNTIL + 3_600_000)).toEqual([]);
  });
  test("stacks in the order in which it goes out, each announcement once", () => {
    const notes = [note({ id: "b", untilMs: UNTIL + 2_000 }), note()].reduce(
      withNote,
      [] as readonly HeldNote[],
    );
    expect(notes.map(({ id }) => id)).toEqual(["a", "b"]);
    expect(withNote(notes, note({ untilMs: UNTIL + 9_000 })).map(({ id }) => id)).toEqual(["b", "a"]);
    expect(heldLines(notes, items(scheduled(), scheduled("b", UNTIL + 2_000)), none, UNTIL - 1)).toHaveLength(
      2,
    );
  });
  test("counts whole seconds down to none", () => {
    expect(secondsLeft(note(), UNTIL - 4_999)).toBe(5);
    expect(secondsLeft(note(), UNTIL - 1)).toBe(1);
    expect(secondsLeft(note(), UNTIL + 9)).toBe(0);
  });
  test("comes back from the device's storage, whatever stands there", () => {
    expect(readNotes(JSON.stringify([note(), { id: 3 }, null]))).toEqual([note()]);
    for (const text of [null, "", "{}", "[[", "null"]) expect(readNotes(text)).toEqual([]);
  });
});

describe("the confirmation of an urgent notice", () => {
  const given = { typed: "", hasHeld: false, isTicked: false };
  test("[C1] is never there from the start", () => {
    for (const status of ["actual", "exercise", "test"] as const)
      expect(isConfirmed(status, "actual", given)).toBe(false);
    expect(isConfirmed("actual", "", given)).toBe(false);
  });
  test("[C2] of a real one is the word or two seconds, never a tick", () => {
    expect(isConfirmed("actual", "actual", { ...given, isTicked: true })).toBe(false);
    expect(isConfirmed("actual", "actual", { ...given, hasHeld: true })).toBe(true);
    expect(isConfirmed("actual", "actual", { ...given, typed: "actua" })).toBe(false);
    expect(isConfirmed("actual", "réelle", { ...given, typed: " REELLE " })).toBe(true);
    expect(isConfirmed("actual", "真实", { ...given, typed: "真实" })).toBe(true);
  });
  test("[C2] of an exercise or a test is a tick, and neither word nor holding", () => {
    for (const status of ["exercise", "test"] as const) {
      expect(isConfirmed(status, "actual", { typed: "actual", hasHeld: true, isTicked: false })).toBe(false);
      expect(isConfirmed(status, "actual", { ...given, isTicked: true })).toBe(true);
    }
  });
  const stats = { online: 1_204, inPerson: 386, undeclared: 12, kiosks: { connected: 41, paired: 43 } };
  const form = {
    ...emptyForm("en"),
    text: { en: { headline: "Leave hall 4", body: "" }, fr: { headline: " ", body: "" } },
  };
  test("names whom it reaches, and the languages that it lacks", () => {
    expect(reachedBy(form, stats, ["en", "fr", "zh"])).toEqual({
      ...{ online: 1_204, inPerson: 386, undeclared: 12, screens: 41, zones: [] },
      ...{ languages: ["en"], missing: ["fr", "zh"] },
    });
    expect(reachedBy({ ...form, attendance: "online" }, stats, ["en"])).toMatchObject({
      inPerson: 0,
      screens: 0,
    });
    expect(reachedBy({ ...form, surfaces: ["kiosk"] }, stats, ["en"])).toMatchObject({
      online: 0,
      inPerson: 0,
      undeclared: 0,
      screens: 41,
    });
    expect(reachedBy({ ...form, attendance: "in-person" }, undefined, ["en"])).toMatchObject({
      online: undefined,
      screens: undefined,
    });
  });
});

describe("what follows an urgent notice", () => {
  const now = Date.parse("2022-11-09T08:00:20.000Z");
  const alert: Urgent = {
    announcement: {
      ...{
        id: "alert1",
        revision: 2,
        offset: 9,
        publishedAt: "2022-11-09T07:55:00.000Z",
        kind: "urgent" as const,
      },
      text: { en: { headline: "Leave hall 4", body: "Smoke" }, zh: { headline: "请离开四号馆", body: "" } },
      audience: { attendance: "in-person", zones: ["hall-4"], tracks: [] },
      surfaces: ["feed", "kiosk"],
      actions: [{ for: "in-person", label: { en: "Gate B" } }],
      details: {
        status: "actual",
        messageType: "alert",
        severity: "severe",
        instruction: { en: "Leave now" },
      },
      expiresAt: "2022-11-09T12:00:00.000Z",
      pinned: true,
      key: false,
    },
    details: { status: "actual", messageType: "alert", severity: "severe", instruction: { en: "Leave now" } },
    isOver: false,
  };
  const options = { zone: "Asia/Shanghai", languages: ["en", "zh", "fr", "sw"], now };
  test("[F1] refers to it, keeps its status, and goes to the same people", () => {
    for (const messageType of ["update", "all-clear"] as const) {
      const form = followUp(alert, messageType, options);
      expect(form.urgent).toEqual({ status: "actual", messageType, refersTo: "alert1", severity: "severe" });
      expect(form).toMatchObject({ kind: "urgent", attendance: "in-person", zones: ["hall-4"], when: "now" });
    }
  });
  test("[F2] an all-clear has no instruction and no action left, and a sentence in each language that has one", () => {
    const form = followUp(alert, "all-clear", options);
    expect(form.instruction).toEqual({});
    expect(Object.keys(form.text)).toEqual(["en", "zh", "fr"]);
    expect(form.text.zh!.headline).toBe("警报解除");
    expect(JSON.stringify(form)).not.toContain("Leave");
    expect(JSON.stringify(form)).not.toContain("Gate B");
  });
  test("[F2] an all-clear in a language without a sentence asks for one, and never borrows another's", () => {
    const { text } = followUp(alert, "all-clear", { ...options, languages: ["sw", "fr"] });
    expect(text.sw).toEqual({ headline: "", body: "" });
    expect(text.fr!.headline).toBe("Fin d’alerte");
  });
  test("[F1] an update begins with what was said, and holds at least as long", () => {
    const form = followUp(alert, "update", options);
    expect(form.text.en).toEqual({ headline: "Leave hall 4", body: "Smoke" });
    expect(form.instruction).toEqual({ en: "Leave now" });
    expect(form.expiresAt).toBe("2022-11-09T20:00");
  });
  test("[F3] is new, and what the contract takes as it stands", () => {
    for (const messageType of ["update", "all-clear"] as const) {
      const form = followUp(alert, messageType, options);
      for (const name of ["id", "revision", "exact", "draftKey"]) expect(form).not.toHaveProperty(name);
      const written = writtenFrom({ ...emptyForm("en"), ...form }, options.zone);
      expect(newAnnouncementSchema.safeParse(written).error?.issues ?? []).toEqual([]);
      expect(Date.parse(written.expiresAt!)).toBeGreaterThan(now);
    }
  });
});

describe("reasons at hand for a withdrawal", () => {
  test("are given in every language of the event that has them, and fit", () => {
    const [first] = reasonsFor("fr", ["en", "zh", "fr"]);
    expect(first).toEqual({
      label: "Envoyé par erreur.",
      reason: "Sent by mistake. · 误发。 · Envoyé par erreur.",
    });
    for (const { reason } of reasonsFor("en", ["en", "zh-Hans", "fr", "ar", "es", "ru"])) {
      expect(reason.length).toBeLessThanOrEqual(REASON_MAX);
      expect(withdrawBodySchema.safeParse({ reason }).success).toBe(true);
    }
  });
  test("are in English where the event's language has none", () => {
    expect(reasonsFor("sw", ["sw"])[0]).toEqual({ label: "Sent by mistake.", reason: "Sent by mistake." });
  });
});

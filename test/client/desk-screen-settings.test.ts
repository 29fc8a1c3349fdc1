/** How a screen is set up at the desk, what it is told, and when it is dark. */
import { describe, expect, test } from "vitest";
import {
  type BlackoutForm,
  blackoutFaults,
  blackoutOf,
  darkScreens,
  emptyBlackout,
  listed,
  stateAt,
} from "../../client/desk/screens/blackouts.ts";
import { outcomeSentence } from "../../client/desk/screens/command-line.tsx";
import { commandNames, outcomeOf, targets, withSent } from "../../client/desk/screens/command-outcome.ts";
import {
  changeFrom,
  changeOf,
  claimOf,
  dayPartShows,
  layouts,
  newSettings,
  orientations,
  rebased,
  settingsFaults,
  settingsFrom,
} from "../../client/desk/screens/settings-form.ts";
import type { StandingScreen } from "../../client/desk/state/desk-screens.ts";
import { language } from "../../client/shared/words/words.ts";
import {
  blackoutBodySchema,
  claimBodySchema,
  commandNames as contractCommands,
  layouts as contractLayouts,
  dayPartSchema,
  kioskChangeSchema,
  orientationSchema,
  type SentCommand,
} from "../../server/contract/kiosk.ts";
import { deskKiosk, halls, PAIRED_AT, zones } from "./desk-kiosks.ts";

describe("the settings of a screen", () => {
  const kiosk = deskKiosk({
    zone: "east",
    dayParts: [{ from: "22:00", to: "06:00", days: [5, 6], shows: "quiet" }],
    night: { from: "21:00", to: "07:00", brightness: 30 },
  });

  test("names what the contract names", () => {
    expect(layouts).toEqual(contractLayouts);
    expect(orientations).toEqual(orientationSchema.options);
    expect(commandNames).toEqual(contractCommands);
    expect(dayPartShows).toEqual(dayPartSchema.shape.shows.options);
  });

  test("opened and left alone they change nothing", () => {
    const form = settingsFrom(kiosk);
    expect(changeFrom(form, form)).toEqual({});
    expect(kioskChangeSchema.parse(changeOf(form))).toMatchObject({
      dayParts: kiosk.dayParts,
      night: kiosk.night,
      hall: null,
    });
  });

  test("only what differs is sent, and null takes away", () => {
    const was = settingsFrom(kiosk);
    const form = { ...was, zone: "", isDimmed: false, name: " Foyer, west ", languages: ["en", "zh"] };
    const change = changeFrom(form, was);
    expect(change).toEqual({ name: "Foyer, west", zone: null, night: null, languages: ["en", "zh"] });
    expect(kioskChangeSchema.safeParse(change).success).toBe(true);
  });

  test("times are read as people write them, and what is no time is said at its field", () => {
    const part = { from: "9:05", to: "17.30", days: [1, 2, 3, 4, 5, 6, 7], shows: "quiet" } as const;
    const form = { ...settingsFrom(kiosk), dayParts: [part] };
    expect(changeOf(form).dayParts).toEqual([{ from: "09:05", to: "17:30", shows: "quiet" }]);
    expect(settingsFaults(form)).toEqual([]);
    const wrong = { ...form, name: " ", languages: [], dayParts: [{ ...part, to: "25:00" }] };
    expect(settingsFaults(wrong).map(({ path, code }) => [path, code])).toEqual([
      ["name", "required"],
      ["languages", "too_few"],
      ["dayParts.0.to", "bad_clock_time"],
    ]);
  });

  test("a new screen is claimed with its settings, another in its place with none of its own", () => {
    const form = { ...newSettings(["en", "zh", "fr"]), name: "Foyer", hall: "h2" };
    const body = claimOf("BKTD-4P7X", form, "");
    expect(claimBodySchema.parse(body)).toMatchObject({ name: "Foyer", hall: "h2", languages: ["en", "zh"] });
    expect(body).not.toHaveProperty("zone");
    expect(claimOf("BKTD-4P7X", form, "k1")).toEqual({ userCode: "BKTD-4P7X", replaces: "k1" });
  });

  test("what a colleague changed meanwhile is taken, and what both changed is named", () => {
    const base = settingsFrom(kiosk);
    const mine = { ...base, name: "Mine", layout: "stage" as const };
    const theirs = { ...base, name: "Theirs", zone: "west", layout: "stage" as const };
    const { form, taken, both } = rebased(mine, base, theirs);
    expect(form).toMatchObject({ name: "Mine", zone: "west", layout: "stage" });
    expect([taken, both]).toEqual([["zone"], ["name"]]);
    expect(changeFrom(form, theirs)).toEqual({ name: "Mine" });
  });
});

const screen = (id: string, over: Partial<StandingScreen> = {}): StandingScreen => ({
  id,
  name: id,
  zone: undefined,
  hall: undefined,
  state: "connected",
  pairedAt: PAIRED_AT,
  ...over,
});

describe("a command", () => {
  const screens = [
    screen("a", { zone: "hall-2" }),
    screen("b", { zone: "east" }),
    screen("c"),
    screen("stopped", { state: "stopped" }),
    screen("late", { pairedAt: "2022-11-09T09:00:00.000Z" }),
  ];
  const SENT_AT = "2022-11-09T08:00:00.000Z";
  const sentMs = Date.parse(SENT_AT);
  const sent = (over: Partial<SentCommand> = {}): SentCommand => ({
    id: "c1",
    command: "identify",
    sentAt: SENT_AT,
    expiresAt: "2022-11-09T08:02:00.000Z",
    by: "Lea",
    results: [],
    ...over,
  });
  const result = (kioskId: string, code?: string) => ({
    kioskId,
    ok: code === undefined,
    ...(code === undefined ? {} : { code }),
    at: SENT_AT,
  });
  const said = (command: SentCommand, atMs = sentMs) =>
    outcomeSentence(outcomeOf(command, screens, zones, atMs));

  test("is for one, for those of a zone and below it, or for all that are not stopped", () => {
    const ids = (target: object) => targets(target, screens, zones).map(({ id }) => id);
    expect(ids({ kioskId: "b" })).toEqual(["b"]);
    expect(ids({ zone: "east" })).toEqual(["a", "b"]);
    expect(ids({})).toEqual(["a", "b", "c", "late"]);
  });

  test("waits for those that were there when it was sent, until its time is over", () => {
    const { expected, unanswered, isOpen } = outcomeOf(sent(), screens, zones, sentMs);
    expect([expected, unanswered, isOpen]).toEqual([3, ["a", "b", "c"], true]);
    expect(outcomeOf(sent(), screens, zones, sentMs + 130_000).isOpen).toBe(false);
    const all = sent({ results: [result("a"), result("b"), result("c")] });
    expect(outcomeOf(all, screens, zones, sentMs).isOpen).toBe(false);
  });

  test("says what became of it", () => {
    const some = sent({ results: [result("a"), result("b", "offline")] });
    expect(said(some)).toBe("Done on 1 of 3, 1 failed (no network), 1 has not answered");
    expect(said(some, sentMs + 600_000)).toBe(
      "Done on 1 of 3, 1 failed (no network), 1 did not answer in time",
    );
    expect(said(sent({ results: [result("a", "odd_code")], zone: "hall-2" }))).toBe("it failed: odd_code");
    expect(said(sent({ kioskId: "c" }))).toBe("no answer yet");
    expect(said(sent({ kioskId: "c", results: [result("c")] }))).toBe("Done");
    expect(said(sent({ kioskId: "removed" }))).toBe("No screen stands there.");
    language.value = "fr";
    expect(said(some)).toBe("Fait sur 1 de 3, 1 a échoué (pas de réseau), 1 n’a pas répondu");
    language.value = "en";
  });

  test("what has more answers is newer", () => {
    const [none, one] = [sent(), sent({ results: [result("a")] })];
    expect(withSent([none], one)).toEqual([one]);
    expect(withSent([one], none)).toEqual([one]);
    expect(withSent([], one)).toEqual([one]);
  });
});

describe("a blackout", () => {
  const session = {
    id: "s1",
    startsAt: "2022-11-09T09:00:00.000Z",
    endsAt: "2022-11-09T10:00:00.000Z",
  } as never;
  const sessionOf = (id: string) => (id === "s1" ? session : undefined);
  const nowMs = Date.parse("2022-11-09T09:30:00.000Z");

  test("is for a place and a session, or for a time; anything else is said at its field", () => {
    const form: BlackoutForm = { ...emptyBlackout, where: "hall", hall: "h2", sessionId: "s1" };
    const instant = (text: string) => `${text}:00Z`;
    expect(blackoutBodySchema.parse(blackoutOf(form, instant))).toEqual({ hall: "h2", sessionId: "s1" });
    const span = { ...form, when: "span" as const, startsAt: "2022-11-09T09:00", endsAt: "2022-11-09T10:00" };
    expect(blackoutBodySchema.safeParse(blackoutOf(span, instant)).success).toBe(true);
    expect(blackoutOf(span, instant)).not.toHaveProperty("sessionId");
    const paths = (given: Partial<BlackoutForm>) =>
      blackoutFaults({ ...emptyBlackout, ...given }).map(({ path }) => path);
    expect(paths({ where: "zone" })).toEqual(["zone", "sessionId"]);
    expect(paths({ when: "span" })).toEqual(["startsAt", "endsAt"]);
  });

  test("follows its session, and what is over stands last", () => {
    const by = "Lea";
    const all = [
      { id: "over", by, startsAt: "2022-11-09T07:00:00.000Z", endsAt: "2022-11-09T08:00:00.000Z" },
      { id: "lost", by, sessionId: "gone" },
      { id: "coming", by, startsAt: "2022-11-09T12:00:00.000Z", endsAt: "2022-11-09T13:00:00.000Z" },
      { id: "now", by, sessionId: "s1" },
    ];
    expect(listed(all, sessionOf, nowMs).map(({ blackout, state }) => [blackout.id, state])).toEqual([
      ["now", "now"],
      ["coming", "coming"],
      ["lost", "noSession"],
      ["over", "over"],
    ]);
    expect(stateAt({ startsMs: nowMs, endsMs: nowMs }, nowMs)).toBe("over");
  });

  test("counts the screens that it darkens as the server does", () => {
    const screens = [
      screen("in", { zone: "hall-2" }),
      screen("shows", { hall: "h2" }),
      screen("east", { zone: "east" }),
      screen("none"),
    ];
    const dark = (place: object) => darkScreens(place, screens, { zones, halls });
    expect([dark({}), dark({ zone: "east" }), dark({ hall: "h2" })]).toEqual([4, 2, 2]);
  });
});

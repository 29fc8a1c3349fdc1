import { describe, expect, test } from "vitest";
import { type ComposerForm, emptyForm, formFrom } from "../../client/desk/composer/composer-form.ts";
import { hiddenOn, shownFrom } from "../../client/desk/preview/shown-form.ts";
import { screenAt } from "../../client/kiosk/show/screen-at.ts";
import { isRevealed, viewOf } from "../../client/shared/view-model.ts";
import type { DeskAnnouncement } from "../../server/contract/desk-announcement.ts";

const now = Date.parse("2022-11-09T08:00:20.000Z");
const options = { item: undefined, isDirty: true, zone: "Asia/Shanghai", defaultLanguage: "en", now };
const form = (over: Partial<ComposerForm> = {}): ComposerForm => ({
  ...emptyForm("en"),
  text: { en: { headline: "Hall 4 is full", body: "" } },
  ...over,
});
const screenOf = ({ announcement, now: at }: ReturnType<typeof shownFrom>) =>
  screenAt(new Map([[announcement.id, announcement]]), {
    now: at,
    kiosk: { id: "", layout: "foyer", hours: "always", dayParts: [], openingHours: [], blackouts: [] },
    sessions: [],
    zones: [],
    halls: [],
    timeZone: "Asia/Shanghai",
    rowsFit: 3,
  }).screen;

describe("what is being written, as readers will get it", () => {
  test("[V1] stands at the time at which it goes out", () => {
    expect(shownFrom(form({ when: "at", at: "2022-11-09T18:30" }), options).announcement.publishedAt).toBe(
      "2022-11-09T10:30:00.000Z",
    );
  });
  test("[V1] that goes out now stands still within the minute", () => {
    const later = { ...options, now: now + 30_000 };
    expect(shownFrom(form(), options)).toEqual(shownFrom(form(), later));
    expect(shownFrom(form(), options).announcement.publishedAt).toBe("2022-11-09T08:00:00.000Z");
  });
  test("[V1] a time that cannot be read yet is none", () => {
    for (const at of ["", "soon"])
      expect(shownFrom(form({ when: "at", at }), options).announcement.publishedAt).toBe(
        "2022-11-09T08:00:00.000Z",
      );
    expect(shownFrom(form({ expiresAt: "soon" }), options).announcement).not.toHaveProperty("expiresAt");
  });
  test("[V2] a change of what is public is a correction, and what is untouched is not", () => {
    const item = {
      ...{ id: "a1", revision: 2, state: "published", publishedAt: "2022-11-09T07:00:00.000Z", offset: 7 },
      ...{ kind: "notice", text: { en: { headline: "Was", body: "" } }, surfaces: ["feed"], actions: [] },
      ...{ audience: { attendance: "everyone", zones: [], tracks: [] }, pinned: false, key: false },
    } as unknown as DeskAnnouncement;
    const open = formFrom(item, "UTC", "en");
    expect(shownFrom(open, { ...options, item, isDirty: true }).announcement).toMatchObject({
      publishedAt: "2022-11-09T07:00:00.000Z",
      correctedAt: "2022-11-09T08:00:00.000Z",
      revision: 3,
    });
    expect(shownFrom(open, { ...options, item, isDirty: false }).announcement).not.toHaveProperty(
      "correctedAt",
    );
  });
  test("[V3] has no link that a reader would not be sent to", () => {
    const urls = ["javascript:alert(1)", "https://live.example/", "data:text/html,x", "live"];
    const shown = urls.map(
      (url) =>
        shownFrom(form({ kind: "release", release: { document: "Report", url } }), options).announcement
          .details,
    );
    expect(shown).toEqual([
      { document: "Report" },
      { document: "Report", url: "https://live.example/" },
      { document: "Report" },
      { document: "Report" },
    ]);
  });
  test("an empty form has a place for its headline, in the event's first language", () => {
    expect(shownFrom(emptyForm("zh"), { ...options, defaultLanguage: "zh" }).announcement.text).toEqual({
      zh: { headline: "…", body: "" },
    });
  });
  test("a result has its podium revealed, and the screen to itself", () => {
    const podium = ["Lantern", "Bridge", "River"].map((name, at) => ({
      place: String(at + 1),
      name,
      affiliation: "",
      country: "",
    }));
    const shown = shownFrom(form({ kind: "result", competition: "Final", podium }), options);
    expect(isRevealed(shown.announcement, shown.now)).toBe(true);
    expect(screenOf(shown)).toBe("honours");
    expect(screenOf(shownFrom(form(), options))).toBe("stage");
  });
  test("an urgent notice stands in its frame on phones and takes over screens, an all-clear too", () => {
    for (const messageType of ["alert", "all-clear"]) {
      const urgent = {
        status: "actual",
        messageType,
        ...(messageType === "alert" ? {} : { refersTo: "a0" }),
      };
      const shown = shownFrom(form({ kind: "urgent", urgent, expiresAt: "2022-11-09T18:00" }), options);
      const view = viewOf(new Map([[shown.announcement.id, shown.announcement]]), {
        ...{
          now: shown.now,
          timeZone: "UTC",
          zones: [],
          attendance: "online",
          kind: undefined,
          track: undefined,
        },
        shownUpTo: Number.POSITIVE_INFINITY,
      });
      expect(view.urgent).toHaveLength(1);
      expect(screenOf(shown)).toBe("takeover");
    }
  });
});

test("a device that will not show it says why", () => {
  const of = (over: Partial<ComposerForm>) => shownFrom(form(over), options).announcement;
  expect(hiddenOn(of({ attendance: "in-person" }), "online", [])).toBe("audience");
  expect(hiddenOn(of({ attendance: "online" }), "screen", [])).toBe("audience");
  expect(hiddenOn(of({ surfaces: ["feed"] }), "screen", [])).toBe("surface");
  expect(hiddenOn(of({ surfaces: ["kiosk"] }), "in-person", [])).toBe("surface");
  expect(hiddenOn(of({ attendance: "in-person", zones: ["east"] }), "in-person", [])).toBeUndefined();
});

import { describe, expect, test } from "vitest";
import { announcementSchema } from "../../server/contract/announcement.ts";
import { deskAnnouncementSchema, sealedAnnouncementSchema } from "../../server/contract/desk-announcement.ts";
import {
  deskView,
  instant,
  isPublic,
  publicAnnouncement,
  publicContent,
  REVEAL_DELAY_MS,
  wholeView,
} from "../../server/core/record.ts";
import { fromNow, HOUR, NOW, recordIn, states } from "../support/decisions.ts";
import { notice, person, urgent } from "../support/written.ts";

const result = notice("Winner", {
  kind: "result",
  details: { competition: "Robots", podium: [{ place: 1, name: "Ada" }] },
});
const published = { offset: 7, publishedAt: fromNow(0), pinned: false };

describe("what readers get", () => {
  test("the words of one revision, with where and when it was first published", () => {
    const content = publicContent("a1", 3, notice("N", { pinned: true, sessionId: "a-session" }));
    expect(content).not.toHaveProperty("pinned");
    const seen = publicAnnouncement(content, { ...published, pinned: true, correctedAt: fromNow(HOUR) });
    expect(announcementSchema.parse(seen)).toEqual(seen);
    expect(seen).toMatchObject({
      id: "a1",
      revision: 3,
      offset: 7,
      publishedAt: fromNow(0),
      correctedAt: fromNow(HOUR),
      pinned: true,
      sessionId: "a-session",
    });
  });

  test("what is not there is absent", () => {
    const seen = publicAnnouncement(publicContent("a1", 1, notice("N")), published);
    for (const field of ["correctedAt", "revealAt", "details", "sessionId", "state"])
      expect(Object.keys(seen)).not.toContain(field);
  });

  test("the pin is that of the feed now, not that of the words", () => {
    const content = publicContent("a1", 1, notice("N", { pinned: true }));
    expect(publicAnnouncement(content, published).pinned).toBe(false);
  });

  test("a result, and nothing else, is revealed 1.5 s after it was published", () => {
    expect(REVEAL_DELAY_MS).toBe(1_500);
    expect(publicAnnouncement(publicContent("a1", 1, result), published).revealAt).toBe(fromNow(1_500));
    for (const other of [notice("N"), urgent("U")])
      expect(publicAnnouncement(publicContent("a1", 1, other), published)).not.toHaveProperty("revealAt");
  });

  test("[E2] a correction does not reveal it later", () => {
    const corrected = { ...published, correctedAt: fromNow(HOUR) };
    expect(publicAnnouncement(publicContent("a1", 2, result), corrected).revealAt).toBe(fromNow(1_500));
  });
});

describe("what the desk gets", () => {
  test.for(states)("%s: a shape of the contract, with names and instants but no ids of people", (state) => {
    const record = recordIn(state, result, { pinned: true });
    const view = wholeView(record);
    expect(deskAnnouncementSchema.parse(view)).toEqual(view);
    expect(view).toMatchObject({ state, createdBy: record.createdByName, pinned: true });
    if (record.publishedAtMs !== undefined)
      expect(view.revealAt).toBe(instant(record.publishedAtMs + REVEAL_DELAY_MS));
    expect(view.scheduledAt).toBe(
      record.scheduledAtMs === undefined ? undefined : instant(record.scheduledAtMs),
    );
  });

  test("[V5] sealed, a shape of the contract too", () => {
    const record = recordIn("draft", notice("N", { embargoUntil: fromNow(HOUR) }));
    const view = deskView(record, person("moderator"), NOW);
    expect(sealedAnnouncementSchema.parse(view)).toEqual(view);
  });

  test("public is what is published or corrected", () => {
    expect(states.filter(isPublic)).toEqual(["published", "corrected"]);
  });
});

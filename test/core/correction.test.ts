import { describe, expect, test } from "vitest";
import { type Correction, correctionSchema } from "../../server/contract/announcement.ts";
import { corrected } from "../../server/core/correction.ts";
import { decide } from "../../server/core/decide.ts";
import { answer, around, fromNow, HOUR, NOW, recordIn, taken } from "../support/decisions.ts";
import { notice, urgent } from "../support/written.ts";

const bilingual = notice("Old", {
  text: { en: { headline: "Old", body: "Body" }, zh: { headline: "旧", body: "正文" } },
  sessionId: "a-session",
  expiresAt: fromNow(HOUR),
  actions: [{ for: "online", label: { en: "Watch" }, url: "https://stream.example/2" }],
});
const merged = (correction: Correction) => taken(corrected(bilingual, correctionSchema.parse(correction)));

describe("a correction is partial", () => {
  test("what is not given stays", () => {
    expect(merged({})).toEqual(bilingual);
    expect(merged({ key: true })).toEqual({ ...bilingual, key: true });
  });

  test("text merges by language, and within one by headline and body", () => {
    expect(merged({ text: { zh: { headline: "新" } } }).text).toEqual({
      en: { headline: "Old", body: "Body" },
      zh: { headline: "新", body: "正文" },
    });
    expect(merged({ text: { fr: { headline: "Nouveau" } } }).text).toEqual({
      ...bilingual.text,
      fr: { headline: "Nouveau", body: "" },
    });
  });

  test("null removes: a language, a field", () => {
    expect(Object.keys(merged({ text: { zh: null } }).text)).toEqual(["en"]);
    const bare = merged({ sessionId: null, expiresAt: null, actions: null });
    expect(bare).not.toHaveProperty("sessionId");
    expect(bare).not.toHaveProperty("expiresAt");
    expect(bare.actions).toEqual([]);
  });

  test("a field given replaces whole", () => {
    expect(merged({ audience: { attendance: "online", zones: [], tracks: [] } }).audience.attendance).toBe(
      "online",
    );
    expect(merged({ actions: [] }).actions).toEqual([]);
  });

  test("what comes of it must be whole: no text left, a new language without headline, details of another kind", () => {
    for (const correction of [
      { text: { en: null, zh: null } },
      { text: { fr: { body: "Corps" } } },
      { details: { podium: [] } },
    ])
      expect(answer(corrected(bilingual, correction))).toBe("invalid");
  });

  test("what is corrected is not changed in place", () => {
    const before = structuredClone(bilingual);
    merged({ text: { en: { headline: "New" }, zh: null }, sessionId: null });
    expect(bilingual).toEqual(before);
  });
});

describe("correcting what is published", () => {
  const record = recordIn("published", bilingual);
  const correct = (correction: Correction, from = record) =>
    decide(from, { type: "correct", correction }, around());

  test("[E2] a new revision that keeps the offset and the instant of its publication", () => {
    const change = taken(correct({ text: { en: { headline: "New" } } }));
    expect(change.next).toMatchObject({ state: "corrected", revision: 2, offset: 7 });
    expect(change.entries).toEqual([
      {
        type: "announcementCorrected",
        announcementId: record.id,
        revision: 2,
        pinned: false,
        announcementOffset: 7,
        publishedAt: new Date(record.publishedAtMs!).toISOString(),
      },
    ]);
    expect(change).toMatchObject({ stamp: "corrected", reveal: { id: record.id, revision: 2 } });
    expect(change.redact).toBeUndefined();
    expect(change.newRevision).toEqual(change.next.written);
  });

  test("[L7] removePrevious takes every revision so far from public view, and not the new one", () => {
    const thrice = recordIn("corrected", bilingual, { revision: 3 });
    const change = taken(correct({ removePrevious: true, text: { en: { headline: "New" } } }, thrice));
    expect(change.redact).toEqual([1, 2, 3]);
    expect(change.entries[0]).toMatchObject({ revision: 4, redactBelow: 4 });
    expect(change.next.written).not.toHaveProperty("removePrevious");
    expect(taken(correct({ removePrevious: false })).redact).toBeUndefined();
  });

  test("the default language cannot be removed, nor a zone, session or language named that is not", () => {
    for (const correction of [
      { text: { en: null } },
      { text: { de: { headline: "Neu" } } },
      { sessionId: "no-such" },
      { audience: { attendance: "everyone" as const, zones: ["no-such"], tracks: [] } },
    ])
      expect(answer(correct(correction))).toBe("invalid");
  });

  test("pinned is given or stays as it is in the feed, whatever it was when written", () => {
    const pinnedSince = { ...record, pinned: true };
    expect(taken(correct({ key: true }, pinnedSince))).toMatchObject({
      next: { pinned: true },
      entries: [{ pinned: true }],
    });
    expect(taken(correct({ pinned: false }, pinnedSince))).toMatchObject({
      next: { pinned: false },
      entries: [{ pinned: false }],
    });
  });

  test("an expiry in the past is refused, unless it had that already", () => {
    expect(correct({ expiresAt: fromNow(0) })).toMatchObject({
      refusal: { code: "invalid", errors: [{ path: "expiresAt" }] },
    });
    const expired = recordIn("published", urgent("Over", {}, { expiresAt: fromNow(-HOUR) }));
    expect(answer(correct({ text: { en: { headline: "Truly over" } } }, expired))).toBe("granted");
    expect(answer(correct({ expiresAt: fromNow(-HOUR) }, expired))).toBe("granted");
  });

  test("an embargo that has passed does not stand in its way", () => {
    const past = recordIn("published", notice("N", { embargoUntil: new Date(NOW - 1).toISOString() }));
    expect(answer(correct({ key: true }, past))).toBe("granted");
  });
});

describe("withdrawing", () => {
  test("[E4] [L7] leaves its place and takes every revision's text", () => {
    const record = recordIn("corrected", notice("N", { pinned: true }), { revision: 3 });
    const change = taken(decide(record, { type: "withdraw", reason: "wrong" }, around()));
    expect(change).toMatchObject({ stamp: "withdrawn", redact: [1, 2, 3], next: { pinned: false } });
    expect(change.entries).toEqual([
      {
        type: "announcementWithdrawn",
        announcementId: record.id,
        announcementOffset: 7,
        reason: "wrong",
      },
    ]);
    expect(change.reveal).toBeUndefined();
  });
});

describe("pinning", () => {
  test("[E6] a pin carries what the announcement is, an unpin only which", () => {
    const record = recordIn("corrected");
    const { entries } = taken(decide(record, { type: "pin" }, around()));
    expect(entries).toEqual([
      {
        type: "announcementPinned",
        announcementId: record.id,
        revision: 2,
        pinned: true,
        announcementOffset: 7,
        publishedAt: new Date(record.publishedAtMs!).toISOString(),
        correctedAt: new Date(record.correctedAtMs!).toISOString(),
      },
    ]);
    const unpinned = taken(decide({ ...record, pinned: true }, { type: "unpin" }, around()));
    expect(unpinned.entries).toEqual([{ type: "announcementUnpinned", announcementId: record.id }]);
    expect(unpinned.next.pinned).toBe(false);
  });
});

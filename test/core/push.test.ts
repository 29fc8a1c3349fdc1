import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Announcement } from "../../server/contract/announcement.ts";
import { type PushFilters, pushMessageSchema } from "../../server/contract/push.ts";
import {
  concerns,
  isAddressed,
  isOldNews,
  isSendable,
  NEWS_FOR_MS,
  pushMessage,
  ttlSeconds,
  withdrawalMessage,
} from "../../server/core/push.ts";

const NOW = Date.parse("2022-11-09T02:00:00Z");
const at = (ms: number) => new Date(NOW + ms).toISOString();

const item = (over: Partial<Announcement> = {}): Announcement => ({
  id: "a1",
  revision: 1,
  offset: 1,
  publishedAt: at(0),
  kind: "notice",
  text: { en: { headline: "Doors", body: "" } },
  audience: { attendance: "everyone", zones: [], tracks: [] },
  surfaces: ["feed", "kiosk"],
  actions: [],
  pinned: false,
  key: false,
  ...over,
});
const nothing: PushFilters = { kinds: [], tracks: [], sessions: [] };
const telling = { language: undefined, languages: ["en", "zh"], isRehearsal: false };

const id = fc.constantFrom("a", "b", "c");
const ids = fc.uniqueArray(id);
const kind = fc.constantFrom("session-start", "release", "programme-change", "notice", "urgent" as const);
const filters: fc.Arbitrary<PushFilters> = fc.record({
  attendance: fc.constantFrom("online", "in-person", undefined),
  kinds: fc.uniqueArray(kind),
  tracks: ids,
  sessions: ids,
});
const items = fc
  .record({
    kind,
    attendance: fc.constantFrom("everyone", "online", "in-person"),
    tracks: ids,
    sessionId: fc.option(id, { nil: undefined }),
    moved: fc.option(id, { nil: undefined }),
  })
  .map(({ kind, attendance, tracks, sessionId, moved }) =>
    item({
      kind,
      audience: { attendance, zones: [], tracks } as Announcement["audience"],
      ...(sessionId === undefined ? {} : { sessionId }),
      ...(kind === "programme-change" && moved !== undefined ? { details: { sessionId: moved } } : {}),
    }),
  );

describe("[U1] whom it concerns", () => {
  test("who is elsewhere is never told, whatever else they want", () => {
    fc.assert(
      fc.property(items, filters, (each, wishes) => {
        const { attendance } = each.audience;
        if (wishes.attendance === undefined || attendance === "everyone") return;
        if (attendance !== wishes.attendance) expect(concerns(each, wishes)).toBe(false);
      }),
    );
  });

  test("who is there is told of what is urgent and of their sessions in any case", () => {
    fc.assert(
      fc.property(items, filters, (each, { kinds, tracks, sessions }) => {
        const moved = (each.details as { sessionId?: string } | undefined)?.sessionId;
        const isStarred = [each.sessionId, moved].some((of) => of !== undefined && sessions.includes(of));
        if (each.kind === "urgent" || isStarred)
          expect(concerns(each, { kinds, tracks, sessions })).toBe(true);
      }),
    );
  });

  test("without wishes, everything; with one more kind, track or session, never less", () => {
    fc.assert(
      fc.property(items, filters, kind, id, (each, wishes, more, other) => {
        expect(concerns(each, nothing)).toBe(true);
        if (!concerns(each, wishes)) return;
        const { kinds, tracks, sessions } = wishes;
        const wider = {
          ...wishes,
          kinds: kinds.length === 0 ? kinds : [...kinds, more],
          tracks: tracks.length === 0 ? tracks : [...tracks, other],
          sessions: [...sessions, other],
        };
        expect(concerns(each, wider)).toBe(true);
      }),
    );
  });

  test("kind and track must both match; what names no track is for all of them", () => {
    const wishes = { ...nothing, kinds: ["release" as const], tracks: ["a"] };
    const inTrack = (tracks: string[], kind: "release" | "notice") =>
      concerns(item({ kind, audience: { attendance: "everyone", zones: [], tracks } }), wishes);
    expect([inTrack(["a"], "release"), inTrack([], "release")]).toEqual([true, true]);
    expect([inTrack(["b"], "release"), inTrack(["a"], "notice")]).toEqual([false, false]);
  });
});

test("what is not in the feed, under embargo or over is not sent", () => {
  expect(isSendable(item(), NOW)).toBe(true);
  expect(isSendable(item({ surfaces: ["kiosk"] }), NOW)).toBe(false);
  expect(isSendable(item({ embargoUntil: at(1) }), NOW)).toBe(false);
  expect(isSendable(item({ embargoUntil: at(0) }), NOW)).toBe(true);
  expect(isSendable(item({ expiresAt: at(0) }), NOW)).toBe(false);
});

test("[U2] news is old after half an hour; what is urgent when it is over", () => {
  const urgent = { kind: "urgent", expiresAt: at(1) } as const;
  expect(isOldNews(NOW - NEWS_FOR_MS, { kind: "notice" }, NOW)).toBe(false);
  expect(isOldNews(NOW - NEWS_FOR_MS - 1, { kind: "notice" }, NOW)).toBe(true);
  expect(isOldNews(NOW - 10 * NEWS_FOR_MS, urgent, NOW)).toBe(false);
  expect(isOldNews(NOW, urgent, NOW + 1)).toBe(true);
});

test("[U7] a push service keeps it four hours, what is urgent as long as it holds, and nothing longer than either", () => {
  expect(ttlSeconds({ kind: "notice" }, NOW)).toBe(14_400);
  expect(ttlSeconds({ kind: "notice", expiresAt: at(90_500) }, NOW)).toBe(90);
  expect(ttlSeconds({ kind: "urgent", expiresAt: at(86_400_000) }, NOW)).toBe(86_400);
  expect(ttlSeconds({ kind: "notice", expiresAt: at(-1) }, NOW)).toBe(0);
});

describe("[U3] who is told of", () => {
  const device = { filters: nothing, createdAtMs: NOW, wasTold: false };
  const published = (createdAtMs: number) =>
    isAddressed({ what: "published", item: item(), writtenAtMs: NOW }, { ...device, createdAtMs });
  const online = item({ audience: { attendance: "online", zones: [], tracks: [] } });
  const corrected = (before: Announcement | undefined, over: object) =>
    isAddressed({ what: "corrected", item: item(), before }, { ...device, ...over });
  const onSite = { filters: { ...nothing, attendance: "in-person" } };

  test("a publication: who asked before it", () => {
    expect([published(NOW - 1), published(NOW + 5_000)]).toEqual([true, false]);
  });
  test("a correction: who was told, and whom it concerns only since", () => {
    expect(corrected(item(), { wasTold: true })).toBe(true);
    expect(corrected(item(), {})).toBe(false);
    expect(corrected(online, onSite)).toBe(true);
    expect(corrected(undefined, onSite)).toBe(false);
  });
  test("a withdrawal: who was told", () => {
    expect(isAddressed({ what: "withdrawn" }, device)).toBe(false);
    expect(isAddressed({ what: "withdrawn" }, { ...device, wasTold: true })).toBe(true);
  });
});

describe("[U7] what is said", () => {
  test.for([
    ["fr-CA", "fr"],
    ["zh-Hans", "zh"],
    ["ru", "en"],
    [undefined, "en"],
  ])("asked for in %s, in %s", ([asked, language]) => {
    const text = Object.fromEntries(["fr", "en", "zh"].map((tag) => [tag, { headline: tag, body: "" }]));
    const message = pushMessage("published", item({ text }), { ...telling, language: asked });
    expect(message).toMatchObject({ title: language, language });
  });

  test("an exercise and a test say so first, also corrected, also in a rehearsal", () => {
    const drill = (status: "exercise" | "test") =>
      item({ kind: "urgent", details: { status, messageType: "alert" }, expiresAt: at(1) });
    const rehearsal = { ...telling, isRehearsal: true };
    expect(pushMessage("published", drill("exercise"), rehearsal).title).toBe("Exercise: Doors");
    expect(pushMessage("corrected", drill("test"), telling).title).toBe("Test: Correction: Doors");
    expect(pushMessage("published", item(), rehearsal).title).toBe("Rehearsal: Doors");
  });

  test("however much is written, in whatever script, it fits into 3 KB, and it is valid", () => {
    const long = (max: number) => fc.string({ unit: "grapheme", minLength: 1, maxLength: max });
    fc.assert(
      fc.property(
        long(200),
        long(10_000),
        fc.constantFrom("en", "zh", "ar", "de"),
        (line, body, language) => {
          const headline = line.slice(0, 200);
          const urgent = item({
            id: "x".repeat(64),
            kind: "urgent",
            text: { [language]: { headline, body: body.slice(0, 10_000) } },
            details: { status: "exercise", messageType: "alert", instruction: headline },
          });
          const tombstone = { id: urgent.id, offset: 1, withdrawnAt: at(0), reason: body.slice(0, 500) };
          const asked = { ...telling, language };
          for (const message of [
            pushMessage("corrected", urgent, asked),
            withdrawalMessage(tombstone, 3, "urgent", asked),
          ]) {
            expect(new TextEncoder().encode(JSON.stringify(message)).length).toBeLessThan(2_900);
            expect(pushMessageSchema.parse(message)).toEqual(message);
          }
        },
      ),
    );
  });
});

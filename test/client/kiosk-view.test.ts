import { describe, expect, test } from "vitest";
import {
  ALL_CLEAR_TAKEOVER_MS,
  HONOURS_MS,
  PAGE_MS,
  podiumOf,
  STAGE_MS,
  screenAt,
} from "../../client/kiosk/kiosk-view.ts";
import type { Announcement, FeedItem } from "../../server/contract/announcement.ts";
import type { Session } from "../../server/contract/programme.ts";
import { announced } from "../support/feed-history.ts";

const START = 1_667_980_800_000;
const iso = (afterMs: number) => new Date(START + afterMs).toISOString();
const held = (...items: FeedItem[]) => new Map(items.map((item) => [item.id, item]));
const at = (afterMs: number, sessions: Session[] = []) => ({
  now: START + afterMs,
  sessions,
  zones: [],
  rowsFit: 3,
});
const alert = (over: Partial<Announcement> = {}) =>
  announced(5, {
    kind: "urgent",
    publishedAt: iso(0),
    expiresAt: iso(3_600_000),
    details: { status: "exercise", messageType: "alert" },
    ...over,
  });

describe("takeover", () => {
  test("an alert has the whole screen until it ends", () => {
    expect(screenAt(held(alert()), at(3_500_000)).screen).toBe("takeover");
    expect(screenAt(held(alert()), at(3_600_000)).screen).toBe("foyer");
  });
  test("its all-clear is shown for a minute, then what was there comes back", () => {
    const clear = announced(6, {
      kind: "urgent",
      publishedAt: iso(1_000),
      details: { status: "exercise", messageType: "all-clear", refersTo: "a5" },
    });
    expect(screenAt(held(alert(), clear), at(2_000)).screen).toBe("takeover");
    expect(screenAt(held(alert(), clear), at(1_000 + ALL_CLEAR_TAKEOVER_MS)).screen).toBe("foyer");
  });
  test("what is not for screens, or for those at home alone, is not shown", () => {
    expect(screenAt(held(alert({ surfaces: ["feed"] })), at(1)).screen).toBe("foyer");
    const audience = { attendance: "online" as const, zones: [], tracks: [] };
    expect(screenAt(held(alert({ audience })), at(1)).screen).toBe("foyer");
  });
});

describe("stage", () => {
  test("what is new has the screen for as long as it takes to read, and is then the latest", () => {
    const item = announced(1, { publishedAt: iso(0) });
    expect(screenAt(held(item), at(STAGE_MS)).screen).toBe("stage");
    expect(screenAt(held(item), at(STAGE_MS + 2_000))).toMatchObject({
      screen: "foyer",
      latest: { id: "a1" },
    });
  });
  test("a podium waits for its instant, which is the same on every screen", () => {
    const podium = [3, 1, 2].map((place) => ({ place, name: `Team ${place}` }));
    const result = announced(1, {
      kind: "result",
      publishedAt: iso(0),
      revealAt: iso(1_500),
      details: { podium },
    });
    expect(screenAt(held(result), at(1_499)).screen).toBe("stage");
    expect(screenAt(held(result), at(1_500)).screen).toBe("honours");
    expect(screenAt(held(result), at(HONOURS_MS)).screen).toBe("foyer");
    expect(podiumOf(result)?.map(({ place }) => place)).toEqual([1, 2, 3]);
  });
  test("a podium with two firsts is told by its headline", () => {
    const podium = [1, 1, 3].map((place) => ({ place, name: "Team" }));
    expect(podiumOf(announced(1, { kind: "result", details: { podium } }))).toBeUndefined();
  });
});

test("the board turns over when there are more rows than fit", () => {
  const session = (name: number): Session => ({
    id: `s${name}`,
    hall: `h${name}`,
    title: { en: `Session ${name}` },
    type: "forum",
    startsAt: iso(600_000 + name),
    endsAt: iso(1_200_000),
    speakers: [],
  });
  const sessions = [1, 2, 3, 4].map(session);
  const first = Math.ceil(START / (2 * PAGE_MS)) * 2 * PAGE_MS - START;
  expect(screenAt(held(), at(first, sessions))).toMatchObject({ page: 0, pages: 2, rows: { length: 3 } });
  expect(screenAt(held(), at(first + PAGE_MS, sessions))).toMatchObject({
    page: 1,
    rows: [{ id: "s2" }, { id: "s3" }, { id: "s4" }],
  });
});

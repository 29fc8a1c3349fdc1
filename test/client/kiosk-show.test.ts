import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ScreenOptions, ShownAs } from "../../client/kiosk/show/options.ts";
import { PAGE_MS } from "../../client/kiosk/show/options.ts";
import { instructionHere } from "../../client/kiosk/show/places.ts";
import { podiumOf } from "../../client/kiosk/show/podium.ts";
import { ALL_CLEAR_TAKEOVER_MS, screenAt } from "../../client/kiosk/show/screen-at.ts";
import { HONOURS_MS, PATIENCE_MS, STAGE_MS, stagedAt, stageMs } from "../../client/kiosk/show/staging.ts";
import { TURN_MS, tonguesAt } from "../../client/kiosk/show/tongues.ts";
import type { Announcement, FeedItem } from "../../server/contract/announcement.ts";
import type { Session } from "../../server/contract/programme.ts";
import { announced } from "../support/feed-history.ts";
import { event } from "../support/written.ts";

/** Wednesday 9 November 2022, 16:00 in Shanghai. */
const START = 1_667_980_800_000;
const MINUTE = 60_000;
const iso = (afterMs: number) => new Date(START + afterMs).toISOString();
const held = (...items: FeedItem[]) => new Map(items.map((item) => [item.id, item]));
const { zones, halls, timeZone } = event();

const kiosk: ShownAs = {
  id: "me",
  layout: "foyer",
  hours: "event",
  dayParts: [],
  openingHours: [],
  blackouts: [],
};
const at = (
  afterMs: number,
  over: Partial<ScreenOptions> & { as?: Partial<ShownAs> } = {},
): ScreenOptions => {
  const { as = {}, ...rest } = over;
  return {
    now: START + afterMs,
    kiosk: { ...kiosk, ...as },
    sessions: [],
    zones,
    halls,
    timeZone,
    rowsFit: 3,
    ...rest,
  };
};
const alert = (over: Partial<Announcement> = {}) =>
  announced(5, {
    kind: "urgent",
    publishedAt: iso(0),
    expiresAt: iso(60 * MINUTE),
    details: { status: "exercise", messageType: "alert" },
    ...over,
  });
const session = (name: string, from: number, to: number, hall: string | null = "hall-2"): Session => ({
  id: name,
  ...(hall === null ? {} : { hall }),
  title: { en: name },
  type: "forum",
  startsAt: iso(from * MINUTE),
  endsAt: iso(to * MINUTE),
  speakers: [],
});
const inZones = (...named: string[]) => ({ attendance: "everyone" as const, zones: named, tracks: [] });
const podium = [3, 1, 2].map((place) => ({ place, name: `Team ${place}` }));

describe("[SH1] takeover", () => {
  test("an alert has the whole screen until it ends", () => {
    expect(screenAt(held(alert()), at(3_500_000)).screen).toBe("takeover");
    expect(screenAt(held(alert()), at(3_600_000)).screen).toBe("quiet");
  });
  test("its all-clear is shown for a minute, then what was there comes back", () => {
    const clear = announced(6, {
      kind: "urgent",
      publishedAt: iso(1_000),
      details: { status: "exercise", messageType: "all-clear", refersTo: "a5" },
    });
    const before = announced(1, { publishedAt: iso(-10 * MINUTE) });
    expect(screenAt(held(before, alert(), clear), at(2_000)).screen).toBe("takeover");
    expect(screenAt(held(before, alert(), clear), at(1_000 + ALL_CLEAR_TAKEOVER_MS))).toMatchObject({
      screen: "foyer",
      latest: { id: "a1" },
    });
  });
  test("over a blackout, outside opening hours, in a quiet part of the day, on every layout", () => {
    const closed = [{ date: "2022-11-08", opens: "08:00", closes: "09:00" }];
    const blackouts = [{ id: "b", startsAt: iso(0), endsAt: iso(MINUTE) }];
    const dayParts = [{ from: "00:00", to: "00:00", shows: "quiet" as const }];
    for (const layout of ["foyer", "door", "stage", "ticker"] as const)
      for (const as of [{ openingHours: closed }, { blackouts }, { dayParts }])
        expect(screenAt(held(alert()), at(1, { as: { layout, ...as } })).screen).toBe("takeover");
  });
  test("what is not for screens, for those at home alone, or for another zone is not shown", () => {
    expect(screenAt(held(alert({ surfaces: ["feed"] })), at(1)).screen).toBe("quiet");
    const online = { attendance: "online" as const, zones: [], tracks: [] };
    expect(screenAt(held(alert({ audience: online })), at(1)).screen).toBe("quiet");
    const west = alert({ audience: inZones("west") });
    expect(screenAt(held(west), at(1, { as: { zone: "hall-2" } })).screen).toBe("quiet");
    expect(screenAt(held(west), at(1, { as: { zone: "west" } })).screen).toBe("takeover");
  });
  test("it says what to do here: for the nearest zone, else for all", () => {
    const said = (
      zone: string | undefined,
      zoneInstructions = [{ zone: "east", instruction: { en: "Gate A" } }],
    ) =>
      instructionHere(
        {
          announcement: alert(),
          isOver: false,
          details: { status: "actual", messageType: "alert", instruction: { en: "Leave" }, zoneInstructions },
        },
        zone,
        zones,
      );
    expect(["hall-2", "east", "west", undefined].map((zone) => said(zone))).toEqual([
      { en: "Gate A" },
      { en: "Gate A" },
      { en: "Leave" },
      { en: "Leave" },
    ]);
    const both = [
      { zone: "venue", instruction: { en: "Stay" } },
      { zone: "hall-2", instruction: { en: "Gate B" } },
    ];
    expect([said("hall-2", both), said("west", both)]).toEqual([{ en: "Gate B" }, { en: "Stay" }]);
  });
});

describe("[SH2] [SH3] when there is nothing to show", () => {
  const news = announced(1, { publishedAt: iso(-MINUTE) });
  test("a blackout holds for its time, or for a session wherever that is moved", () => {
    const byTime = { blackouts: [{ id: "b", startsAt: iso(0), endsAt: iso(MINUTE) }] };
    const screens = [-1, 0, MINUTE - 1, MINUTE].map(
      (ms) => screenAt(held(news), at(ms, { as: byTime })).screen,
    );
    expect(screens).toEqual(["foyer", "blackout", "blackout", "foyer"]);
    const bySession = { blackouts: [{ id: "b", sessionId: "keynote" }] };
    const shown = (from: number) =>
      screenAt(held(news), at(0, { as: bySession, sessions: [session("keynote", from, from + 30)] })).screen;
    expect([-10, 10].map(shown)).toEqual(["blackout", "foyer"]);
    expect(screenAt(held(news), at(0, { as: bySession })).screen).toBe("foyer");
  });
  test("outside opening hours it is quiet, and says what comes next; one that is always on is not", () => {
    const openingHours = [{ date: "2022-11-09", opens: "17:00", closes: "18:00" }];
    const sessions = [session("later", 120, 180), session("soon", 60, 120)];
    expect(screenAt(held(news), at(0, { as: { openingHours }, sessions }))).toMatchObject({
      screen: "quiet",
      next: { id: "soon" },
    });
    expect(screenAt(held(news), at(60 * MINUTE, { as: { openingHours }, sessions })).screen).toBe("foyer");
    expect(screenAt(held(news), at(0, { as: { openingHours, hours: "always" } })).screen).toBe("foyer");
  });
  test("the first part of the day that holds decides what it shows", () => {
    const dayParts = [
      { from: "15:00", to: "16:01", days: [3], shows: "ticker" as const },
      { from: "15:00", to: "23:00", shows: "stage" as const },
    ];
    const shown = (ms: number) => screenAt(held(news), at(ms, { as: { dayParts } })).screen;
    expect([0, MINUTE, 7 * 60 * MINUTE].map(shown)).toEqual(["ticker", "stage", "foyer"]);
  });
});

describe("[SH4] [SG1] what is new", () => {
  test("has the screen for as long as it takes to read, and is then the latest", () => {
    const item = announced(1, { publishedAt: iso(0) });
    expect(screenAt(held(item), at(STAGE_MS))).toMatchObject({ screen: "stage", isNew: true });
    expect(screenAt(held(item), at(stageMs(item)))).toMatchObject({ screen: "foyer", latest: { id: "a1" } });
  });
  test("[SG4] and again when it is corrected", () => {
    const item = announced(1, { publishedAt: iso(0), correctedAt: iso(5 * MINUTE), revision: 2 });
    expect(screenAt(held(item), at(5 * MINUTE)).screen).toBe("stage");
    expect(screenAt(held(item), at(6 * MINUTE)).screen).toBe("foyer");
  });
  test("[SH5] a podium waits for its instant, which is the same on every screen; its headline waits with it", () => {
    const result = announced(1, {
      kind: "result",
      publishedAt: iso(0),
      revealAt: iso(1_500),
      details: { podium },
    });
    expect(screenAt(held(result), at(1_499)).screen).toBe("quiet");
    expect(screenAt(held(result), at(1_500))).toMatchObject({ screen: "honours", revealedMs: START + 1_500 });
    expect(screenAt(held(result), at(1_499 + HONOURS_MS)).screen).toBe("honours");
    expect(screenAt(held(result), at(1_500 + HONOURS_MS)).screen).toBe("foyer");
    expect(podiumOf(result)?.map(({ place }) => place)).toEqual([1, 2, 3]);
  });
  test("a podium with two firsts is told by its headline", () => {
    const twice = [1, 1, 3].map((place) => ({ place, name: "Team" }));
    expect(podiumOf(announced(1, { kind: "result", details: { podium: twice } }))).toBeUndefined();
  });
  test("a door and a ticker go on with what they are for", () => {
    const item = announced(1, { publishedAt: iso(0) });
    const as = { zone: "hall-2" };
    expect(screenAt(held(item), at(1, { as: { ...as, layout: "door" } }))).toMatchObject({
      screen: "door",
      hall: { id: "hall-2" },
      latest: { id: "a1" },
    });
    const ticker = { as: { ...as, layout: "ticker" as const }, sessions: [session("now", -5, 20)] };
    for (const later of [1, PAGE_MS - 1])
      expect(screenAt(held(item), at(later, ticker))).toMatchObject({ screen: "ticker", line: { id: "a1" } });
  });
  test("at a door what is new stands before what is nearer, while it is read", () => {
    const near = announced(1, { publishedAt: iso(-5 * MINUTE), audience: inZones("hall-2") });
    const far = announced(2, { publishedAt: iso(0) });
    const latest = (ms: number) => {
      const shown = screenAt(held(near, far), at(ms, { as: { zone: "hall-2", layout: "door" } }));
      return shown.screen === "door" ? shown.latest?.id : shown.screen;
    };
    expect([1, stageMs(far)].map(latest)).toEqual(["a2", "a1"]);
  });
  test("but the podium of its own hall has a door's screen", () => {
    const result = announced(1, {
      kind: "result",
      publishedAt: iso(0),
      sessionId: "final",
      details: { podium },
    });
    const shown = (hall: string) =>
      screenAt(
        held(result),
        at(1, { as: { layout: "door", zone: "hall-2" }, sessions: [session("final", -9, 9, hall)] }),
      ).screen;
    expect(["hall-2", "elsewhere"].map(shown)).toEqual(["honours", "door"]);
  });
});

describe("[SG2] [SG3] several at once", () => {
  const items = (ms: readonly number[], key = false) =>
    ms.map((after, n) => announced(n + 1, { publishedAt: iso(after), key }));
  test("come one after the other, each for its whole time", () => {
    const all = items([0, 1, 2]);
    const length = stageMs(all[0]!);
    const shown = [0, length - 1, length, 2 * length, 3 * length].map(
      (ms) => stagedAt(all, START + ms)?.announcement.id,
    );
    expect(shown).toEqual(["a1", "a1", "a2", "a3", undefined]);
  });
  test("in a flood those that would wait too long are left out, but for key moments", () => {
    const count = (key: boolean) => {
      const all = items(Array(20).fill(0), key);
      const seen = new Set<string>();
      for (let ms = 0; ms < 20 * stageMs(all[0]!); ms += 1_000) {
        const staged = stagedAt(all, START + ms);
        if (staged) seen.add(staged.announcement.id);
      }
      return seen.size;
    };
    expect(count(false)).toBe(Math.floor(PATIENCE_MS / stageMs(announced(1))) + 1);
    expect(count(true)).toBe(20);
  });
  test("whatever comes when, each stands for its whole time and then goes, and none before it was said", () => {
    const given = fc.record({
      ms: fc.integer({ min: 0, max: 300_000 }),
      key: fc.boolean(),
      isPodium: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(given, { maxLength: 15 }), (some) => {
        const all = some.map(({ ms, key, isPodium }, n) =>
          announced(n + 1, { publishedAt: iso(ms), key, ...(isPodium ? podiumAt(ms) : {}) }),
        );
        const stood: { readonly id: string; ms: number }[] = [];
        const stepMs = 500;
        for (let ms = 0; ms <= 1_200_000; ms += stepMs) {
          const staged = stagedAt(all, START + ms)?.announcement;
          if (staged === undefined) continue;
          expect(Date.parse(staged.publishedAt)).toBeLessThanOrEqual(START + ms);
          if (stood.at(-1)?.id === staged.id) stood.at(-1)!.ms += stepMs;
          else stood.push({ id: staged.id, ms: stepMs });
        }
        for (const item of all) {
          const times = stood.filter(({ id }) => id === item.id).map(({ ms }) => ms);
          if (podiumOf(item) !== undefined) {
            expect(times).toHaveLength(1);
            expect(times[0]).toBeGreaterThanOrEqual(STAGE_MS - stepMs);
          } else if (times.length > 0 || item.key) {
            expect(times.at(-1)).toBeGreaterThanOrEqual(stageMs(item) - stepMs);
          }
        }
      }),
      { numRuns: 50 },
    );
  });
});

const podiumAt = (ms: number) => ({
  kind: "result" as const,
  revealAt: iso(ms),
  details: { podium: [1, 2, 3].map((place) => ({ place, name: "Team" })) },
});

describe("[SG5] a podium waits for nobody", () => {
  const idsAt = (all: readonly Announcement[], times: readonly number[]) =>
    times.map((ms) => stagedAt(all, START + ms)?.announcement.id);
  test("and what it interrupts stands again, for its whole time", () => {
    const all = [announced(1, { publishedAt: iso(0) }), announced(2, { ...podiumAt(5_000) })];
    const again = 5_000 + HONOURS_MS;
    const length = stageMs(all[0]!);
    expect(idsAt(all, [4_999, 5_000, again - 1, again, again + length - 1, again + length])).toEqual([
      "a1",
      "a2",
      "a2",
      "a1",
      "a1",
      undefined,
    ]);
  });
  test("behind a flood of others it is revealed on every screen at one instant", () => {
    const flood = Array.from({ length: 30 }, (_, n) => announced(n + 1, { publishedAt: iso(n), key: true }));
    const result = announced(31, podiumAt(60_000));
    for (const all of [[result], [...flood, result]]) expect(idsAt(all, [59_999, 60_000])[1]).toBe("a31");
    expect(idsAt([...flood, result], [59_999])).not.toEqual(["a31"]);
  });
  test("nor for another podium, but that it has been read", () => {
    const all = [announced(1, podiumAt(0)), announced(2, podiumAt(20_000)), announced(3, podiumAt(21_000))];
    expect(idsAt(all, [19_999, 20_000, 20_000 + STAGE_MS - 1, 20_000 + STAGE_MS])).toEqual([
      "a1",
      "a2",
      "a2",
      "a3",
    ]);
  });
});

describe("[K4] by place", () => {
  const old = (n: number, over: Partial<Announcement>) =>
    announced(n, { publishedAt: iso(-30 * MINUTE + n), ...over });
  const items = held(
    old(1, { audience: inZones("hall-2") }),
    old(2, { audience: inZones("east") }),
    old(3, { audience: inZones("west") }),
    old(4, {}),
  );
  const latest = (as: Partial<ShownAs>) => {
    const shown = screenAt(items, at(0, { as }));
    return shown.screen === "foyer" ? shown.latest?.id : shown.screen;
  };
  test("the nearest is shown before what is newer and farther", () => {
    expect(latest({ zone: "hall-2" })).toBe("a1");
    expect(latest({ zone: "east" })).toBe("a2");
    expect(latest({ zone: "west" })).toBe("a3");
    expect(latest({})).toBe("a4");
  });
  test("until it is no news any more: then what is farther, and in the end whatever there is", () => {
    const stale = announced(1, { publishedAt: iso(-90 * MINUTE), audience: inZones("hall-2") });
    const shown = (map: ReadonlyMap<string, FeedItem>) => {
      const screen = screenAt(map, at(0, { as: { zone: "hall-2" } }));
      return screen.screen === "foyer" ? screen.latest?.id : screen.screen;
    };
    expect(shown(held(stale, old(4, {})))).toBe("a4");
    expect(shown(held(stale))).toBe("a1");
  });
  test("what is pinned takes turns with it", () => {
    const map = held(old(1, { pinned: true }), old(2, {}));
    const turns = [0, 1, 2, 3].map((turn) => {
      const screen = screenAt(map, at(turn * PAGE_MS));
      return screen.screen === "foyer" ? screen.latest?.id : screen.screen;
    });
    expect(new Set(turns)).toEqual(new Set(["a1", "a2"]));
    expect(turns[0]).toBe(turns[2]);
  });
});

describe("boards", () => {
  test("a foyer's turns over when there are more rows than fit", () => {
    const sessions = [1, 2, 3, 4].map((n) => session(`s${n}`, 10 + n, 20, `h${n}`));
    const some = sessions.map(({ hall }) => ({ id: hall!, name: { en: hall! } }));
    const first = Math.ceil(START / (2 * PAGE_MS)) * 2 * PAGE_MS - START;
    const shown = (ms: number) =>
      screenAt(held(announced(1, { publishedAt: iso(-MINUTE * 5) })), at(ms, { sessions, halls: some }));
    expect(shown(first)).toMatchObject({ page: 0, pages: 2, rows: { length: 3 } });
    expect(shown(first + PAGE_MS)).toMatchObject({
      page: 1,
      rows: [{ id: "s2" }, { id: "s3" }, { id: "s4" }],
    });
  });
  test("it has the halls of its own place", () => {
    const sessions = [
      session("here", -5, 20),
      session("there", -5, 20, "far"),
      session("nowhere", -5, 20, null),
    ];
    const places = [...halls, { id: "far", name: { en: "Far" }, zone: "west" }];
    const rows = (zone?: string) => {
      const screen = screenAt(
        held(),
        at(0, { sessions, halls: places, as: zone === undefined ? {} : { zone } }),
      );
      return screen.screen === "foyer" ? screen.rows.map(({ id }) => id).sort() : [];
    };
    expect(rows("hall-2")).toEqual(["here", "nowhere"]);
    expect(rows("west")).toEqual(["nowhere", "there"]);
    expect(rows("venue")).toEqual(["here", "nowhere", "there"]);
    expect(rows()).toEqual(["here", "nowhere", "there"]);
  });
  test("a door has what is on, and the next three of the day", () => {
    const sessions = [
      session("now", -5, 20),
      ...[4, 1, 3, 2].map((n) => session(`n${n}`, n * 60, n * 60 + 30)),
      session("tomorrow", 24 * 60, 25 * 60),
      session("elsewhere", 5, 9, "another"),
    ];
    expect(screenAt(held(), at(0, { sessions, as: { layout: "door", hall: "hall-2" } }))).toMatchObject({
      screen: "door",
      now: { id: "now" },
      next: [{ id: "n1" }, { id: "n2" }, { id: "n3" }],
    });
  });
  test("a door without a hall is a foyer", () => {
    const news = held(announced(1, { publishedAt: iso(-MINUTE * 5) }));
    expect(screenAt(news, at(0, { as: { layout: "door", zone: "west" } })).screen).toBe("foyer");
  });
  test("a stage shows one thing after the other, and without any what is on here", () => {
    const news = [1, 2].map((n) => announced(n, { publishedAt: iso(-20 * MINUTE) }));
    const turn = stageMs(news[0]!);
    const ids = Array.from({ length: 4 }, (_, n) => {
      const screen = screenAt(held(...news), at(n * turn, { as: { layout: "stage" } }));
      return screen.screen === "stage" ? screen.announcement.id : screen.screen;
    });
    expect(ids[0]).not.toBe(ids[1]);
    expect([ids[0], ids[1]]).toEqual([ids[2], ids[3]]);
    const sessions = [session("now", -5, 20), session("next", 60, 90)];
    const as = { layout: "stage" as const, zone: "hall-2" };
    expect(screenAt(held(), at(0, { sessions, as }))).toMatchObject({ screen: "session", isNow: true });
    expect(screenAt(held(), at(30 * MINUTE, { sessions, as }))).toMatchObject({
      session: { id: "next" },
      isNow: false,
    });
    expect(screenAt(held(), at(0, { as })).screen).toBe("quiet");
  });
  test("a ticker turns over what is on here and what is new, a line at a time", () => {
    const news = announced(1, { publishedAt: iso(-20 * MINUTE) });
    const as = { layout: "ticker" as const, zone: "hall-2" };
    const lines = [0, 1, 2].map((turn) => {
      const screen = screenAt(
        held(news),
        at(turn * PAGE_MS, { as, sessions: [session("now", -5, 20), session("next", 60, 90)] }),
      );
      return screen.screen === "ticker" ? screen.line?.id : screen.screen;
    });
    expect(new Set(lines)).toEqual(new Set(["now", "next", "a1"]));
  });
});

describe("[TG1] [TG2] languages", () => {
  const turns = (languages: string[], languageMode: "together" | "turns") =>
    [0, 1, 2, 3].map((turn) => tonguesAt({ languages, languageMode }, turn * TURN_MS));
  test("together: the first large, the others below it in turns", () => {
    expect(turns(["zh"], "together")).toEqual(Array(4).fill(["zh"]));
    expect(turns(["zh", "en"], "together")).toEqual(Array(4).fill(["zh", "en"]));
    expect(turns(["zh", "en", "fr"], "together")).toEqual([
      ["zh", "en"],
      ["zh", "fr"],
      ["zh", "en"],
      ["zh", "fr"],
    ]);
  });
  test("in turns: one at a time", () => {
    expect(turns(["zh", "ar"], "turns")).toEqual([["zh"], ["ar"], ["zh"], ["ar"]]);
    expect(turns(["zh"], "turns")).toEqual(Array(4).fill(["zh"]));
  });
});

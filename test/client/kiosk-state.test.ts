import { describe, expect, test } from "vitest";
import { bestTime } from "../../client/kiosk/device/best-time.ts";
import { shiftAt } from "../../client/kiosk/device/burn-in.ts";
import { lightAt } from "../../client/kiosk/device/dress.ts";
import { pictureOf, rowsThatFit } from "../../client/kiosk/device/picture.ts";
import { movesAt } from "../../client/kiosk/show/moves.ts";
import { createIdentity } from "../../client/kiosk/state/identity.ts";
import { readConfig } from "../../client/kiosk/state/read-config.ts";
import { nextTurn } from "../../client/kiosk/state/turns.ts";
import { kioskConfigSchema, orientationSchema } from "../../server/contract/kiosk.ts";
import { announced } from "../support/feed-history.ts";

const NOW = Date.parse("2022-11-09T08:00:00.000Z");
const config = {
  id: "k1",
  name: "Foyer west",
  layout: "door",
  orientation: "portrait",
  languages: ["zh", "en"],
  languageMode: "turns",
  hours: "event",
  dayParts: [{ from: "08:00", to: "09:00", shows: "ticker" }],
  openingHours: [],
  blackouts: [],
  feedUrl: "https://event.example/",
};

describe("what a screen is told to be", () => {
  test("is taken as it is said", () => {
    expect(readConfig(config)).toEqual(kioskConfigSchema.parse(config));
  });
  test("where a newer server says what this page does not know, by what suits any place", () => {
    const newer = {
      ...config,
      layout: "hologram",
      orientation: "spherical",
      languages: "zh",
      dayParts: [{ ...config.dayParts[0], shows: "aquarium" }, "noon"],
      blackouts: null,
      more: true,
    };
    expect(readConfig(newer)).toMatchObject({
      layout: "foyer",
      orientation: "natural",
      languages: ["en"],
      dayParts: [{ shows: "foyer" }],
      blackouts: [],
    });
  });
  test.for([undefined, null, "k1", 7, [], {}, { id: 7 }])("%j is nothing", (raw) => {
    expect(readConfig(raw)).toBeUndefined();
  });
});

describe("who a screen is", () => {
  const deviceOf = (memory: Map<string, string>) => ({
    read: (name: string) => memory.get(name) ?? null,
    write: (name: string, text: string | undefined) =>
      void (text === undefined ? memory.delete(name) : memory.set(name, text)),
    settled: async () => {},
  });
  test("stays over a power cut, with a newer token and other settings", async () => {
    const memory = new Map<string, string>();
    const before = createIdentity(deviceOf(memory));
    before.take("t1", config);
    await before.renew("t2");
    before.tell({ ...config, layout: "stage" });
    const after = createIdentity(deviceOf(memory));
    expect(after.token.value).toBe("t2");
    expect(after.config.value).toMatchObject({ id: "k1", layout: "stage" });
  });
  test("is forgotten when the server knows it no more, and that stays too", () => {
    const memory = new Map<string, string>();
    const before = createIdentity(deviceOf(memory));
    before.take("t1", config);
    before.refuse();
    const after = createIdentity(deviceOf(memory));
    expect([after.token.value, after.config.value, after.wasRefused.value]).toEqual([
      undefined,
      undefined,
      true,
    ]);
    after.take("t3", config);
    expect(createIdentity(deviceOf(memory)).wasRefused.value).toBe(false);
  });
  test("settings that cannot be read change nothing", () => {
    const identity = createIdentity(deviceOf(new Map()));
    identity.take("t1", config);
    identity.tell("?");
    expect(identity.config.value?.id).toBe("k1");
  });
});

describe("the time before a server tells it", () => {
  const DAY = 86_400_000;
  test("[BT1] a device that is wrong by a day was told so, and reckons with it", () => {
    const kept = { serverMs: NOW, lagMs: DAY };
    expect(bestTime(kept, NOW - DAY + 60_000)).toEqual({ nowMs: NOW + 60_000, isTrusted: true });
  });
  test("[BT2] one that was set back knows that it is later than it was told last, and not how much", () => {
    expect(bestTime({ serverMs: NOW, lagMs: 0 }, 0)).toEqual({ nowMs: NOW, isTrusted: false });
  });
  test("one that was told nothing yet has only its own", () => {
    expect(bestTime(undefined, NOW)).toEqual({ nowMs: NOW, isTrusted: false });
  });
});

describe("how the picture stands", () => {
  const lying = { width: 1920, height: 1080 };
  const standing = { width: 1080, height: 1920 };
  test.for([
    ["natural", 0, 0],
    ["landscape", 0, 90],
    ["portrait", 90, 0],
    ["landscape-secondary", 180, 270],
    ["portrait-secondary", 270, 180],
  ] as const)(
    "%s turns a lying glass by %i°, a standing one by %i°",
    ([orientation, onLying, onStanding]) => {
      expect(orientationSchema.parse(orientation)).toBe(orientation);
      expect(pictureOf(lying, orientation).turn).toBe(onLying);
      expect(pictureOf(standing, orientation).turn).toBe(onStanding);
    },
  );
  test("a picture that is turned is as high as the glass is wide", () => {
    expect(pictureOf(lying, "portrait")).toMatchObject({ width: 1080, height: 1920, isUpright: true });
    expect(rowsThatFit(pictureOf(lying, "portrait"))).toBeGreaterThan(rowsThatFit(lying));
  });
  test("moves a little each minute, never far, and comes to many places", () => {
    const places = Array.from({ length: 209 }, (_, minute) => shiftAt(NOW + minute * 60_000));
    expect(Math.max(...places.map(({ x }) => Math.abs(x)))).toBeLessThanOrEqual(10);
    expect(Math.max(...places.map(({ y }) => Math.abs(y)))).toBeLessThanOrEqual(6);
    expect(new Set(places.map(({ x, y }) => `${x} ${y}`)).size).toBeGreaterThan(60);
    expect(shiftAt(NOW)).toEqual(shiftAt(NOW + 59_000));
  });
  test("is dimmed at night by the venue's clock", () => {
    const night = { from: "22:00", to: "06:00", brightness: 30 };
    const at = (time: string) => lightAt(Date.parse(`2022-11-09T${time}:00+08:00`), "Asia/Shanghai", night);
    expect(["21:59", "22:00", "05:59", "06:00"].map(at)).toEqual([1, 0.3, 0.3, 1]);
    expect(lightAt(NOW, "Asia/Shanghai", undefined)).toBe(1);
  });
});

describe("3 → 6", () => {
  const halls = [3, 6].map((n) => ({ id: `hall-${n}`, name: { en: `Hall ${n}`, zh: `${n} 号厅` } }));
  const sessions = [
    {
      id: "s1",
      hall: "hall-6",
      title: { en: "Forum" },
      type: "forum" as const,
      startsAt: "2022-11-09T09:00:00.000Z",
      endsAt: "2022-11-09T10:00:00.000Z",
      speakers: [],
    },
  ];
  const moved = (over: object = {}, details: object = {}) =>
    announced(1, {
      kind: "programme-change",
      publishedAt: "2022-11-09T07:50:00.000Z",
      details: { sessionId: "s1", from: "Hall 3", to: "Hall 6", ...details },
      ...over,
    });
  const at = (item: ReturnType<typeof moved>) => movesAt([item], { now: NOW, sessions, halls }).get("s1");
  test("is told where the programme says so too", () => {
    expect(at(moved())).toEqual({ from: "3", to: "6" });
  });
  test.for([
    ["the programme has it elsewhere by now", moved({}, { to: "Hall 3", from: "Hall 6" })],
    ["it is about its time", moved({}, { from: "09:00", to: "09:30" })],
    ["it was long ago", moved({ publishedAt: "2022-11-09T01:00:00.000Z" })],
    ["nothing is said of where it was", moved({}, { from: undefined })],
    ["it is about another session", moved({}, { sessionId: "s2" })],
  ] as const)("not where %s", ([, item]) => {
    expect(at(item)).toBeUndefined();
  });
});

test("the next reveal is the next thing that does not wait for a whole second", () => {
  const items = [1, 2, 3].map((n) => announced(n, { revealAt: new Date(NOW + n * 1_500).toISOString() }));
  const held = new Map([...items, announced(4)].map((item) => [item.id, item]));
  expect([0, 1_500, 4_500].map((ms) => nextTurn(held, NOW + ms))).toEqual([
    NOW + 1_500,
    NOW + 3_000,
    undefined,
  ]);
});

import { describe, expect, test } from "vitest";
import { isOpenAt, isWithin } from "../../server/core/opening.ts";
import { screensGone } from "../../server/core/screens-gone.ts";
import { wallAt } from "../../server/core/wall-clock.ts";

describe("what stands on the clocks of a place", () => {
  test.for([
    ["2022-11-09T08:22:00Z", "Asia/Shanghai", { date: "2022-11-09", time: "16:22", weekday: 3 }],
    ["2022-11-09T16:00:00Z", "Asia/Shanghai", { date: "2022-11-10", time: "00:00", weekday: 4 }],
    ["2022-11-13T23:59:59Z", "UTC", { date: "2022-11-13", time: "23:59", weekday: 7 }],
    ["2022-11-14T00:00:00Z", "UTC", { date: "2022-11-14", time: "00:00", weekday: 1 }],
    ["1969-12-31T12:00:00Z", "UTC", { date: "1969-12-31", time: "12:00", weekday: 3 }],
    // The night on which Paris sets its clocks forward: there is no 02:30.
    ["2022-03-27T00:59:00Z", "Europe/Paris", { date: "2022-03-27", time: "01:59", weekday: 7 }],
    ["2022-03-27T01:00:00Z", "Europe/Paris", { date: "2022-03-27", time: "03:00", weekday: 7 }],
  ] as const)("%s in %s", ([at, zone, wall]) => {
    expect(wallAt(Date.parse(at), zone)).toEqual(wall);
  });
});

describe("[K1] [K2] opening hours", () => {
  const hours = [
    { date: "2022-11-09", opens: "08:00", closes: "18:00" },
    { date: "2022-11-10", opens: "20:00", closes: "02:00" },
    { date: "2022-11-12", opens: "00:00", closes: "00:00" },
  ];
  test.for([
    ["2022-11-09", "07:59", false],
    ["2022-11-09", "08:00", true],
    ["2022-11-09", "17:59", true],
    ["2022-11-09", "18:00", false],
    ["2022-11-10", "01:00", false],
    ["2022-11-10", "20:00", true],
    ["2022-11-10", "23:59", true],
    ["2022-11-11", "00:00", true],
    ["2022-11-11", "01:59", true],
    ["2022-11-11", "02:00", false],
    ["2022-11-11", "21:00", false],
    ["2022-11-12", "00:00", true],
    ["2022-11-12", "23:59", true],
    ["2022-11-13", "00:00", false],
  ] as const)("%s at %s: %j", ([date, time, isOpen]) => {
    expect(isOpenAt({ date, time }, hours)).toBe(isOpen);
  });

  test("a house of which no hours are known is open", () => {
    expect(isOpenAt({ date: "2022-11-09", time: "03:00" }, [])).toBe(true);
  });

  test("the night on which clocks are set back is as long as the signs say", () => {
    const night = [{ date: "2022-10-29", opens: "22:00", closes: "02:30" }];
    const isOpen = (at: string) => isOpenAt(wallAt(Date.parse(at), "Europe/Paris"), night);
    // 02:15 comes twice; until it is 02:30 for the first time, and again after the clocks were set back.
    expect(["00:15", "00:29", "00:30", "01:15", "01:30"].map((at) => isOpen(`2022-10-30T${at}:00Z`))).toEqual(
      [true, true, false, true, false],
    );
  });
});

describe("[K2] parts of a day", () => {
  const at = (time: string, weekday: number) => ({ time, weekday });
  test.for([
    [{ from: "09:00", to: "12:00" }, at("09:00", 1), true],
    [{ from: "09:00", to: "12:00" }, at("12:00", 1), false],
    [{ from: "09:00", to: "12:00", days: [2] }, at("10:00", 1), false],
    [{ from: "22:00", to: "06:00" }, at("23:00", 1), true],
    [{ from: "22:00", to: "06:00" }, at("05:59", 1), true],
    [{ from: "22:00", to: "06:00" }, at("06:00", 1), false],
    [{ from: "22:00", to: "06:00", days: [5] }, at("23:00", 5), true],
    [{ from: "22:00", to: "06:00", days: [5] }, at("05:00", 6), true],
    [{ from: "22:00", to: "06:00", days: [5] }, at("05:00", 5), false],
    [{ from: "22:00", to: "06:00", days: [7] }, at("05:00", 1), true],
    [{ from: "00:00", to: "00:00" }, at("13:00", 3), true],
  ] as const)("%j at %j: %j", ([span, wall, isIn]) => {
    expect(isWithin(wall, span)).toBe(isIn);
  });
});

describe("[K8] screens that are missed", () => {
  const NOON = Date.parse("2022-11-09T04:00:00Z"); // 12:00 in Shanghai
  const house = {
    timeZone: "Asia/Shanghai",
    openingHours: [{ date: "2022-11-09", opens: "08:00", closes: "18:00" }],
  };
  const seen = (id: string, agoMs: number, more = {}) => ({
    id,
    isConnected: false,
    isStopped: false,
    seenAtMs: NOON - agoMs,
    ...more,
  });
  test("after two minutes, and neither those that are here nor those that were stopped", () => {
    const screens = [
      seen("two minutes", 120_000),
      seen("a moment less", 119_999),
      seen("here", 500_000, { isConnected: true }),
      seen("stopped", 500_000, { isStopped: true }),
    ];
    expect(screensGone(screens, house, NOON)).toEqual(["two minutes"]);
  });
  test.for([
    ["before it opens", "2022-11-08T23:59:00Z", false],
    ["a minute after", "2022-11-09T00:01:00Z", false],
    ["two minutes after", "2022-11-09T00:02:00Z", true],
    ["after it closed", "2022-11-09T10:00:00Z", false],
  ] as const)("what went off in the evening is missed in the morning: %s", ([_when, now, isMissed]) => {
    const screens = [
      { id: "s", isConnected: false, isStopped: false, seenAtMs: Date.parse("2022-11-08T12:00:00Z") },
    ];
    expect(screensGone(screens, house, Date.parse(now))).toEqual(isMissed ? ["s"] : []);
  });
});

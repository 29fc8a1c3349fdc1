import { describe, expect, test } from "vitest";
import type { Announcement } from "../../server/contract/announcement.ts";
import { concernsScreen, nearness } from "../../server/core/screen-place.ts";
import { event, notice } from "../support/written.ts";

const { zones } = event();
const item = (over: Record<string, unknown> = {}): Announcement =>
  ({
    ...notice("n", over),
    id: "i",
    revision: 1,
    offset: 1,
    publishedAt: "2022-11-09T00:00:00.000Z",
  }) as Announcement;
const inZones = (...named: string[]) => item({ audience: { zones: named } });

describe("[K3] what concerns a screen", () => {
  test.for([
    ["for everybody", item(), "hall-2", true],
    ["for its zone", inZones("hall-2"), "hall-2", true],
    ["for a zone above it", inZones("venue"), "hall-2", true],
    ["for a zone below it", inZones("hall-2"), "east", false],
    ["for another zone", inZones("west"), "hall-2", false],
    ["for any zone, where it stands in none", inZones("west"), undefined, true],
    ["for those at home", item({ audience: { attendance: "online" } }), "hall-2", false],
    ["for those on site", item({ audience: { attendance: "in-person" } }), "hall-2", true],
    ["for other screens alone", item({ audience: { screens: ["another"] } }), "hall-2", false],
    ["for this one alone", item({ audience: { screens: ["another", "me"] } }), "hall-2", true],
    [
      "for this one alone, in another zone",
      item({ audience: { screens: ["me"], zones: ["west"] } }),
      "hall-2",
      false,
    ],
    ["for phones alone", item({ surfaces: ["feed"] }), "hall-2", false],
  ] as const)("%s", ([_what, announcement, zone, concerns]) => {
    expect(concernsScreen(announcement, { id: "me", zone }, zones)).toBe(concerns);
  });
});

describe("[K4] how closely", () => {
  const hallOf = (id: string) => ({ "in-hall": "hall-2", elsewhere: "plenary" })[id];
  const place = { zone: "hall-2", hall: "hall-2" };
  test("this place, what lies above it, its hall, everybody", () => {
    const nearer = [
      item({ audience: { screens: ["me"] } }),
      inZones("hall-2"),
      inZones("east"),
      inZones("venue"),
      item({ sessionId: "in-hall" }),
      item({ sessionId: "elsewhere" }),
    ].map((each) => nearness(each, place, zones, hallOf));
    expect(nearer).toEqual([...nearer].sort((a, b) => a - b));
    expect(new Set(nearer.slice(0, 5)).size).toBe(5);
    expect(nearer[5]).toBe(nearness(item(), place, zones, hallOf));
  });
  test("a programme change of its hall is its hall's", () => {
    const change = item({ kind: "programme-change", details: { sessionId: "in-hall" } });
    expect(nearness(change, place, zones, hallOf)).toBeLessThan(nearness(item(), place, zones, hallOf));
  });
  test("zones that lie in a circle end", () => {
    const circle = [
      { id: "a", name: { en: "A" }, parent: "b" },
      { id: "b", name: { en: "B" }, parent: "a" },
    ];
    expect(nearness(inZones("c"), { zone: "a" }, circle, hallOf)).toBe(nearness(item(), {}, [], hallOf));
  });
});

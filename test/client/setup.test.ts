import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { EventForm, FormZone } from "../../client/desk/setup/event-form.ts";
import { holds, isTimeZone, languages, offsetOf, timeZones } from "../../client/desk/setup/pick.ts";
import { freshId, slugOf } from "../../client/desk/setup/slug-ids.ts";
import {
  coveredBy,
  indented,
  mayStandUnder,
  movedAmongSiblings,
  movedUnder,
  outdented,
  rowsOf,
  withoutZone,
} from "../../client/desk/setup/zone-tree.ts";
import { ID } from "../../server/contract/forms.ts";

describe("ids from names", () => {
  test("are readable, and what the contract takes", () => {
    expect(slugOf("Hall 4, gate B")).toBe("hall-4-gate-b");
    expect(slugOf("Salle Écluse – nº 2")).toBe("salle-ecluse-no-2");
    expect(freshId("主会场", "hall", new Set())).toBe("hall-1");
    expect(freshId("5 号馆", "hall", new Set())).toBe("hall-5");
  });
  test("whatever the name, an id is valid and new", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), fc.array(fc.string()), (name, others) => {
        const taken = new Set([...others, slugOf(name)]);
        const id = freshId(name, "zone", taken);
        expect(id).toMatch(ID);
        expect(taken.has(id)).toBe(false);
      }),
    );
  });
  test("the same name twice gives two ids", () => {
    const first = freshId("Foyer", "zone", new Set());
    expect(freshId("Foyer", "zone", new Set([first]))).toBe("foyer-2");
  });
});

const zone = (id: string, parent = ""): FormZone => ({ id, name: { en: id }, parent });
const venue = [
  zone("venue"),
  zone("ground", "venue"),
  zone("hall", "ground"),
  zone("first", "venue"),
  zone("park"),
];
const drawn = (zones: readonly FormZone[]) =>
  rowsOf(zones).map(({ zone: { id }, depth }) => `${"-".repeat(depth)}${id}`);

describe("zones as a tree", () => {
  test("each stands after its parent, in the order of the list", () => {
    expect(drawn(venue)).toEqual(["venue", "-ground", "--hall", "-first", "park"]);
    expect(rowsOf(venue).find(({ zone: { id } }) => id === "first")).toMatchObject({
      position: 2,
      siblings: 2,
      at: 3,
    });
  });
  test("one whose parent is gone, or that goes round in a circle, is still shown, once", () => {
    expect(drawn([zone("lost", "gone")])).toEqual(["lost"]);
    expect(drawn([zone("a", "b"), zone("b", "a")]).toSorted()).toEqual(["-b", "a"]);
  });
  test("none may stand under itself or under what it covers", () => {
    expect([...coveredBy(venue, "ground")]).toEqual(["ground", "hall"]);
    expect(mayStandUnder(venue, "venue", "hall")).toBe(false);
    expect(mayStandUnder(venue, "venue", "venue")).toBe(false);
    expect(movedUnder(venue, "venue", "hall")).toBe(venue);
    expect(drawn(movedUnder(venue, "ground", "park"))).toEqual([
      "venue",
      "-first",
      "park",
      "-ground",
      "--hall",
    ]);
  });
  test("keys move it among its siblings, under the one before it, and out again", () => {
    expect(drawn(movedAmongSiblings(venue, "first", -1))).toEqual([
      "venue",
      "-first",
      "-ground",
      "--hall",
      "park",
    ]);
    expect(drawn(indented(venue, "first"))).toEqual(["venue", "-ground", "--hall", "--first", "park"]);
    expect(drawn(outdented(venue, "hall"))).toEqual(["venue", "-ground", "-hall", "-first", "park"]);
    expect(indented(venue, "venue")).toBe(venue);
    expect(outdented(venue, "park")).toBe(venue);
  });
  test("whatever is pressed, no zone is lost and none goes round in a circle", () => {
    const ids = venue.map(({ id }) => id);
    const step = fc.record({
      id: fc.constantFrom(...ids),
      under: fc.constantFrom("", ...ids),
      by: fc.nat(4),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        let zones: readonly FormZone[] = venue;
        for (const { id, under, by } of steps) {
          if (by === 0) zones = indented(zones, id);
          else if (by === 1) zones = outdented(zones, id);
          else if (by === 2) zones = movedUnder(zones, id, under);
          else zones = movedAmongSiblings(zones, id, by === 3 ? 1 : -1);
        }
        expect(zones.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
        for (const { id, parent } of zones) expect(coveredBy(zones, id).has(parent)).toBe(false);
      }),
    );
  });
  test("what stood in a zone that goes stands in what it stood in", () => {
    const hall = { id: "h", name: {}, zone: "ground", streamUrl: "" };
    const form = withoutZone({ zones: venue, halls: [hall] } as unknown as EventForm, "ground");
    expect(drawn(form.zones)).toEqual(["venue", "-hall", "-first", "park"]);
    expect(form.halls[0]?.zone).toBe("venue");
  });
});

describe("what is searched", () => {
  const atMs = Date.parse("2022-11-09T08:00:00Z");
  test("a time zone by city, region or offset, with its offset at that instant", () => {
    expect(timeZones("shanghai", atMs, 5)).toEqual([
      { value: "Asia/Shanghai", name: "Asia/Shanghai", note: "UTC+08:00" },
    ]);
    expect(timeZones("new york", atMs, 5)[0]?.note).toBe("UTC−05:00");
    expect(timeZones("+8", atMs, 100).every(({ note }) => note.startsWith("UTC+08"))).toBe(true);
    expect(timeZones("utc+05:45", atMs, 5).map(({ value }) => value)).toEqual([
      expect.stringMatching(/Kat.?mandu/),
    ]);
    expect(timeZones("", atMs, 3)).toHaveLength(3);
    expect(timeZones("nowhere at all", atMs, 5)).toEqual([]);
    expect(offsetOf("UTC", atMs)).toBe("UTC+00:00");
  });
  test("what is no zone is known as such", () => {
    expect(isTimeZone("Asia/Shanghai")).toBe(true);
    for (const bad of ["", "+08:00", "Mars/Olympus"]) expect(isTimeZone(bad)).toBe(false);
  });
  test("a language by its own name, in the reader's language, or by tag; none that is there already", () => {
    expect(languages("français", "en", [], 5)[0]?.value).toBe("fr");
    expect(languages("法语", "zh", [], 5)[0]?.value).toBe("fr");
    expect(languages("arab", "en", [], 5)[0]?.value).toBe("ar");
    expect(languages("french", "en", ["fr"], 5)).toEqual([]);
    expect(languages("de-AT", "en", [], 5).map(({ value }) => value)).toContain("de-AT");
    expect(languages("xq", "en", [], 5)).toEqual([]);
  });
  test("words begin words, in any order; without spaces they stand anywhere", () => {
    expect(holds("America/New_York", "york new")).toBe(true);
    expect(holds("America/New_York", "ork")).toBe(false);
    expect(holds("主会场二层", "会场")).toBe(true);
    expect(holds("anything", "")).toBe(true);
  });
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Identifiable, idsOfNames, sessionIds } from "../../server/programme/ids.ts";

const session = (identity: string, lesserId = "", title = "Wicks", startMs = 0): Identifiable => ({
  path: `${identity}/${lesserId}`,
  identity,
  lesserId,
  title,
  startMs,
});
const idsOf = (...sessions: Identifiable[]) => sessionIds(sessions).ids;

describe("ids of sessions", () => {
  test("a copy added later leaves the original's id alone, wherever the file lists it", () => {
    const [original, copy] = [session("guid", "9"), session("guid", "10")];
    expect(idsOf(original)).toEqual(["guid"]);
    const [ofCopy, ofOriginal] = idsOf(copy, original);
    expect(ofOriginal).toBe("guid");
    expect(idsOf(original, copy)).toEqual(["guid", ofCopy]);
  });

  test("neither moving nor renaming changes an id, nor does moving one of several copies", () => {
    expect(idsOf(session("g", "1", "Wicks", 5))).toEqual(idsOf(session("g", "1", "Oil", 9)));
    const copies = (at: number) => idsOf(session("g", "1"), session("g", "2", "Wicks", at), session("h"));
    expect(copies(5)).toEqual(copies(9));
  });

  test("a session without any id is known by its title", () => {
    expect(idsOf(session("", "", "Wicks", 5))).toEqual(idsOf(session("", "", "Wicks", 9)));
    expect(idsOf(session("", "", "Wicks"))).not.toEqual(idsOf(session("", "", "Oil")));
  });

  test("whatever is repeated, ids are valid, unique, and independent of order", () => {
    const text = fc.constantFrom("", "a", "b", "1", "10", "urn:x", "é");
    const one = fc.record({
      path: fc.constant(""),
      identity: text,
      lesserId: text,
      title: text,
      startMs: fc.nat(3),
    });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 30 }), (sessions) => {
        const { ids } = sessionIds(sessions);
        expect(new Set(ids).size).toBe(sessions.length);
        for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9_-]{1,64}$/);
        expect(sessionIds(sessions.toReversed()).ids.toSorted()).toEqual(ids.toSorted());
      }),
    );
  });

  test("20,000 sessions that are all alike take no time to tell apart", () => {
    const { ids } = sessionIds(Array.from({ length: 20_000 }, () => session("g", "1")));
    expect(new Set(ids).size).toBe(20_000);
  });
});

describe("ids of halls and tracks", () => {
  const id = (name: string) => idsOfNames([name], "hall").get(name);

  test.for([
    ["Saal 1", "saal-1"],
    ["DLF- und Podcast-Bühne", "dlf-und-podcast-buhne"],
    ["WikiPaka WG: Esszimmer", "wikipaka-wg-esszimmer"],
    ["H.1309 (Van Rijn)", "h-1309-van-rijn"],
    ["Große Halle Łódź", "grosse-halle-lodz"],
  ])("%s is %s", ([name, expected]) => {
    expect(id(name!)).toBe(expected);
  });

  test("names of other scripts have a hash, and what ASCII they hold", () => {
    expect(id("主会场")).toMatch(/^hall-[A-Za-z0-9_-]{8}$/);
    expect(id("Hall 3 大厅")).toMatch(/^hall-3-[A-Za-z0-9_-]{8}$/);
    expect(id("???")).toMatch(/^hall-[A-Za-z0-9_-]{8}$/);
  });

  test("names that differ only past the length of a slug", () => {
    const [one, other] = ["1", "2"].map((end) => `${"Great hall of lanterns ".repeat(4)}${end}`);
    const ids = idsOfNames([one!, other!], "hall");
    expect(ids.get(one!)).toMatch(/^great-hall-of-lanterns-.{1,41}$/);
    expect(ids.get(one!)).not.toBe(ids.get(other!));
    expect(idsOfNames([other!], "hall").get(other!)).toBe(ids.get(other!));
  });

  test("names with one slug have two ids, in whatever order they come", () => {
    const ids = idsOfNames(["saal-1", "Saal 1"], "hall");
    expect(ids.get("Saal 1")).toBe("saal-1");
    expect(ids.get("saal-1")).toMatch(/^saal-1-.{8}$/);
    expect(idsOfNames(["Saal 1", "saal-1"], "hall")).toEqual(ids);
  });

  test("any names have valid and different ids", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string({ unit: "binary", minLength: 1, maxLength: 80 })), (names) => {
        const ids = [...idsOfNames(names, "hall").values()];
        expect(new Set(ids).size).toBe(names.length);
        for (const one of ids) expect(one).toMatch(/^[A-Za-z0-9_-]{1,64}$/);
      }),
    );
  });
});

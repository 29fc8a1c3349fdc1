import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Session } from "../../server/contract/programme.ts";
import { diffProgrammes } from "../../server/core/programme-diff.ts";

const session = (id: string, fields: Partial<Session> = {}): Session => ({
  id,
  title: { en: "Wicks" },
  type: "talk",
  hall: "ada",
  startsAt: "2026-03-27T09:00:00.000Z",
  endsAt: "2026-03-27T10:00:00.000Z",
  speakers: [{ name: "Ines Okafor" }],
  ...fields,
});
const ids = (sessions: readonly Session[]) => sessions.map(({ id }) => id);
const later = { startsAt: "2026-03-27T11:00:00.000Z" };

describe("what a new programme changes", () => {
  test("what is new and what is gone", () => {
    const diff = diffProgrammes([session("a"), session("b")], [session("b"), session("c")]);
    expect(diff).toEqual({ added: [session("c")], removed: [session("a")], moved: [], changed: [] });
  });

  test.for([[later], [{ hall: "borg" }], [{ ...later, title: { en: "Oil" } }]])("moved: %j", ([fields]) => {
    const diff = diffProgrammes([session("a")], [session("a", fields)]);
    expect(diff).toEqual({
      added: [],
      removed: [],
      moved: [{ ...session("a", fields), before: session("a") }],
      changed: [],
    });
  });

  test("a hall that is given or taken away is a move", () => {
    const { hall: _, ...nowhere } = session("a");
    expect(diffProgrammes([nowhere], [session("a")]).moved).toHaveLength(1);
    expect(diffProgrammes([session("a")], [nowhere]).moved).toHaveLength(1);
  });

  test.for([
    [{ title: { en: "Oil" } }],
    [{ title: { en: "Wicks", de: "Dochte" } }],
    [{ endsAt: "2026-03-27T10:30:00.000Z" }],
    [{ type: "forum" as const }],
    [{ speakers: [] }],
    [{ speakers: [{ name: "Ines Okafor", affiliation: "Lantern Works" }] }],
    [{ url: "https://lantern.example/" }],
    [{ abstract: { en: "" } }],
  ])("changed: %j", ([fields]) => {
    const diff = diffProgrammes([session("a")], [session("a", fields)]);
    expect(diff).toEqual({
      added: [],
      removed: [],
      moved: [],
      changed: [{ ...session("a", fields), before: session("a") }],
    });
  });

  test("neither order of sessions nor of words makes a difference", () => {
    const before = [session("a", { title: { en: "Wicks", de: "Dochte" } }), session("b")];
    const after = [session("b"), session("a", { title: { de: "Dochte", en: "Wicks" } })];
    expect(diffProgrammes(before, after)).toEqual({ added: [], removed: [], moved: [], changed: [] });
  });

  test("lists are by start, then id", () => {
    expect(ids(diffProgrammes([], [session("c", later), session("b"), session("a")]).added)).toEqual([
      "a",
      "b",
      "c",
    ]);
  });

  test("each session stands in one list at most, and the lists lead from one programme to the other", () => {
    const one = fc.record({
      id: fc.constantFrom("a", "b", "c", "d"),
      hall: fc.constantFrom("ada", "borg"),
      title: fc.constantFrom("x", "y"),
    });
    const some = fc
      .uniqueArray(one, { selector: ({ id }) => id })
      .map((list) => list.map(({ id, hall, title }) => session(id, { hall, title: { en: title } })));
    fc.assert(
      fc.property(some, some, (before, after) => {
        const { added, removed, moved, changed } = diffProgrammes(before, after);
        const now = [...moved, ...changed].map(({ before: _, ...is }) => is);
        const touched = ids([...added, ...removed, ...now]);
        expect(new Set(touched).size).toBe(touched.length);
        const result = [...before.filter(({ id }) => !touched.includes(id)), ...added, ...now];
        expect(new Map(result.map((is) => [is.id, is]))).toEqual(new Map(after.map((is) => [is.id, is])));
      }),
    );
  });
});

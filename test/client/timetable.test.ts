/** The day's grid: where each session stands, and that none covers another. */
import { describe, expect, test } from "vitest";
import { isAllDay, timetableOf } from "../../client/feed/views/timetable.ts";
import { seeded } from "../../scripts/chaos/seeded.ts";
import type { Session } from "../../server/contract/programme.ts";

const DAY = Date.parse("2022-11-09T00:00:00.000Z");
const at = (minutes: number): string => new Date(DAY + minutes * 60_000).toISOString();
const session = (id: string, hall: string | undefined, from: number, to: number): Session => ({
  id,
  title: { en: id },
  type: "talk",
  startsAt: at(from),
  endsAt: at(to),
  speakers: [],
  ...(hall === undefined ? {} : { hall }),
});

interface Cells {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}
const cellsOf = (area: string): Cells => {
  const [top, left, bottom, right] = area.split(" / ").map(Number) as [number, number, number, number];
  return { top, left, bottom, right };
};
const cover = (a: Cells, b: Cells): boolean =>
  a.top < b.bottom && b.top < a.bottom && a.left < b.right && b.left < a.right;

describe("the timetable of a day", () => {
  const table = timetableOf(
    [
      session("late", "hall-2", 600, 630),
      session("first", "hall-1", 570, 600),
      session("beside", "hall-1", 580, 640),
      session("alone", "hall-1", 700, 730),
    ],
    ["hall-1", "hall-2", "hall-3"],
  );
  const areaOf = (id: string): string => table.blocks.find((block) => block.session.id === id)!.area;

  test("[TT1] sessions of one hall that overlap stand side by side; one alone has the whole hall", () => {
    expect(areaOf("first")).toBe("8 / 2 / 14 / 3");
    expect(areaOf("beside")).toBe("10 / 3 / 22 / 4");
    expect(areaOf("alone")).toBe("34 / 2 / 40 / 4");
  });
  test("[TT2] halls stand in the order of the event, and only those with a session", () => {
    expect(table.halls).toEqual([
      { hall: "hall-1", area: "1 / 2 / 2 / 4" },
      { hall: "hall-2", area: "1 / 4 / 2 / 5" },
    ]);
  });
  test("is read in the order of time, hour by hour from the full hour", () => {
    expect(table.blocks.map((block) => block.session.id)).toEqual(["first", "beside", "late", "alone"]);
    expect(table.hours.map(({ atMs }) => (atMs - DAY) / 3_600_000)).toEqual([9, 10, 11, 12]);
  });
  test("its line stands where the instant is, and nowhere before and after", () => {
    expect(table.lineAt(DAY + 603 * 60_000)).toBe("14 / 1 / 15 / 5");
    expect(table.lineAt(DAY + 560 * 60_000)).toBeUndefined();
    expect(table.lineAt(DAY + 731 * 60_000)).toBeUndefined();
  });
  test("exhibitions and what is on for most of the day stand apart", () => {
    const long = session("long", "hall-1", 540, 1_020);
    const show: Session = { ...session("show", undefined, 540, 600), type: "exhibition" };
    expect([long, show, session("short", "hall-1", 540, 600)].map(isAllDay)).toEqual([true, true, false]);
    expect(timetableOf([long, show], []).blocks).toEqual([]);
    expect(timetableOf([long, show], []).allDay).toEqual([long, show]);
  });
  test.for([1, 7, 42, 1999])("[TT1] no session covers another, whatever overlaps (seed %i)", (seed) => {
    const random = seeded(seed);
    const upTo = (most: number): number => Math.floor(random() * most);
    const many = Array.from({ length: 120 }, (_, id) => {
      const from = upTo(600);
      return session(`s${id}`, upTo(5) === 0 ? undefined : `hall-${upTo(4)}`, from, from + 1 + upTo(120));
    });
    const areas = timetableOf(many, ["hall-0", "hall-1"]).blocks.map(({ area }) => cellsOf(area));
    expect(areas).toHaveLength(120);
    const covering = areas.flatMap((a, i) => areas.slice(i + 1).filter((b) => cover(a, b)));
    expect(covering).toEqual([]);
  });
});

import { describe, expect, test } from "vitest";
import { boardOf, hallsNow } from "../../client/shared/now-and-next.ts";
import { ALL_CLEAR_MS, urgentNow } from "../../client/shared/urgent.ts";
import { isRevealed, type ViewOptions, viewOf } from "../../client/shared/view-model.ts";
import type { Announcement, FeedItem, UrgentDetails } from "../../server/contract/announcement.ts";
import type { Session } from "../../server/contract/programme.ts";
import { announced } from "../support/feed-history.ts";

const now = Date.parse("2022-11-09T08:22:00.000Z");
const at = (clock: string) => `2022-11-09T${clock}:00.000Z`;
const held = (...items: FeedItem[]) =>
  new Map(items.sort((a, b) => a.offset - b.offset).map((item) => [item.id, item]));
const options: ViewOptions = {
  now,
  timeZone: "Asia/Shanghai",
  zones: [],
  attendance: undefined,
  kind: undefined,
  track: undefined,
  shownUpTo: Number.POSITIVE_INFINITY,
};
const ids = (items: readonly { id: string }[]) => items.map(({ id }) => id);

describe("the feed", () => {
  test("newest first, by the venue's days, pinned apart", () => {
    const view = viewOf(
      held(
        announced(1, { publishedAt: "2022-11-08T15:59:00.000Z" }),
        announced(2, { publishedAt: "2022-11-08T16:01:00.000Z" }),
        announced(3, { pinned: true }),
      ),
      options,
    );
    expect(ids(view.pinned)).toEqual(["a3"]);
    expect(view.days.map(({ day, items }) => [day, ids(items)])).toEqual([
      ["2022-11-09", ["a2"]],
      ["2022-11-08", ["a1"]],
    ]);
  });
  test("a pin that has expired is an announcement like the others", () => {
    const view = viewOf(held(announced(1, { pinned: true, expiresAt: at("08:00") })), options);
    expect([view.pinned.length, view.days.length]).toEqual([0, 1]);
  });
  test("what comes while the reader is further down is counted, not shown", () => {
    const view = viewOf(held(announced(1), announced(2), announced(3)), { ...options, shownUpTo: 1 });
    expect(ids(view.days.flatMap(({ items }) => items))).toEqual(["a1"]);
    expect(ids(view.arrived)).toEqual(["a3", "a2"]);
  });
  test("attendance chooses what is shown, and the counts of the kinds ignore the kind that is chosen", () => {
    const audience = { attendance: "online" as const, zones: [], tracks: [] };
    const items = held(announced(1, { audience }), announced(2, { kind: "release" }));
    const view = viewOf(items, { ...options, attendance: "in-person", kind: "notice" });
    expect(view.days).toEqual([]);
    expect(Object.fromEntries(view.counts)).toEqual({ release: 1, all: 1 });
  });
  test("[W1] a tombstone stands where it stood, in the day of what came after it", () => {
    const gone = { id: "a2", offset: 2, withdrawnAt: "2022-11-11T01:00:00.000Z", reason: "wrong hall" };
    const view = viewOf(held(announced(1), gone, announced(3)), { ...options, attendance: "online" });
    expect(view.days.map(({ items }) => ids(items))).toEqual([["a3", "a2", "a1"]]);
    expect(viewOf(held(gone), { ...options, kind: "notice" }).days).toEqual([]);
  });
  test("[W2] danger is shown whatever is filtered or held back, but for whom it is not meant", () => {
    const audience = { attendance: "in-person" as const, zones: [], tracks: [] };
    const items = held(alert(4, {}, { audience }));
    expect(viewOf(items, { ...options, kind: "release", track: "x", shownUpTo: 0 }).urgent).toHaveLength(1);
    expect(viewOf(items, { ...options, attendance: "online" }).urgent).toEqual([]);
  });
  test("a podium is held until its instant", () => {
    const result = announced(1, { kind: "result", revealAt: new Date(now).toISOString() });
    expect([isRevealed(result, now - 1), isRevealed(result, now), isRevealed(announced(2), 0)]).toEqual([
      false,
      true,
      true,
    ]);
  });
});

function alert(
  offset: number,
  details: Partial<UrgentDetails>,
  over: Partial<Announcement> = {},
): Announcement {
  return announced(offset, {
    kind: "urgent",
    publishedAt: at("08:20"),
    expiresAt: at("09:00"),
    details: { status: "actual", messageType: "alert", ...details },
    ...over,
  });
}

describe("what is urgent", () => {
  const first = alert(1, {});
  const update = alert(2, { messageType: "update", refersTo: "a1" });
  const second = alert(3, { messageType: "update", refersTo: "a2" });
  const allClear = alert(4, { messageType: "all-clear", refersTo: "a3" });

  test("[U1] an update stands in for what it refers to, and for what that refers to", () => {
    expect(ids(urgentNow(held(first, update, second), now).map(({ announcement }) => announcement))).toEqual([
      "a3",
    ]);
  });
  test("[U2] an all-clear ends it and is shown for a while", () => {
    expect(urgentNow(held(first, update, second, allClear), now)).toMatchObject([{ isOver: true }]);
    const later = Date.parse(allClear.publishedAt) + ALL_CLEAR_MS;
    expect(urgentNow(held(first, update, second, allClear), later)).toEqual([]);
  });
  test("[U3] what has expired is not urgent; a withdrawn all-clear was never given", () => {
    expect(urgentNow(held(first), Date.parse(at("09:00")))).toEqual([]);
    const gone = { id: "a4", offset: 4, withdrawnAt: at("08:21"), reason: "too early" };
    expect(urgentNow(held(first, update, second, gone), now)).toMatchObject([{ isOver: false }]);
  });
  test("[U4] actual before exercise before test, what is over last", () => {
    const exercise = alert(5, { status: "exercise" });
    const trial = alert(6, { status: "test" });
    const order = urgentNow(held(first, allClearOf(first), exercise, trial, alert(8, {})), now);
    expect(order.map(({ announcement }) => announcement.id)).toEqual(["a8", "a5", "a6", "a7"]);
  });
  const allClearOf = ({ id }: Announcement) => alert(7, { messageType: "all-clear", refersTo: id });
});

describe("now and next", () => {
  const session = (
    id: string,
    hall: string,
    from: string,
    to: string,
    type: Session["type"] = "forum",
  ): Session => ({
    id,
    hall,
    title: { en: id },
    type,
    startsAt: at(from),
    endsAt: at(to),
    speakers: [],
  });
  const sessions = [
    session("early", "h1", "07:00", "08:00"),
    session("open", "h1", "07:00", "10:00", "exhibition"),
    session("talk", "h1", "08:20", "09:00"),
    session("after", "h1", "09:00", "09:30"),
    session("later", "h1", "09:30", "10:00"),
    session("fair", "h2", "08:21", "12:00", "exhibition"),
    session("soon", "h3", "08:30", "09:00"),
  ];
  test("[N1] one line for each hall: what began last is now, what begins first is next", () => {
    expect(hallsNow(sessions, now).map(({ hall, now: on, next }) => [hall, on?.id, next?.id])).toEqual([
      ["h1", "talk", "after"],
      ["h2", "fair", undefined],
      ["h3", undefined, "soon"],
    ]);
  });
  test("[N2] the board: what began last first, what is open all day last; then what begins first", () => {
    const board = boardOf(sessions, now);
    expect([ids(board.now), ids(board.next)]).toEqual([
      ["talk", "fair"],
      ["soon", "after"],
    ]);
  });
  test("a session is on from its start up to, not including, its end", () => {
    expect(hallsNow([sessions[2]!], Date.parse(at("08:20")))[0]?.now?.id).toBe("talk");
    expect(hallsNow([sessions[2]!], Date.parse(at("09:00")))).toEqual([]);
  });
});

import { describe, expect, test } from "vitest";
import { boardOf, hallsNow } from "../../client/shared/now-and-next.ts";
import { ALL_CLEAR_MS, urgentNow } from "../../client/shared/urgent.ts";
import { FRESH_MS, isRevealed, turnsOf, type ViewOptions, viewOf } from "../../client/shared/view-model.ts";
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
  test("[V7] what is for the venue's screens alone is not shown, counted or waiting, urgent or not", () => {
    const surfaces = ["kiosk"] as const satisfies Announcement["surfaces"];
    const details: UrgentDetails = { status: "actual", messageType: "alert" };
    const view = viewOf(
      held(
        announced(1, { surfaces: [...surfaces], pinned: true }),
        announced(2, { surfaces: [...surfaces], kind: "urgent", details, expiresAt: at("23:00") }),
        announced(3),
        announced(4, { surfaces: [...surfaces] }),
      ),
      { ...options, shownUpTo: 3 },
    );
    expect([view.urgent, view.pinned, view.arrived]).toEqual([[], [], []]);
    expect(view.days.map(({ items }) => ids(items))).toEqual([["a3"]]);
    expect(view.counts.get("all")).toBe(1);
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
  test("[W3] what is held only because it stands out is pinned or a key moment, and nobody's neighbour", () => {
    const items = held(
      announced(1, { key: true }),
      announced(2, { pinned: true }),
      announced(8),
      announced(9),
    );
    const view = viewOf(items, { ...options, unbrokenFrom: 8 });
    expect(shownIn(view)).toEqual(["a9", "a8"]);
    expect([ids(view.pinned), ids(view.keyMoments)]).toEqual([["a2"], ["a1"]]);
  });
  test("[W3] what a link led to stands by itself", () => {
    const items = held(announced(1), announced(2, { pinned: true }), announced(3));
    expect(shownIn(viewOf(items, { ...options, linkedId: "a1" }))).toEqual(["a3"]);
    expect(viewOf(items, { ...options, linkedId: "a2" }).pinned).toEqual([]);
  });
  test("the stream has no more than its limit, and says that there is more", () => {
    const items = held(announced(1), announced(2), announced(3));
    const few = viewOf(items, { ...options, limit: 2 });
    expect([shownIn(few), few.hasMore]).toEqual([["a3", "a2"], true]);
    expect(viewOf(items, { ...options, limit: 3 }).hasMore).toBe(false);
  });
  test("what was seen begins below what came since, and what came since has its key moments", () => {
    const items = held(announced(1, { key: true }), announced(2), announced(3, { key: true }), announced(4));
    const view = viewOf(items, { ...options, seenUpTo: 2 });
    expect([view.seenId, ids(view.missed)]).toEqual(["a2", ["a3"]]);
    expect(viewOf(items, { ...options, seenUpTo: 4 }).seenId).toBeUndefined();
    expect(viewOf(items, { ...options, seenUpTo: 0 }).seenId).toBeUndefined();
    expect(viewOf(items, options)).toMatchObject({ seenId: undefined, missed: [] });
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

const shownIn = ({ days }: ReturnType<typeof viewOf>) => ids(days.flatMap(({ items }) => items));
const sessionIn = (id: string, hall?: string): Session => ({
  id,
  ...(hall === undefined ? {} : { hall }),
  title: { en: id },
  type: "forum",
  startsAt: at("08:00"),
  endsAt: at("09:00"),
  speakers: [],
});

describe("what the reader chose to see", () => {
  const zones = [
    { id: "east", name: { en: "East" } },
    { id: "hall-zone", name: { en: "Hall" }, parent: "east" },
    { id: "west", name: { en: "West" } },
  ];
  const sessions = new Map([
    ["s1", sessionIn("s1", "h1")],
    ["s2", sessionIn("s2", "h2")],
  ]);
  const hall = { id: "h1", name: { en: "Hall 1" }, zone: "hall-zone" };
  const zoned = (offset: number, ...named: string[]) =>
    announced(offset, { audience: { attendance: "everyone", zones: named, tracks: [] } });
  const about = (offset: number, sessionId: string) => announced(offset, { sessionId });
  const chosen = { ...options, zones, sessions };

  test("[W4] a hall has what is about its sessions, and of the rest what its zones have", () => {
    const items = held(
      about(1, "s1"),
      about(2, "s2"),
      about(3, "unknown"),
      zoned(4, "east"),
      zoned(5, "west"),
      zoned(6, "hall-zone"),
    );
    expect(shownIn(viewOf(items, { ...chosen, hall }))).toEqual(["a6", "a4", "a3", "a1"]);
    const { zone: _, ...placeless } = hall;
    expect(shownIn(viewOf(items, { ...chosen, hall: placeless }))).toEqual(["a3", "a1"]);
  });
  test("[W4] a change of the programme is about the session that it names", () => {
    const change = announced(1, { kind: "programme-change", details: { sessionId: "s2" } });
    expect(shownIn(viewOf(held(change), { ...chosen, hall }))).toEqual([]);
    expect(shownIn(viewOf(held(change), { ...chosen, hall: { ...hall, id: "h2" } }))).toEqual(["a1"]);
  });
  test("[W4] each choice must hold, and the counts are those of all the others", () => {
    const starred = new Map([["s1", true]]);
    const items = held(about(1, "s1"), about(2, "s2"), announced(3, { kind: "release", sessionId: "s1" }));
    const view = viewOf(items, { ...chosen, hall, starred, onlyStarred: true, kind: "release" });
    expect([shownIn(view), Object.fromEntries(view.counts)]).toEqual([
      ["a3"],
      { all: 2, notice: 1, release: 1 },
    ]);
  });
  test("[W5] for those who follow a session: what is new to them or of the last hour, three at most, whatever is filtered", () => {
    const starred = new Map([["s1", true]]);
    const old = { sessionId: "s1", publishedAt: new Date(now - FRESH_MS).toISOString() };
    const fresh = { sessionId: "s1", publishedAt: at("08:00") };
    const items = held(announced(1, old), announced(2, old), about(3, "s2"), announced(4, fresh));
    const view = (over: Partial<ViewOptions>) => ids(viewOf(items, { ...chosen, starred, ...over }).forYou);
    expect(view({})).toEqual(["a4"]);
    expect(view({ kind: "release", seenUpTo: 1 })).toEqual(["a4", "a2"]);
    expect(view({ seenUpTo: 0 })).toHaveLength(3);
    expect(view({ starred: new Map() })).toEqual([]);
    const attendance = announced(5, {
      sessionId: "s1",
      audience: { attendance: "online", zones: [], tracks: [] },
    });
    const mine = { ...chosen, starred, attendance: "in-person" } as const;
    expect(viewOf(held(attendance), mine).forYou).toEqual([]);
  });
  test("[W6] a view turns when something expires, when an all-clear has stood long enough, and when news is old", () => {
    const items = held(announced(1), alert(2, {}));
    const published = Date.parse(announced(1).publishedAt);
    expect(turnsOf(items, false)).toEqual([Date.parse(at("08:20")) + ALL_CLEAR_MS, Date.parse(at("09:00"))]);
    expect(turnsOf(items, true)).toContain(published + FRESH_MS);
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

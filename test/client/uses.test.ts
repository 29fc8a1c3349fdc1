import { describe, expect, test } from "vitest";
import type { DeskItem } from "../../client/desk/order/running-order.ts";
import type { EventForm } from "../../client/desk/setup/event-form.ts";
import { idsInUse, isUsed, usesOf } from "../../client/desk/setup/uses.ts";
import type { DeskAnnouncement } from "../../server/contract/desk-announcement.ts";
import type { Session } from "../../server/contract/programme.ts";

const instant = "2022-11-09T08:30:00.000Z";

const item = (id: string, over: Partial<DeskAnnouncement> = {}): DeskAnnouncement => ({
  id,
  revision: 1,
  kind: "notice",
  text: { en: { headline: id, body: "" } },
  audience: { attendance: "everyone", zones: [], tracks: [] },
  surfaces: ["feed", "kiosk"],
  actions: [],
  pinned: false,
  key: false,
  state: "draft",
  createdAt: instant,
  createdBy: "mei",
  changedAt: instant,
  changedBy: "mei",
  ...over,
});
const session = (id: string, over: Partial<Session> = {}): Session => ({
  id,
  title: { en: id },
  type: "talk",
  startsAt: instant,
  endsAt: instant,
  speakers: [],
  ...over,
});

const form = {
  name: { en: "Summit", zh: "峰会" },
  theme: {},
  rehearsalNotice: { zh: "试运行" },
  zones: [
    { id: "venue", name: { en: "Venue" }, parent: "" },
    { id: "ground", name: { en: "Ground" }, parent: "venue" },
  ],
  halls: [
    { id: "h1", name: { en: "Hall 1", zh: "一号厅" }, zone: "ground", streamUrl: "" },
    { id: "h2", name: { en: "Hall 2" }, zone: "", streamUrl: "" },
  ],
  tracks: [{ id: "ai", name: { en: "AI" } }],
} as unknown as EventForm;

const aimed = (zones: string[], tracks: string[] = []) => ({
  attendance: "everyone" as const,
  zones,
  tracks,
});
const items: DeskItem[] = [
  item("planned-zone", { audience: aimed(["ground"]), state: "scheduled" }),
  item("out-zone", { audience: aimed(["ground", "venue"]), state: "corrected" }),
  item("gone-zone", { audience: aimed(["ground"]), state: "withdrawn" }),
  item("discarded-zone", { audience: aimed(["ground"]), state: "discarded" }),
  item("start", {
    state: "scheduled",
    origin: { type: "session-start", sessionId: "s1" },
    text: { en: { headline: "Starts", body: "" }, zh: { headline: "开始", body: "" } },
  }),
  item("follows", { state: "scheduled", follows: { sessionId: "s1", leadMinutes: 5 } }),
  item("track", { audience: aimed([], ["ai"]) }),
  { id: "x", kind: "notice", state: "scheduled", embargoUntil: instant, sealed: true },
];
const used = {
  form,
  items,
  sessions: [session("s1", { hall: "h1", track: "ai" }), session("s2", { hall: "h2" })],
};
const ids = (list: readonly { readonly id: string }[]) => list.map(({ id }) => id);

describe("what uses a part of the event", () => {
  test("a zone: zones and halls in it, their sessions, and what is for it, sent or not", () => {
    const uses = usesOf("zone", "ground", used);
    expect(ids(uses.halls)).toEqual(["h1"]);
    expect(ids(uses.sessions)).toEqual(["s1"]);
    expect(ids(uses.planned)).toEqual(["planned-zone"]);
    expect(ids(uses.out)).toEqual(["out-zone"]);
    expect(ids(usesOf("zone", "venue", used).zones)).toEqual(["ground"]);
  });
  test("a hall: its sessions, and everything that is about them, whoever wrote it", () => {
    const uses = usesOf("hall", "h1", used);
    expect(ids(uses.sessions)).toEqual(["s1"]);
    expect(ids(uses.planned)).toEqual(["start", "follows"]);
  });
  test("a track: its sessions and what is for its readers", () => {
    const uses = usesOf("track", "ai", used);
    expect([ids(uses.sessions), ids(uses.planned)]).toEqual([["s1"], ["track"]]);
  });
  test("a language: what is written in it, and the names that are lost", () => {
    const uses = usesOf("language", "zh", used);
    expect([ids(uses.planned), uses.names, uses.sessions]).toEqual([["start"], 3, []]);
  });
  test("what is sealed is counted, never named, and does not make anything used", () => {
    const uses = usesOf("track", "nothing", used);
    expect(uses.sealed).toBe(1);
    expect(isUsed(uses)).toBe(false);
    expect(isUsed(usesOf("hall", "h2", used))).toBe(true);
  });
  test("an id that anything still names is never given to another place", () => {
    const taken = idsInUse({ ...used, items: [item("old", { audience: aimed(["foyer"], ["law"]) })] });
    for (const id of ["venue", "h1", "ai", "foyer", "law"]) expect(taken).toContain(id);
  });
});

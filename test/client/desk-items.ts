/** Announcements as the desk has them, for tests of what it makes of them. */
import type { DeskItem } from "../../client/desk/order/running-order.ts";
import type { DeskAnnouncement } from "../../server/contract/desk-announcement.ts";
import type { Session } from "../../server/contract/programme.ts";

export const ZONE = "Asia/Shanghai";

/** A time on 9 November at the venue, as the server says it. */
export const at = (clock: string, day = "09"): string =>
  new Date(`2022-11-${day}T${clock.length === 5 ? `${clock}:00` : clock}+08:00`).toISOString();

export const deskItem = (over: Partial<DeskAnnouncement> & { readonly id: string }): DeskAnnouncement => ({
  revision: 1,
  kind: "notice",
  text: { en: { headline: `Headline of ${over.id}`, body: "" } },
  audience: { attendance: "everyone", zones: [], tracks: [] },
  surfaces: ["feed", "kiosk"],
  actions: [],
  pinned: false,
  key: false,
  state: "draft",
  createdAt: at("08:00"),
  createdBy: "Mei Lin",
  changedAt: at("08:00"),
  changedBy: "Mei Lin",
  ...over,
});

export const planned = (id: string, clock: string, over: Partial<DeskAnnouncement> = {}): DeskAnnouncement =>
  deskItem({ id, state: "scheduled", scheduledAt: at(clock), ...over });

export const sent = (id: string, clock: string, over: Partial<DeskAnnouncement> = {}): DeskAnnouncement =>
  deskItem({ id, state: "published", publishedAt: at(clock), ...over });

export const startOf = (id: string, sessionId: string, clock: string, leadMinutes = 0): DeskAnnouncement =>
  planned(id, clock, {
    kind: "session-start",
    sessionId,
    origin: { type: "session-start", sessionId, leadMinutes },
  });

export const sealed = (id: string, clock: string, state: DeskItem["state"] = "scheduled"): DeskItem => ({
  id,
  kind: "result",
  state,
  embargoUntil: at(clock),
  sealed: true,
});

export const session = (id: string, from: string, to: string, over: Partial<Session> = {}): Session => ({
  id,
  title: { en: `Session ${id}` },
  type: "forum",
  startsAt: at(from),
  endsAt: at(to),
  speakers: [],
  ...over,
});

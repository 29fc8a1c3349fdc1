/** Announcements, events and actors for tests. */
import {
  type NewAnnouncement,
  newAnnouncementSchema,
  type WrittenAnnouncement,
  writtenAnnouncementSchema,
} from "../../server/contract/announcement.ts";
import { type DeskEvent, deskEventSchema } from "../../server/contract/event.ts";
import type { Actor, Role } from "../../server/contract/people.ts";

export const event = (over: Record<string, unknown> = {}): DeskEvent =>
  deskEventSchema.parse({
    name: { en: "Test summit", zh: "测试峰会" },
    startsAt: "2022-11-09T01:00:00Z",
    endsAt: "2022-11-11T10:00:00Z",
    timeZone: "Asia/Shanghai",
    languages: ["en", "zh", "fr"],
    zones: [
      { id: "venue", name: { en: "Venue" } },
      { id: "east", name: { en: "East" }, parent: "venue" },
      { id: "hall-2", name: { en: "Hall 2" }, parent: "east" },
      { id: "west", name: { en: "West" }, parent: "venue" },
    ],
    halls: [{ id: "hall-2", name: { en: "Hall 2" }, zone: "hall-2", streamUrl: "https://stream.example/2" }],
    tracks: [{ id: "governance", name: { en: "Governance" } }],
    ...over,
  });

export const notice = (headline: string, over: Record<string, unknown> = {}): WrittenAnnouncement =>
  writtenAnnouncementSchema.parse({ kind: "notice", text: { en: { headline } }, ...over });

export const newNotice = (headline: string, over: Record<string, unknown> = {}): NewAnnouncement =>
  newAnnouncementSchema.parse({ kind: "notice", text: { en: { headline } }, ...over });

export const urgent = (
  headline: string,
  details: Record<string, unknown> = {},
  over: Record<string, unknown> = {},
) =>
  writtenAnnouncementSchema.parse({
    kind: "urgent",
    text: { en: { headline } },
    expiresAt: "2099-01-01T00:00:00Z",
    details: { status: "exercise", messageType: "alert", ...details },
    ...over,
  });

export const person = (role: Role, id: string = role, over: Partial<Actor> = {}): Actor => ({
  id,
  role,
  name: `${id}@example.org`,
  ...over,
});

export const admin: Actor = person("admin", "admin", { skipsFreshSignIn: true });

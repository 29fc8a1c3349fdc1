/** Announcements as the desk writes, lists and reads them. Their moves are in moves.ts. */
import { z } from "zod";
import { newAnnouncementSchema, writtenAnnouncementSchema } from "../../contract/announcement.ts";
import { deskListQuerySchema } from "../../contract/api.ts";
import {
  type DeskAnnouncement,
  deskAnnouncementSchema,
  type SealedAnnouncement,
  sealedAnnouncementSchema,
} from "../../contract/desk-announcement.ts";
import { cursorSchema } from "../../contract/feed.ts";
import { granted, type Result, refused } from "../../contract/refusals.ts";
import { deskView, instant, maySeeRevision } from "../../core/record.ts";
import type { Sent } from "../../desk/announcements.ts";
import type { RevisionNote } from "../../store/feed-log.ts";
import type { HttpDeps } from "../deps.ts";
import { deskRoute, jsonReply, type Reply, type Route } from "../route.ts";
import { settled } from "./settled.ts";

export const ANNOUNCEMENTS_PATH = "/api/v1/desk/announcements";

export const sentSchema = deskAnnouncementSchema
  .extend({ cursor: cursorSchema.optional() })
  .or(sealedAnnouncementSchema);
const oneSchema = deskAnnouncementSchema.or(sealedAnnouncementSchema);
const listSchema = z.strictObject({ items: z.array(oneSchema), next: z.string().optional() });

type Deps = Pick<HttpDeps, "announcements" | "store" | "view" | "clock">;

export function deskAnnouncementRoutes({ announcements, store, view, clock }: Deps): Route[] {
  return [
    deskRoute({
      method: "post",
      path: ANNOUNCEMENTS_PATH,
      summary: "A new draft; with publishAt also published or scheduled, or nothing is made at all",
      body: newAnnouncementSchema,
      writes: true,
      answers: { 201: { description: "Made. `cursor` where it was published.", schema: sentSchema } },
      refusals: ["under_embargo", "approval_required", "not_allowed_in_state", "fresh_sign_in_required"],
      handle: async ({ body, actor, retry }) => {
        const result = await announcements.create(body, actor, retry);
        if (!result.ok) return result;
        await settled(view, result.value.cursor);
        const Location = `${ANNOUNCEMENTS_PATH}/${result.value.record.id}`;
        return granted({ ...sentReply(result.value), status: 201, headers: { Location } });
      },
    }),
    deskRoute({
      method: "get",
      path: ANNOUNCEMENTS_PATH,
      summary: "Announcements, the latest change first",
      right: "readDesk",
      query: deskListQuerySchema,
      answers: {
        200: { description: "A page. `next` is the `cursor` of the page after it.", schema: listSchema },
      },
      refusals: ["redis_unavailable"],
      handle: async ({ query: { state, cursor, limit }, actor }) => {
        const page = await store.list({
          limit,
          ...(state === undefined ? {} : { state }),
          ...(cursor === undefined ? {} : { cursor }),
        });
        const nowMs = clock.nowMs();
        const items = page.items.map(({ value }) => deskView(value, actor, nowMs));
        return granted(jsonReply({ items, ...(page.next === undefined ? {} : { next: page.next }) }));
      },
    }),
    deskRoute({
      method: "get",
      path: `${ANNOUNCEMENTS_PATH}/:id`,
      summary:
        "One announcement with all revisions that the asker may see; its ETag is what PUT wants as If-Match",
      right: "readDesk",
      answers: { 200: { description: "The announcement, or its sealed form.", schema: oneSchema } },
      refusals: ["not_found", "redis_unavailable"],
      handle: async ({ id, actor }) => {
        const stored = await store.announcement(id);
        if (stored === undefined) return refused("not_found");
        const seen = deskView(stored.value, actor, clock.nowMs());
        if (isSealed(seen)) return granted(jsonReply(seen));
        const revisions = (await store.revisions(id))
          .filter(({ written }) => maySeeRevision(stored.value, written, actor, clock.nowMs()))
          .map(shownRevision);
        return granted(jsonReply({ ...seen, revisions }, { etag: `"${stored.value.revision}"` }));
      },
    }),
    deskRoute({
      method: "put",
      path: `${ANNOUNCEMENTS_PATH}/:id`,
      summary: "The whole announcement as a new revision; not after publication",
      body: writtenAnnouncementSchema,
      writes: true,
      needsIfMatch: true,
      answers: { 200: { description: "As it now is; look at `state`.", schema: sentSchema } },
      refusals: ["not_found", "not_allowed_in_state", "under_embargo", "fresh_sign_in_required"],
      handle: async ({ id, body, ifMatch, actor, retry }) =>
        replied(await announcements.command(id, { type: "revise", written: body, ifMatch }, actor, retry)),
    }),
  ];
}

const replied = (result: Result<Sent>): Result<Reply> =>
  result.ok ? granted(sentReply(result.value)) : result;

/** The announcement as this colleague may see it, with its cursor where something was written to the feed. */
export function sentReply({ announcement, record, cursor }: Sent): Reply {
  if (isSealed(announcement)) return jsonReply(announcement);
  const answer = { ...announcement, ...(cursor === undefined ? {} : { cursor }) };
  return jsonReply(answer, { etag: `"${record.revision}"` });
}

const isSealed = (seen: DeskAnnouncement | SealedAnnouncement): seen is SealedAnnouncement =>
  "sealed" in seen;

const shownRevision = ({ revision, atMs, by, written }: RevisionNote) => ({
  revision,
  at: instant(atMs),
  by,
  written,
});

/** The event for those who set it up. */
import { deskEventSchema } from "../../contract/event.ts";
import { cursorSchema } from "../../contract/feed.ts";
import { granted } from "../../contract/refusals.ts";
import type { EventRevision } from "../../desk/event.ts";
import type { HttpDeps } from "../deps.ts";
import { deskRoute, jsonReply, type Reply, type Route } from "../route.ts";
import { settled } from "./settled.ts";

const PATH = "/api/v1/desk/event";
export const writtenEventSchema = deskEventSchema.safeExtend({ cursor: cursorSchema.optional() });

export function deskEventRoutes({ events, view }: Pick<HttpDeps, "events" | "view">): Route[] {
  return [
    deskRoute({
      method: "get",
      path: PATH,
      summary: "The event with opening hours and policies; its ETag is what PUT wants as If-Match",
      right: "editEvent",
      answers: { 200: { description: "The event.", schema: deskEventSchema } },
      refusals: ["redis_unavailable"],
      handle: async () => granted(shownEvent(await events.read())),
    }),
    deskRoute({
      method: "put",
      path: PATH,
      summary: "Replace the whole event",
      right: "editEvent",
      body: deskEventSchema,
      writes: true,
      needsIfMatch: true,
      answers: { 200: { description: "The event as it now is.", schema: writtenEventSchema } },
      handle: async ({ body, ifMatch, actor, retry }) => {
        const result = await events.replace(body, ifMatch, actor, retry);
        if (!result.ok) return result;
        await settled(view, result.value.cursor);
        return granted(shownEvent(result.value));
      },
    }),
  ];
}

export const shownEvent = ({ event, revision, cursor }: EventRevision): Reply =>
  jsonReply({ ...event, ...(cursor === undefined ? {} : { cursor }) }, { etag: `"${revision}"` });

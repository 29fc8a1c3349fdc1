/** What every reader is told of the event. */
import { type DeskEvent, eventSchema, type PublicEvent } from "../contract/event.ts";
import type { HttpDeps } from "./deps.ts";
import { tagOf } from "./etag.ts";
import { PUBLIC_CACHE } from "./headers.ts";
import { whenLoaded } from "./loaded.ts";
import { jsonReply, publicRoute, type Route } from "./route.ts";

export function eventRoutes({ view, directory }: Pick<HttpDeps, "view" | "directory">): Route[] {
  return [
    publicRoute({
      method: "get",
      path: "/api/v1/event",
      summary: "The event: its name, times, languages (default first), halls, zones and tracks",
      answers: { 200: { description: "The event.", schema: eventSchema } },
      refusals: ["not_loaded"],
      handle: () =>
        whenLoaded(view, () =>
          jsonReply(publicEvent(directory.event), {
            headers: PUBLIC_CACHE,
            etag: tagOf(view.state.cursor.epoch, directory.eventVersion),
            revalidates: true,
          }),
        ),
    }),
  ];
}

export function publicEvent({ openingHours: _hours, policies: _policies, ...event }: DeskEvent): PublicEvent {
  return event;
}

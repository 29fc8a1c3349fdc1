/** The end of the rehearsal. */
import { endRehearsalBodySchema } from "../../contract/api.ts";
import { granted } from "../../contract/refusals.ts";
import type { HttpDeps } from "../deps.ts";
import { deskRoute, type Route } from "../route.ts";
import { shownEvent, writtenEventSchema } from "./event.ts";
import { settled } from "./settled.ts";

/** A node follows into a new epoch once its quiet read of the log ends. */
const WAIT_MS = 3_000;

export function rehearsalRoutes({ rehearsal, view }: Pick<HttpDeps, "rehearsal" | "view">): Route[] {
  return [
    deskRoute({
      method: "post",
      path: "/api/v1/desk/rehearsal/end",
      summary:
        "End the rehearsal: everything that was published goes, and every reader starts again. With keep " +
        "preparation, event, programme and what was not sent stay; with nothing, a blank event is left",
      right: "editEvent",
      body: endRehearsalBodySchema,
      writes: true,
      needsIfMatch: true,
      answers: { 200: { description: "The event as it now is.", schema: writtenEventSchema } },
      refusals: ["not_allowed_in_state"],
      handle: async ({ body: { keep }, ifMatch, actor, retry }) => {
        const result = await rehearsal.end({ keep, ifMatch, actor, retry });
        if (!result.ok) return result;
        await settled(view, result.value.cursor, WAIT_MS);
        return granted(shownEvent(result.value));
      },
    }),
  ];
}

/** Where one is signed in, and ending that from afar. A program's token has no sessions. */
import { z } from "zod";
import { ownSessionSchema } from "../../contract/desk-people.ts";
import { granted, refused } from "../../contract/refusals.ts";
import type { HttpDeps } from "../deps.ts";
import { deskRoute, jsonReply, type Route } from "../route.ts";
import { endedCookie } from "../session-cookie.ts";

const PATH = "/api/v1/sessions";
const listSchema = z.strictObject({ items: z.array(ownSessionSchema) });

export function ownSessionsRoutes({ ownSessions, site }: Pick<HttpDeps, "ownSessions" | "site">): Route[] {
  return [
    deskRoute({
      method: "get",
      path: PATH,
      summary: "One's own sessions, newest first",
      answers: { 200: { description: "All that are open.", schema: listSchema } },
      refusals: ["redis_unavailable"],
      handle: async ({ caller }) => {
        const items = caller.session === undefined ? [] : await ownSessions.list(caller.session);
        return granted(jsonReply({ items }));
      },
    }),
    deskRoute({
      method: "delete",
      path: PATH,
      summary: "End all of one's sessions but this one",
      answers: { 204: { description: "They are over." } },
      refusals: ["redis_unavailable", "outcome_unknown"],
      handle: async ({ caller }) => {
        if (caller.session !== undefined) await ownSessions.endOthers(caller.session);
        return granted({});
      },
    }),
    deskRoute({
      method: "delete",
      path: `${PATH}/:id`,
      summary: "End one of one's sessions",
      answers: { 204: { description: "It is over." } },
      refusals: ["not_found", "redis_unavailable", "outcome_unknown"],
      handle: async ({ caller, id, request }) => {
        if (caller.session === undefined) return refused("not_found");
        const result = await ownSessions.end(caller.session, id);
        if (!result.ok) return result;
        const isThisOne = id === caller.session.sessionId;
        return granted(isThisOne ? { headers: { "Set-Cookie": endedCookie(request, site) } } : {});
      },
    }),
  ];
}

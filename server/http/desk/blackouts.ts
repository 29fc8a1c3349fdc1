/** Times in which the screens of a place show nothing but urgent notices. */
import { z } from "zod";
import { blackoutBodySchema, blackoutSchema } from "../../contract/kiosk.ts";
import { granted } from "../../contract/refusals.ts";
import type { HttpDeps } from "../deps.ts";
import { deskRoute, jsonReply, type Route } from "../route.ts";

const PATH = "/api/v1/desk/blackouts";
const listSchema = z.strictObject({ items: z.array(blackoutSchema) });

export const blackoutRoutes = ({ screens: { blackouts } }: Pick<HttpDeps, "screens">): Route[] => [
  deskRoute({
    method: "get",
    path: PATH,
    summary: "Blackouts, past ones too until they are taken back",
    right: "readDesk",
    answers: {
      200: { description: "By their start; those that follow a session last.", schema: listSchema },
    },
    refusals: ["redis_unavailable"],
    handle: async () => granted(jsonReply({ items: await blackouts.list() })),
  }),
  deskRoute({
    method: "post",
    path: PATH,
    summary: "Nothing but urgent notices on the screens of a zone or hall, for a time or a session",
    right: "manageKiosks",
    body: blackoutBodySchema,
    answers: { 201: { description: "Screens are told at once.", schema: blackoutSchema } },
    refusals: ["redis_unavailable", "outcome_unknown", "storage_full"],
    handle: async ({ body, actor }) => {
      const set = await blackouts.set(body, actor);
      return set.ok ? granted(jsonReply(set.value, { status: 201 })) : set;
    },
  }),
  deskRoute({
    method: "delete",
    path: `${PATH}/:id`,
    summary: "Take back a blackout",
    right: "manageKiosks",
    answers: { 204: { description: "Screens show again what they did." } },
    refusals: ["not_found", "redis_unavailable", "outcome_unknown", "storage_full"],
    handle: async ({ id, actor }) => {
      const ended = await blackouts.end(id, actor);
      return ended.ok ? granted({}) : ended;
    },
  }),
];

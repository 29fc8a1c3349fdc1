/** Tokens of programs. */
import { z } from "zod";
import { deskTokenSchema, newTokenSchema, tokenBodySchema } from "../../contract/desk-people.ts";
import { granted } from "../../contract/refusals.ts";
import type { HttpDeps } from "../deps.ts";
import { deskRoute, jsonReply, type Route } from "../route.ts";

const PATH = "/api/v1/desk/tokens";
const listSchema = z.strictObject({ items: z.array(deskTokenSchema) });

export function tokenRoutes({ tokens }: Pick<HttpDeps, "tokens">): Route[] {
  return [
    deskRoute({
      method: "get",
      path: PATH,
      summary: "Tokens that work, newest first",
      right: "manageTokens",
      answers: { 200: { description: "Without their secrets, which nobody has.", schema: listSchema } },
      refusals: ["redis_unavailable"],
      handle: async () => granted(jsonReply({ items: await tokens.list() })),
    }),
    deskRoute({
      method: "post",
      path: PATH,
      summary: "A new token",
      right: "manageTokens",
      body: tokenBodySchema,
      answers: { 201: { description: "`secret` is told here and never again.", schema: newTokenSchema } },
      refusals: ["redis_unavailable", "outcome_unknown", "storage_full"],
      handle: async ({ body, actor }) => {
        const result = await tokens.create(body, actor);
        return result.ok ? granted(jsonReply(result.value, { status: 201 })) : result;
      },
    }),
    deskRoute({
      method: "delete",
      path: `${PATH}/:id`,
      summary: "Revoke a token",
      right: "manageTokens",
      answers: { 204: { description: "It lets nobody in." } },
      refusals: ["not_found", "redis_unavailable", "outcome_unknown", "storage_full"],
      handle: async ({ id, actor }) => {
        const result = await tokens.revoke(id, actor);
        return result.ok ? granted({}) : result;
      },
    }),
  ];
}

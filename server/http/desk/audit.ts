/** The audit: who did what, newest first. Ids, states and names of fields, never text. */
import { z } from "zod";
import { auditQuerySchema } from "../../contract/api.ts";
import { instantSchema, offsetSchema } from "../../contract/forms.ts";
import { granted } from "../../contract/refusals.ts";
import { instant } from "../../core/record.ts";
import type { HttpDeps } from "../deps.ts";
import { deskRoute, jsonReply, type Route } from "../route.ts";

const entrySchema = z.strictObject({
  offset: offsetSchema,
  at: instantSchema,
  /** Of the entry before it and this one: the chain that shows a change made afterwards. */
  hash: z.string(),
  action: z.string(),
  by: z.string(),
  byName: z.string(),
  announcementId: z.string().optional(),
  about: z.string().optional(),
  revision: z.int().optional(),
  from: z.string().optional(),
  to: z.string().optional(),
  fields: z.array(z.string()).optional(),
  counts: z.record(z.string(), z.int()).optional(),
});
const listSchema = z.strictObject({ items: z.array(entrySchema), next: offsetSchema.optional() });

export function auditRoutes({ store }: Pick<HttpDeps, "store">): Route[] {
  return [
    deskRoute({
      method: "get",
      path: "/api/v1/desk/audit",
      summary: "Every change of state, newest first",
      right: "readAudit",
      query: auditQuerySchema,
      answers: {
        200: { description: "A page. `next` is the `cursor` of the page after it.", schema: listSchema },
      },
      refusals: ["redis_unavailable"],
      handle: async ({ query: { cursor, limit } }) => {
        // One more than asked tells whether there is a further page.
        const found = await store.audit(cursor, limit + 1);
        const items = found
          .slice(0, limit)
          .map(({ offset, atMs, hash, note }) => ({ offset, at: instant(atMs), hash, ...note }));
        const next = found.length > limit ? { next: items.at(-1)!.offset } : {};
        return granted(jsonReply({ items, ...next }));
      },
    }),
  ];
}

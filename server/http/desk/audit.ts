/** The audit: who did what, newest first. Ids, states and names of fields, never text. */
import { z } from "zod";
import { auditQuerySchema } from "../../contract/api.ts";
import { instantSchema, offsetSchema } from "../../contract/forms.ts";
import { granted } from "../../contract/refusals.ts";
import type { AuditNote } from "../../core/change.ts";
import { instant } from "../../core/record.ts";
import type { AuditEntry, FeedReader } from "../../store/feed-log.ts";
import type { HttpDeps } from "../deps.ts";
import { deskRoute, jsonReply, type Route } from "../route.ts";

/** How far one request looks for what was asked for; the next goes on from there. */
const MOST_SCANNED = 5_000;
const PER_READ = 500;

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

type AuditQuery = z.output<typeof auditQuerySchema>;

export function auditRoutes({ store }: Pick<HttpDeps, "store">): Route[] {
  return [
    deskRoute({
      method: "get",
      path: "/api/v1/desk/audit",
      summary: "Every change of state, newest first; q, action and announcementId narrow it",
      right: "readAudit",
      query: auditQuerySchema,
      answers: {
        200: {
          description:
            "A page. `next` is the `cursor` of the page after it; a page may be short, or empty, and have one.",
          schema: listSchema,
        },
      },
      refusals: ["redis_unavailable"],
      handle: async ({ query }) => {
        const { found, next } = await searched(store, query);
        const items = found.map(({ offset, atMs, hash, note }) => ({
          offset,
          at: instant(atMs),
          hash,
          ...note,
        }));
        return granted(jsonReply({ items, ...(next === undefined ? {} : { next }) }));
      },
    }),
  ];
}

/** One more than asked for is looked for: it tells whether there is a further page. */
async function searched(
  store: Pick<FeedReader, "audit">,
  query: AuditQuery,
): Promise<{ found: AuditEntry[]; next?: number }> {
  const { limit } = query;
  const fits = filterOf(query);
  const perRead = fits === undefined ? limit + 1 : PER_READ;
  const found: AuditEntry[] = [];
  let { cursor } = query;
  for (let scanned = 0; scanned < MOST_SCANNED; scanned += perRead) {
    const page = await store.audit(cursor, perRead);
    found.push(...(fits === undefined ? page : page.filter(({ note }) => fits(note))));
    if (found.length > limit) return { found: found.slice(0, limit), next: found[limit - 1]!.offset };
    if (page.length < perRead) return { found };
    cursor = page.at(-1)!.offset;
  }
  return { found, ...(cursor === undefined ? {} : { next: cursor }) };
}

/** What an entry must be to be shown; undefined where all are. */
function filterOf({ q, action, announcementId }: AuditQuery): ((note: AuditNote) => boolean) | undefined {
  if (q === undefined && action === undefined && announcementId === undefined) return undefined;
  const words = q?.toLowerCase();
  return (note) =>
    (action === undefined || note.action === action) &&
    (announcementId === undefined || note.announcementId === announcementId) &&
    (words === undefined ||
      [note.action, note.by, note.byName, note.announcementId, note.about].some((text) =>
        text?.toLowerCase().includes(words),
      ));
}

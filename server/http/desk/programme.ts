/** A programme file taken in, or looked at first. */
import { z } from "zod";
import { importQuerySchema } from "../../contract/api.ts";
import { cursorSchema } from "../../contract/feed.ts";
import { importFindingSchema, proposedAnnouncementSchema, sessionSchema } from "../../contract/programme.ts";
import { granted } from "../../contract/refusals.ts";
import type { HttpDeps } from "../deps.ts";
import { deskRoute, jsonReply, type Route } from "../route.ts";
import { settled } from "./settled.ts";

export const IMPORT_LIMIT = 8 * 1024 * 1024;
const TYPES = ["application/json", "application/xml", "text/xml", "text/calendar"] as const;

const sessions = z.array(sessionSchema);
const movedSessions = z.array(sessionSchema.extend({ before: sessionSchema }));
const answerSchema = z.strictObject({
  summary: z.strictObject({ sessions: z.int() }),
  diff: z.strictObject({
    added: sessions,
    removed: sessions,
    moved: movedSessions,
    changed: movedSessions,
  }),
  warnings: z.array(importFindingSchema),
  errors: z.array(importFindingSchema),
  proposed: z.array(proposedAnnouncementSchema),
  cursor: cursorSchema.optional(),
});

export function deskProgrammeRoutes({
  programmeImport,
  view,
}: Pick<HttpDeps, "programmeImport" | "view">): Route[] {
  return [
    deskRoute({
      method: "post",
      path: "/api/v1/desk/programme",
      summary:
        "Take in a programme file, all or nothing; with dryRun=1 only say what would differ, and which drafts would tell of it",
      right: "importProgramme",
      query: importQuerySchema,
      file: { types: TYPES, limit: IMPORT_LIMIT },
      writes: true,
      answers: { 200: { description: "What differs from the programme before.", schema: answerSchema } },
      refusals: ["invalid_programme", "too_many_requests"],
      handle: async ({ bytes, query, actor, retry }) => {
        const dryRun = query.dryRun === "1";
        const result = await programmeImport.take(bytes, { dryRun, actor, retry });
        if (!result.ok) return result;
        await settled(view, result.value.cursor);
        return granted(jsonReply(result.value));
      },
    }),
  ];
}

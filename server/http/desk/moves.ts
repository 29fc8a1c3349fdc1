/** Every move of an announcement's life, one address each. What it may and does is core/decide.ts'. */
import type { z } from "zod";
import { correctionSchema } from "../../contract/announcement.ts";
import {
  markCurrentBodySchema,
  noBodySchema,
  publishBodySchema,
  scheduleBodySchema,
  withdrawBodySchema,
} from "../../contract/api.ts";
import { granted } from "../../contract/refusals.ts";
import type { Command } from "../../core/decide.ts";
import type { HttpDeps } from "../deps.ts";
import { deskRoute, type Route } from "../route.ts";
import { ANNOUNCEMENTS_PATH, sentReply, sentSchema } from "./announcements.ts";
import { settled } from "./settled.ts";

interface MoveOf<B extends z.ZodType> {
  readonly name: string;
  readonly summary: string;
  readonly body: B;
  readonly bodyMayBeAbsent?: boolean;
  readonly command: (body: z.output<B>) => Command;
}

/** What 202 means: accepted, and not out yet. */
const accepts: Readonly<Record<string, string>> = {
  publish: "Scheduled as far ahead as undoMs says.",
  correct: "Two must agree on it: kept as `proposedCorrection` until a second person sends the same.",
};

type Simple = "submit" | "approve" | "unschedule" | "pin" | "unpin" | "discard" | "recover";

const simple = (name: Simple, summary: string) => ({
  name,
  summary,
  body: noBodySchema,
  bodyMayBeAbsent: true,
  command: (): Command => ({ type: name }),
});

export function moveRoutes({ announcements, view }: Pick<HttpDeps, "announcements" | "view">): Route[] {
  const route = <B extends z.ZodType>({ name, summary, body, bodyMayBeAbsent, command }: MoveOf<B>): Route =>
    deskRoute<z.ZodNever, B>({
      method: "post",
      path: `${ANNOUNCEMENTS_PATH}/:id/${name}`,
      summary,
      body,
      bodyMayBeAbsent: bodyMayBeAbsent ?? false,
      writes: true,
      takesIfMatch: true,
      answers: {
        200: { description: "Done. `cursor` where it wrote to the feed.", schema: sentSchema },
        ...(accepts[name] === undefined ? {} : { 202: { description: accepts[name], schema: sentSchema } }),
      },
      refusals: [
        "not_found",
        "not_allowed_in_state",
        "under_embargo",
        "approval_required",
        "fresh_sign_in_required",
      ],
      handle: async ({ id, body: given, actor, retry, seen }) => {
        const result = await announcements.command(id, command(given as z.output<B>), actor, retry, seen);
        if (!result.ok) return result;
        await settled(view, result.value.cursor);
        const isProposed = name === "correct" && result.value.cursor === undefined;
        const waits = isProposed || (name === "publish" && undoOf(given) > 0);
        return granted({ ...sentReply(result.value), status: waits ? 202 : 200 });
      },
    });
  return [
    route(simple("submit", "Hand a draft in for approval")),
    route(simple("approve", "Approve it")),
    route({
      name: "publish",
      summary: "Publish it now, or undoMs ahead, until when unschedule undoes it",
      body: publishBodySchema,
      bodyMayBeAbsent: true,
      command: ({ undoMs }) => ({ type: "publish", undoMs }),
    }),
    route({
      name: "schedule",
      summary: "Publish it at an instant, or so long before a session starts, wherever that is moved",
      body: scheduleBodySchema,
      command: ({ at, follows }) =>
        follows === undefined ? { type: "schedule", atMs: Date.parse(at!) } : { type: "schedule", follows },
    }),
    route(simple("unschedule", "Take it off the schedule; it stays approved")),
    route({
      name: "correct",
      summary: "Correct what is published: a field given replaces, text merges by language, null removes",
      body: correctionSchema,
      command: (correction) => ({ type: "correct", correction }),
    }),
    route({
      name: "withdraw",
      summary: "Take it back; its text is gone everywhere at once",
      body: withdrawBodySchema,
      command: ({ reason }) => ({ type: "withdraw", reason }),
    }),
    route(simple("pin", "Keep it at the top")),
    route(simple("unpin", "No longer keep it at the top")),
    route(simple("discard", "Put aside what was not sent and nobody wants; it can be recovered")),
    route(simple("recover", "Make a draft again of what was discarded")),
    route({
      name: "mark-current",
      summary: "Say that the text in these languages fits the default language's as it now is",
      body: markCurrentBodySchema,
      command: ({ languages }) => ({ type: "mark-current", languages }),
    }),
  ];
}

const undoOf = (given: unknown): number => (given as { undoMs?: number }).undoMs ?? 0;

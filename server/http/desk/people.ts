/** Colleagues: who they are, inviting them, what they may do, and letting them go. */
import { z } from "zod";
import type { OpenedLink } from "../../accounts/people.ts";
import {
  changePersonBodySchema,
  type Invited,
  inviteBodySchema,
  invitedSchema,
  personSchema,
} from "../../contract/desk-people.ts";
import { granted, type RefusalCode } from "../../contract/refusals.ts";
import { instant } from "../../core/record.ts";
import type { HttpDeps } from "../deps.ts";
import { deskRoute, jsonReply, type Route } from "../route.ts";

const PATH = "/api/v1/desk/people";
const listSchema = z.strictObject({ items: z.array(personSchema) });

const ON_CHANGE: readonly RefusalCode[] = [
  "not_allowed_in_state",
  "redis_unavailable",
  "outcome_unknown",
  "storage_full",
];
const OF_ONE: readonly RefusalCode[] = ["not_found", ...ON_CHANGE];

export function peopleRoutes({ people }: Pick<HttpDeps, "people">): Route[] {
  return [
    deskRoute({
      method: "get",
      path: PATH,
      summary: "Everybody who has an account, had one, or is invited",
      right: "seePeople",
      answers: { 200: { description: "By their addresses.", schema: listSchema } },
      refusals: ["redis_unavailable"],
      handle: async () => granted(jsonReply({ items: await people.list() })),
    }),
    deskRoute({
      method: "post",
      path: PATH,
      summary: "Invite somebody; for somebody invited or revoked, a new link",
      right: "managePeople",
      body: inviteBodySchema,
      answers: { 201: { description: "The link is told here and never again.", schema: invitedSchema } },
      refusals: ON_CHANGE,
      handle: async ({ body, actor, base }) => {
        const result = await people.invite(body.email, body.role, actor);
        return result.ok ? granted(jsonReply(told(result.value, base), { status: 201 })) : result;
      },
    }),
    deskRoute({
      method: "patch",
      path: `${PATH}/:id`,
      summary: "Change somebody's role",
      right: "managePeople",
      body: changePersonBodySchema,
      answers: { 200: { description: "As they now are.", schema: personSchema } },
      refusals: OF_ONE,
      handle: async ({ id, body, actor }) => {
        const result = await people.changeRole(id, body.role, actor);
        return result.ok ? granted(jsonReply(result.value)) : result;
      },
    }),
    deskRoute({
      method: "delete",
      path: `${PATH}/:id`,
      summary: "Revoke somebody: sessions and links are over at once, what they did stays in the audit",
      right: "managePeople",
      answers: { 204: { description: "They are out." } },
      refusals: OF_ONE,
      handle: async ({ id, actor }) => {
        const result = await people.revoke(id, actor);
        return result.ok ? granted({}) : result;
      },
    }),
    deskRoute({
      method: "post",
      path: `${PATH}/:id/reset-password`,
      summary: "A link with which somebody chooses a new password; the old one works until then",
      right: "managePeople",
      answers: { 200: { description: "The link is told here and never again.", schema: invitedSchema } },
      refusals: OF_ONE,
      handle: async ({ id, actor, base }) => {
        const result = await people.resetPassword(id, actor);
        return result.ok ? granted(jsonReply(told(result.value, base))) : result;
      },
    }),
  ];
}

/** After the #, so that it is in no server's log. */
const told = ({ person, secret, expiresAtMs }: OpenedLink, base: string): Invited => ({
  person,
  link: `${base}/desk#invite=${secret}`,
  expiresAt: instant(expiresAtMs),
});

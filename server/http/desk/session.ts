/** Signing in and out, and who one is. */
import type { Request } from "express";
import type { z } from "zod";
import type { Browser, Welcome } from "../../accounts/accounts.ts";
import { deviceOf } from "../../accounts/device.ts";
import { acceptInvitationSchema, signInSchema, whoSchema } from "../../contract/api.ts";
import { changeOwnNameBodySchema, changePasswordBodySchema } from "../../contract/desk-people.ts";
import { granted, type Result, refused } from "../../contract/refusals.ts";
import { instant } from "../../core/record.ts";
import { addressOf } from "../address.ts";
import type { Caller } from "../authenticate.ts";
import type { HttpDeps, Site } from "../deps.ts";
import { deskRoute, jsonReply, type Reply, type Route, visitorRoute } from "../route.ts";
import { endedCookie, readSessionCookie, sessionCookie } from "../session-cookie.ts";

const PATH = "/api/v1/session";
const SIGNED_IN = { 200: { description: "Signed in; the cookie is set.", schema: whoSchema } };

type Deps = Pick<HttpDeps, "accounts" | "site">;

export const sessionRoutes = (deps: Deps): Route[] => [...doorRoutes(deps), ...ownRoutes(deps)];

/** For who comes in, or goes. */
function doorRoutes({ accounts, site }: Deps): Route[] {
  return [
    visitorRoute({
      method: "post",
      path: PATH,
      summary: "Sign in; for who is signed in, to prove it afresh",
      body: signInSchema,
      answers: SIGNED_IN,
      refusals: ["wrong_credentials", "too_many_requests", "redis_unavailable"],
      handle: async ({ body, request }) =>
        welcomed(request, site, await accounts.signIn(body, addressOf(request), browserOf(request, site))),
    }),
    visitorRoute({
      method: "post",
      path: `${PATH}/invitation`,
      summary: "Choose a password with the secret of an invitation or a reset link, and sign in",
      body: acceptInvitationSchema,
      answers: SIGNED_IN,
      refusals: ["too_many_requests", "redis_unavailable"],
      handle: async ({ body, request }) =>
        welcomed(
          request,
          site,
          await accounts.acceptLink(body, addressOf(request), browserOf(request, site)),
        ),
    }),
    deskRoute({
      method: "delete",
      path: PATH,
      summary: "Sign out",
      answers: { 204: { description: "The session is over." } },
      refusals: ["redis_unavailable"],
      handle: async ({ caller, request }) => {
        if (caller.session === undefined) return granted({});
        await accounts.signOut(caller.session.secret);
        return granted({ headers: { "Set-Cookie": endedCookie(request, site) } });
      },
    }),
  ];
}

/** For who is in. A program's token has no name and no password of its own to change. */
function ownRoutes({ accounts, site }: Deps): Route[] {
  return [
    deskRoute({
      method: "get",
      path: PATH,
      summary: "Who am I",
      answers: { 200: { description: "Who is signed in.", schema: whoSchema } },
      refusals: ["redis_unavailable"],
      handle: ({ caller }) => granted(jsonReply(who(caller))),
    }),
    deskRoute({
      method: "patch",
      path: PATH,
      summary: "Change what colleagues call one",
      body: changeOwnNameBodySchema,
      answers: { 200: { description: "Who is signed in.", schema: whoSchema } },
      refusals: ["forbidden", "redis_unavailable", "outcome_unknown"],
      handle: async ({ body, caller }) => {
        if (caller.session === undefined) return forPeople();
        const { secret } = caller.session;
        const result = await accounts.rename(caller.session, body.name);
        if (!result.ok) return result;
        const { actor } = result.value;
        return granted(jsonReply(who({ actor, session: { ...result.value, secret } })));
      },
    }),
    deskRoute({
      method: "post",
      path: `${PATH}/password`,
      summary: "Change one's password; every other session of the account is over",
      body: changePasswordBodySchema,
      answers: SIGNED_IN,
      refusals: ["forbidden", "too_many_requests", "redis_unavailable", "outcome_unknown"],
      handle: async ({ body, caller, request }) => {
        if (caller.session === undefined) return forPeople();
        const browser = browserOf(request, site);
        const from = addressOf(request);
        return welcomed(request, site, await accounts.changePassword(body, caller.session, from, browser));
      },
    }),
  ];
}

const forPeople = () => refused("forbidden", "this is for people, and a token is none");

function welcomed(request: Request, site: Site, result: Result<Welcome>): Result<Reply> {
  if (!result.ok) return result;
  const { secret, signedIn } = result.value;
  const headers = { "Set-Cookie": sessionCookie(request, site, secret) };
  return granted(jsonReply(who({ actor: signedIn.actor, session: { ...signedIn, secret } }), { headers }));
}

const browserOf = (request: Request, site: Site): Browser => ({
  device: deviceOf(request.get("User-Agent")),
  holds: readSessionCookie(request, site),
});

function who({ actor, session }: Caller): z.output<typeof whoSchema> {
  const { id, role } = actor;
  if (session === undefined) return { id, role, name: actor.name };
  const { email, name, expiresAtMs } = session;
  return { id, role, email, ...(name === undefined ? {} : { name }), expiresAt: instant(expiresAtMs) };
}

/** Signing in and out, and who one is. */

import type { Request } from "express";
import type { z } from "zod";
import type { SignedIn } from "../../accounts/accounts.ts";
import { acceptInvitationSchema, signInSchema, whoSchema } from "../../contract/api.ts";
import { granted } from "../../contract/refusals.ts";
import { instant } from "../../core/record.ts";
import type { Caller } from "../authenticate.ts";
import type { HttpDeps } from "../deps.ts";
import { deskRoute, jsonReply, type Reply, type Route, visitorRoute } from "../route.ts";
import { endedCookie, readSessionCookie, sessionCookie } from "../session-cookie.ts";

const PATH = "/api/v1/session";

export function sessionRoutes({ accounts, site }: Pick<HttpDeps, "accounts" | "site">): Route[] {
  /** Always a new secret, and what the browser held before ends: nobody can plant a session in it. */
  const welcome = async (
    request: Request,
    { secret, signedIn }: { secret: string; signedIn: SignedIn },
  ): Promise<Reply> => {
    const before = readSessionCookie(request, site);
    if (before !== undefined) await accounts.signOut(before);
    const headers = { "Set-Cookie": sessionCookie(request, site, secret) };
    return jsonReply(who({ actor: signedIn.actor, session: { ...signedIn, secret } }), { headers });
  };
  const answers = { 200: { description: "Signed in; the cookie is set.", schema: whoSchema } };
  return [
    visitorRoute({
      method: "post",
      path: PATH,
      summary: "Sign in",
      body: signInSchema,
      answers,
      refusals: ["wrong_credentials", "too_many_requests", "redis_unavailable"],
      handle: async ({ body, request }) => {
        const result = await accounts.signIn(body, addressOf(request));
        return result.ok ? granted(await welcome(request, result.value)) : result;
      },
    }),
    deskRoute({
      method: "get",
      path: PATH,
      summary: "Who am I",
      answers: { 200: { description: "Who is signed in.", schema: whoSchema } },
      handle: ({ caller }) => granted(jsonReply(who(caller))),
    }),
    deskRoute({
      method: "delete",
      path: PATH,
      summary: "Sign out",
      answers: { 204: { description: "The session is over." } },
      handle: async ({ caller, request }) => {
        if (caller.session === undefined) return granted({});
        await accounts.signOut(caller.session.secret);
        return granted({ headers: { "Set-Cookie": endedCookie(request, site) } });
      },
    }),
    visitorRoute({
      method: "post",
      path: `${PATH}/invitation`,
      summary: "Choose a password with the secret of an invitation or a reset link, and sign in",
      body: acceptInvitationSchema,
      answers,
      refusals: ["too_many_requests", "redis_unavailable"],
      handle: async ({ body, request }) => {
        const result = await accounts.acceptLink(body, addressOf(request));
        return result.ok ? granted(await welcome(request, result.value)) : result;
      },
    }),
  ];
}

const addressOf = (request: Request): string => request.ip ?? request.socket.remoteAddress ?? "";

function who({ actor, session }: Caller): z.output<typeof whoSchema> {
  const { id, role } = actor;
  if (session === undefined) return { id, role, name: actor.name };
  const { email, name, expiresAtMs } = session;
  return { id, role, email, ...(name === undefined ? {} : { name }), expiresAt: instant(expiresAtMs) };
}

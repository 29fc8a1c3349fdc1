/** Who asks: ADMIN_TOKEN, a program's token, or a person's session. The socket layer may ask the same. */
import type { Request } from "express";
import { sameSecret } from "../accounts/secrets.ts";
import type { SignedIn } from "../accounts/sessions.ts";
import type { Actor } from "../contract/people.ts";
import { granted, type Result, refused } from "../contract/refusals.ts";
import type { HttpDeps, Site } from "./deps.ts";
import { isForeign, saysNoOrigin } from "./origin.ts";
import { readSessionCookie } from "./session-cookie.ts";

export interface Caller {
  readonly actor: Actor;
  /** For a person: what they are told of their own session. */
  readonly session?: SignedIn & { readonly secret: string };
}

/** Whoever has ADMIN_TOKEN. */
export const ADMIN: Actor = { id: "admin-token", role: "admin", name: "ADMIN_TOKEN", skipsFreshSignIn: true };
const TOKEN_LONGEST = 1_024;

export type AuthenticateDeps = Pick<HttpDeps, "accounts" | "site">;

/** A bearer token where one is given, and nothing else then; else the cookie. Throws where the store cannot say. */
export async function authenticate(request: Request, deps: AuthenticateDeps): Promise<Result<Caller>> {
  const { authorization } = request.headers;
  if (authorization !== undefined) {
    const token = /^Bearer +([\x21-\x7e]+) *$/i.exec(authorization)?.[1];
    const actor = token === undefined ? undefined : await actorOfToken(token, deps);
    return actor === undefined ? refused("not_signed_in", "this token is not known") : granted({ actor });
  }
  return await bySession(request, deps);
}

/** Whoever works at the desk reads along, and is nobody's audience. A look at the cookie: the store is not asked. */
export const isColleague = (request: Request, site: Site): boolean =>
  readSessionCookie(request, site) !== undefined && !isForeign(request, site);

export async function actorOfToken(
  token: string,
  { accounts, site }: AuthenticateDeps,
): Promise<Actor | undefined> {
  if (token.length > TOKEN_LONGEST) return undefined;
  if (site.adminToken !== undefined && sameSecret(token, site.adminToken)) return ADMIN;
  return await accounts.byToken(token);
}

/**
 * A browser sends the cookie along whoever asks it to. So a page of another site is refused, and what
 * changes something must say where it comes from.
 */
async function bySession(request: Request, { accounts, site }: AuthenticateDeps): Promise<Result<Caller>> {
  const secret = readSessionCookie(request, site);
  if (secret === undefined) return refused("not_signed_in");
  const changes = request.method !== "GET" && request.method !== "HEAD";
  if (isForeign(request, site) || (changes && saysNoOrigin(request)))
    return refused(
      "foreign_origin",
      "a request with the session cookie must come from a page of this server",
    );
  const signedIn = await accounts.bySession(secret);
  if (signedIn === undefined) return refused("not_signed_in", "the session is over");
  return granted({ actor: signedIn.actor, session: { ...signedIn, secret } });
}

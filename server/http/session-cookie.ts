/** The session cookie. On HTTPS it carries the `__Host-` prefix: no other host or path can set it. */
import type { Request } from "express";
import { SESSION_LONGEST_MS } from "../accounts/sessions.ts";
import type { Site } from "./deps.ts";
import { isSecure } from "./origin.ts";

const SECRET = /^[A-Za-z0-9_-]{43}$/;

const SECURE_NAME = "__Host-sid";
const PLAIN_NAME = "sid";

/**
 * The secret in the cookie; undefined where there is none, more than one, or none of ours. A browser sends
 * the secure name over HTTPS alone, so where it comes it counts, also behind a proxy that we do not know of.
 */
export function readSessionCookie(request: Request, site: Site): string | undefined {
  const cookies = (request.headers.cookie ?? "").split(";").map((part) => part.trim());
  const called = (name: string) =>
    cookies.filter((part) => part.startsWith(`${name}=`)).map((part) => part.slice(name.length + 1));
  const secure = called(SECURE_NAME);
  const found = secure.length > 0 || isSecure(request, site) ? secure : called(PLAIN_NAME);
  const [secret] = found;
  return secret !== undefined && found.length === 1 && SECRET.test(secret) ? secret : undefined;
}

export function sessionCookie(request: Request, site: Site, secret: string): string {
  return written(isSecure(request, site), secret, Math.floor(SESSION_LONGEST_MS / 1_000));
}

export const endedCookie = (request: Request, site: Site): string => written(isSecure(request, site), "", 0);

const written = (secure: boolean, value: string, maxAgeS: number): string =>
  `${secure ? SECURE_NAME : PLAIN_NAME}=${value}; Path=/; Max-Age=${maxAgeS}; HttpOnly; SameSite=Lax${secure ? "; Secure" : ""}`;

/** What every answer carries: what a browser may do with it, and who may read it. */

import type { IncomingMessage } from "node:http";
import type { Request, RequestHandler, Response } from "express";
import helmet from "helmet";
import type { Site } from "./deps.ts";
import { hostOf, isSecure } from "./origin.ts";

const YEAR_S = 31_536_000;

/** The one page that others may show inside theirs. */
const isEmbed = (request: IncomingMessage): boolean => /^\/embed\/?(\?|$)/.test(request.url ?? "");

/** Shown inside the desk, and nowhere else: what readers and screens will see of what is being written. */
const isPreview = (request: IncomingMessage): boolean =>
  /^\/desk\/preview\/(feed|kiosk)\/?(\?|$)/.test(request.url ?? "");

/** The one page that shows others of ours. */
const isDesk = (request: IncomingMessage): boolean => /^\/desk\/?(\?|$)/.test(request.url ?? "");

function framedBy(request: IncomingMessage): string {
  if (isEmbed(request)) return "*";
  return isPreview(request) ? "'self'" : "'none'";
}

/** Older Safari does not count WebSockets of the same host under 'self'. */
function socketOrigin(request: IncomingMessage, site: Site): string {
  const host = site.publicUrl === undefined ? hostOf(request as Request) : new URL(site.publicUrl).host;
  return host === undefined ? "" : `${isSecure(request as Request, site) ? "wss" : "ws"}://${host}`;
}

export function securityHeaders(site: Site): RequestHandler[] {
  const protect = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "font-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "connect-src": ["'self'", (request) => socketOrigin(request, site)],
        "manifest-src": ["'self'"],
        "worker-src": ["'self'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-src": [(request) => (isDesk(request) ? "'self'" : "'none'")],
        "frame-ancestors": [framedBy],
        "require-trusted-types-for": ["'script'"],
        "trusted-types": ["fanfare"],
      },
    },
    frameguard: { action: "deny" },
    hsts: false,
    referrerPolicy: { policy: "no-referrer" },
  });
  return [
    protect,
    (request, response, next) => {
      if (isEmbed(request)) response.removeHeader("X-Frame-Options");
      if (isPreview(request)) response.set("X-Frame-Options", "SAMEORIGIN");
      if (isSecure(request, site))
        response.set("Strict-Transport-Security", `max-age=${YEAR_S}; includeSubDomains`);
      next();
    },
  ];
}

/** Public answers are for every page of every site. No cookie is read for them, so `*` gives nothing away. */
export const openToAll: RequestHandler = (_request, response, next) => {
  response.set({
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Retry-After, X-Request-Id",
    "Cross-Origin-Resource-Policy": "cross-origin",
  });
  next();
};

/** A path that pages of any origin may ask. */
export interface OpenPath {
  readonly takesBody: boolean;
}

export function preflight(response: Response, allow: string, { takesBody }: OpenPath): void {
  response.set({
    "Access-Control-Allow-Methods": allow,
    "Access-Control-Allow-Headers": `${takesBody ? "Content-Type, " : ""}If-None-Match, Last-Event-ID, X-Request-Id`,
    "Access-Control-Max-Age": "86400",
  });
}

/** A shared cache may keep it a second; a browser asks again each time, mostly to hear 304. */
export const PUBLIC_CACHE = { "Cache-Control": "public, max-age=0, s-maxage=1" } as const;

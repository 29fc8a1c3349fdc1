/** Where a request came to, and whether a page of ours sent it. */
import type { Request } from "express";
import type { Site } from "./deps.ts";

/** A name of 253 characters and a port. */
const LONGEST_HOST = 259;
const HOST = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(:\d{1,5})?$/i;

/** HTTPS, as far as the browser is concerned: spoken here, or by a proxy that we know of. */
export const isSecure = (request: Request, site: Site): boolean =>
  site.tls || site.publicUrl?.startsWith("https:") === true || request.secure;

/** The request's Host (a trusted proxy's word for it counts), where it is one. */
export function hostOf(request: Request): string | undefined {
  const { host } = request;
  return typeof host === "string" && host.length <= LONGEST_HOST && HOST.test(host) ? host : undefined;
}

/** What links start with: PUBLIC_URL, else the address under which the client itself reached us. */
export function baseOf(request: Request, site: Site): string {
  if (site.publicUrl !== undefined) return site.publicUrl;
  const host = hostOf(request);
  return host === undefined ? site.origin : `${isSecure(request, site) ? "https" : "http"}://${host}`;
}

/**
 * Whether a page of another site sent this. Only what a browser cannot be made to send otherwise counts:
 * `Origin` and `Sec-Fetch-Site`.
 */
export function isForeign(request: Request, site: Site): boolean {
  const fetchSite = request.get("Sec-Fetch-Site");
  if (fetchSite !== undefined && fetchSite !== "same-origin" && fetchSite !== "none") return true;
  const origin = request.get("Origin");
  return origin !== undefined && !isOurs(origin, request, site);
}

/** Neither header: no browser of today sent it, so nothing proves that it was not made to. */
export const saysNoOrigin = (request: Request): boolean =>
  request.get("Origin") === undefined && request.get("Sec-Fetch-Site") === undefined;

function isOurs(origin: string, request: Request, site: Site): boolean {
  if (site.publicUrl !== undefined) return origin === new URL(site.publicUrl).origin;
  const host = hostOf(request)?.toLowerCase();
  return host !== undefined && (origin === `http://${host}` || origin === `https://${host}`);
}

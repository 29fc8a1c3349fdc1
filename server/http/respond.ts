/** How answers leave: replies, refusals, and what Express itself could not route or make sense of. */
import type { ErrorRequestHandler, Request, RequestHandler, Response } from "express";
import type { Refusal } from "../contract/refusals.ts";
import { StoreFailure } from "../store/feed-log.ts";
import type { HttpDeps, Site } from "./deps.ts";
import { type OpenPath, preflight } from "./headers.ts";
import { baseOf } from "./origin.ts";
import { problemReply, readRefusal } from "./problem.ts";
import { requestIdOf } from "./request-id.ts";
import { loggedPath } from "./request-log.ts";
import type { Reply } from "./route.ts";

export function send(request: Request, response: Response, reply: Reply): void {
  const { status = reply.text === undefined ? 204 : 200, type, text, headers = {}, etag } = reply;
  response.status(status).set("Cache-Control", "no-store").set(headers);
  if (etag !== undefined) response.set("ETag", etag);
  if (reply.revalidates === true && etag !== undefined && isHeld(request, etag)) {
    response.status(304).end();
    return;
  }
  if (type !== undefined) response.set("Content-Type", type);
  if (text !== undefined) response.set("Content-Length", String(Buffer.byteLength(text)));
  // For HEAD, Node leaves the text out.
  response.end(text);
}

export function refuse(request: Request, response: Response, refusal: Refusal, site: Site): void {
  response.locals.refusal = refusal.code;
  send(request, response, problemReply(refusal, requestIdOf(response), baseOf(request, site)));
}

/**
 * RFC 9110, 13.1.2, by weak comparison; in whichever coding it is held. Not Express' `fresh`: that answers anew
 * to `Cache-Control: no-cache`, which is for caches on the way, and which `fetch` adds by itself to every
 * If-None-Match of a caller.
 */
export function isHeld({ headers }: Request, etag: string): boolean {
  const held = headers["if-none-match"];
  if (held === undefined) return false;
  const tags = held.split(",").map(plainTag);
  return tags.includes(plainTag(etag)) || tags.includes("*");
}

const plainTag = (tag: string): string =>
  tag
    .trim()
    .replace(/^W\//, "")
    .replace(/-(br|gzip)"$/, '"');

/** The same for who routes by themselves, such as the stream. */
export const refuserFor =
  (site: Site) =>
  (request: Request, response: Response, refusal: Refusal): void =>
    refuse(request, response, refusal, site);

/** For the methods that a known path does not have; OPTIONS is answered for every path. */
export function methodNotAllowed(
  methods: readonly string[],
  open: OpenPath | false,
  site: Site,
): RequestHandler {
  const names = new Set(methods.map((method) => method.toUpperCase()));
  if (names.has("GET")) names.add("HEAD");
  const allow = [...names, "OPTIONS"].join(", ");
  return (request, response) => {
    response.set("Allow", allow);
    if (request.method !== "OPTIONS") return refuse(request, response, { code: "method_not_allowed" }, site);
    if (open !== false) preflight(response, allow, open);
    send(request, response, {});
  };
}

export const notFound =
  (site: Site): RequestHandler =>
  (request, response) =>
    refuse(request, response, { code: "not_found" }, site);

/** What was thrown: an outage, something that a client did below us, or a fault of ours, which is logged. */
export function onError({ site, logger }: Pick<HttpDeps, "site" | "logger">): ErrorRequestHandler {
  return (error: unknown, request, response, _next) => {
    const refusal = refusalFor(error);
    if (refusal.code === "internal") {
      logger.error(
        { err: error, requestId: requestIdOf(response), path: loggedPath(request.path) },
        "a request failed",
      );
    }
    if (!response.headersSent) refuse(request, response, refusal, site);
    else response.destroy();
  };
}

function refusalFor(error: unknown): Refusal {
  if (error instanceof StoreFailure) return readRefusal(error);
  // A percent sign in the path that encodes nothing: there is no such path.
  if (error instanceof URIError || isHttpError(error, 400, "URIError")) return { code: "not_found" };
  const { type, status } = (error ?? {}) as { type?: string; status?: number };
  if (type === "request.aborted") return { code: "invalid", detail: "the request was broken off" };
  if (status === 400) return { code: "invalid" };
  return { code: "internal", detail: "it was logged; name the requestId to whoever runs this server" };
}

const isHttpError = (error: unknown, status: number, name: string): boolean =>
  error instanceof Error && error.name === name && (error as { status?: number }).status === status;

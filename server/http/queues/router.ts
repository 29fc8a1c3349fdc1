/**
 * `/desk/queues`: what BullMQ has, for admins to look at.
 *
 * - [OQ1] Whoever is no admin is answered as everywhere at the desk; a browser that is not signed in is led to the desk.
 * - [OQ2] It is only read: no method but GET and HEAD, and none of bull-board's routes that change anything.
 * - [OQ3] Of a job its ids are shown, and no text.
 * - [OQ4] No script and no style but files of this server; nothing is asked of any other.
 */
import type { Queue } from "bullmq";
import express, { type ErrorRequestHandler, type RequestHandler, type Router } from "express";
import helmet from "helmet";
import { type AuthenticateDeps, authenticate } from "../authenticate.ts";
import { methodNotAllowed, refuse } from "../respond.ts";

const BASE = "/desk/queues";

export interface QueueBoardDeps extends AuthenticateDeps {
  readonly queues: {
    /** Resolves once they can be asked. Rejects with a StoreFailure where Redis cannot serve. */
    ready(): Promise<readonly Queue[]>;
    /** What was thrown by one of them: a StoreFailure, where it is one. */
    failureOf(error: unknown): unknown;
  };
}

export function queueBoardRouter(deps: QueueBoardDeps): Router {
  const router = express.Router({ caseSensitive: true });
  const readOnly = methodNotAllowed(["get"], false, deps.site);
  router.use(BASE, (request, response, next) => {
    if (request.method === "GET" || request.method === "HEAD") next();
    else readOnly(request, response, next);
  });
  router.use(BASE, adminsOnly(deps), policy(), board(deps), outage(deps));
  return router;
}

function adminsOnly(deps: QueueBoardDeps): RequestHandler {
  return async (request, response, next) => {
    const who = await authenticate(request, deps);
    if (who.ok && who.value.actor.role === "admin") return next();
    response.set("Cache-Control", "no-store");
    if (!who.ok && who.refusal.code === "not_signed_in" && isVisit(request.headers))
      return response.redirect(303, "/desk");
    const refusal = who.ok ? { code: "forbidden" as const, detail: "this is for admins" } : who.refusal;
    return refuse(request, response, refusal, deps.site);
  };
}

/** Somebody in a browser who goes there, and no script and no program. */
const isVisit = (headers: Readonly<Record<string, unknown>>): boolean =>
  headers.authorization === undefined && String(headers.accept ?? "").includes("text/html");

/** In the place of the one that every answer has. It loads parts of itself by name, which trusted types would not let it. */
const policy = (): RequestHandler =>
  helmet.contentSecurityPolicy({
    useDefaults: false,
    directives: {
      "default-src": ["'none'"],
      "script-src": ["'self'"],
      "style-src": ["'self'"],
      "img-src": ["'self'", "data:"],
      "font-src": ["'self'"],
      "connect-src": ["'self'"],
      "worker-src": ["'self'"],
      "base-uri": ["'self'"],
      "form-action": ["'none'"],
      "frame-ancestors": ["'none'"],
    },
  });

/** Made when it is first looked at: most nodes never show it. */
function board({ queues }: QueueBoardDeps): RequestHandler {
  let made: Promise<Router> | undefined;
  return async (request, response, next) => {
    const open = await queues.ready();
    made ??= import("./board.ts").then(({ queueBoard }) => queueBoard(open, BASE));
    (await made)(request, response, next);
  };
}

const outage =
  ({ queues }: QueueBoardDeps): ErrorRequestHandler =>
  (error: unknown, _request, _response, next) =>
    next(queues.failureOf(error));

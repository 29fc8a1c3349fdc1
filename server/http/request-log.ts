/** One line for each answer: what, how it ended, how long it took. No query, no body, no header, no secret. */
import type { RequestHandler } from "express";
import type { HttpDeps } from "./deps.ts";
import { requestIdOf } from "./request-id.ts";

/** As long as a secret is, and longer than any id. */
const LONG = /[\w-]{40,}/g;

/** A path as it may stand in a log: what follows that of push is somebody's secret, and what is long may be one. */
export const loggedPath = (path: string): string =>
  path.replace(/^(\/+api\/+v1\/+push\/+).+$/i, "$1\u2026").replace(LONG, "\u2026");

export function requestLog({ logger }: Pick<HttpDeps, "logger">): RequestHandler {
  return (request, response, next) => {
    const startedAt = performance.now();
    response.on("finish", () => {
      const { method, path } = request;
      const ms = Math.round(performance.now() - startedAt);
      logger.debug(
        { requestId: requestIdOf(response), method, path: loggedPath(path), status: response.statusCode, ms },
        "answered",
      );
    });
    next();
  };
}

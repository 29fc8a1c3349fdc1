/** One line for each answer: what, how it ended, how long it took. No query, no body, no header, no secret. */
import type { RequestHandler } from "express";
import type { HttpDeps } from "./deps.ts";
import { requestIdOf } from "./request-id.ts";

/** A path as it may stand in a log: what follows that of push is somebody's secret. */
export const loggedPath = (path: string): string => path.replace(/^(\/+api\/+v1\/+push\/+).+$/i, "$1\u2026");

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

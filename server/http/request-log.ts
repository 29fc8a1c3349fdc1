/** One line for each answer: what, how it ended, how long it took. No query, no body, no header. */
import type { RequestHandler } from "express";
import type { HttpDeps } from "./deps.ts";
import { requestIdOf } from "./request-id.ts";

export function requestLog({ logger }: Pick<HttpDeps, "logger">): RequestHandler {
  return (request, response, next) => {
    const startedAt = performance.now();
    response.on("finish", () => {
      const { method, path } = request;
      const ms = Math.round(performance.now() - startedAt);
      logger.debug(
        { requestId: requestIdOf(response), method, path, status: response.statusCode, ms },
        "answered",
      );
    });
    next();
  };
}

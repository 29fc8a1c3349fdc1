/**
 * One line for each answer: what, how it ended, how long it took. No query, no body, no header, no secret.
 *
 * [OL2] What we could not do (5xx) stands in the log as it is usually kept, under the id that its answer has; the
 * rest with LOG_LEVEL=debug. An outage makes many alike: of those, a second has ten lines, and the next says how
 * many there were besides.
 */
import type { RequestHandler, Response } from "express";
import type { RefusalCode } from "../contract/refusals.ts";
import type { HttpDeps } from "./deps.ts";
import { requestIdOf } from "./request-id.ts";

/** As long as a secret is, and longer than any id. */
const LONG = /[\w-]{40,}/g;

/** A path as it may stand in a log: what follows that of push is somebody's secret, and what is long may be one. */
export const loggedPath = (path: string): string =>
  path.replace(/^(\/+api\/+v1\/+push\/+).+$/i, "$1\u2026").replace(LONG, "\u2026");

const LINES_A_SECOND = 10;
/** Asked every few seconds, by whoever knows already what a 503 of theirs means. */
const PROBES = new Set(["/readyz", "/servez"]);

export function requestLog({ logger, onAnswered }: Pick<HttpDeps, "logger" | "onAnswered">): RequestHandler {
  const few = fewOf(LINES_A_SECOND);
  return (request, response, next) => {
    const startedAt = performance.now();
    response.on("finish", () => {
      const { method, path } = request;
      const { statusCode: status } = response;
      const code = refusalOf(response);
      onAnswered?.(status, code);
      const isOurs = status >= 500 && !PROBES.has(path);
      const left = isOurs ? few(performance.now()) : 0;
      if (left === undefined) return;
      const ms = Math.round(performance.now() - startedAt);
      logger[isOurs ? "warn" : "debug"](
        {
          requestId: requestIdOf(response),
          method,
          path: loggedPath(path),
          status,
          ...(code === undefined ? {} : { code }),
          ms,
          ...(left > 0 ? { leftOut: left } : {}),
        },
        "answered",
      );
    });
    next();
  };
}

const refusalOf = ({ locals }: Response): RefusalCode | undefined => locals.refusal;

/** How many were left out before this one; undefined where this one is to be left out too. */
export function fewOf(aSecond: number): (nowMs: number) => number | undefined {
  let second = 0;
  let said = 0;
  let leftOut = 0;
  return (nowMs) => {
    const now = Math.floor(nowMs / 1_000);
    if (now !== second) [second, said] = [now, 0];
    said += 1;
    if (said > aSecond) {
      leftOut += 1;
      return undefined;
    }
    const left = leftOut;
    leftOut = 0;
    return left;
  };
}

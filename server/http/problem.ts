/** The one form of every error that is answered: RFC 9457. */
import { type Refusal, refusals } from "../contract/refusals.ts";
import type { StoreFailure } from "../store/feed-log.ts";
import type { Reply } from "./route.ts";

export const PROBLEM_TYPE = "application/problem+json";

/** `base` is what links of ours start with: `type` leads to where the code is explained. */
export function problemReply(refusal: Refusal, requestId: string, base: string): Reply {
  const { code, detail, errors, more, retryAfterMs } = refusal;
  const { status, title } = refusals[code];
  const body = {
    ...more,
    type: `${base}/docs#${code}`,
    title,
    status,
    code,
    detail: detail ?? (errors === undefined ? `${title}.` : "See errors for the fields at fault."),
    requestId,
    ...(errors === undefined ? {} : { errors }),
  };
  const waits = retryAfterMs ?? (status === 429 || status === 503 ? 1_000 : undefined);
  return {
    status,
    type: PROBLEM_TYPE,
    text: JSON.stringify(body),
    headers: {
      "Cache-Control": "no-store",
      ...(waits === undefined ? {} : { "Retry-After": String(Math.max(1, Math.ceil(waits / 1_000))) }),
      ...(status === 401 ? { "WWW-Authenticate": 'Bearer realm="Fanfare desk"' } : {}),
    },
  };
}

/**
 * What is answered where the store could not serve. A write with an idempotency key says more: see
 * storeRefusal. Those without one are safe to do again.
 */
export function readRefusal(failure: StoreFailure): Refusal {
  if (failure.kind === "unknown")
    return { code: "outcome_unknown", detail: "look whether it was done; doing it again does no harm" };
  return failure.kind === "full"
    ? { code: "storage_full", retryAfterMs: 10_000 }
    : { code: "redis_unavailable", detail: "try again", retryAfterMs: 1_000 };
}

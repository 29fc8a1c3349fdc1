import { describe, expect, test } from "vitest";
import { type RefusalCode, refusals, refused } from "../../server/contract/refusals.ts";

/** The codes and statuses of the agreed contract, written down a second time. */
const agreed: readonly (readonly [RefusalCode, number])[] = [
  ["invalid", 400],
  ["invalid_json", 400],
  ["authorization_pending", 400],
  ["slow_down", 400],
  ["expired_token", 400],
  ["not_signed_in", 401],
  ["forbidden", 403],
  ["fresh_sign_in_required", 403],
  ["foreign_origin", 403],
  ["not_found", 404],
  ["method_not_allowed", 405],
  ["not_allowed_in_state", 409],
  ["under_embargo", 409],
  ["approval_required", 409],
  ["idempotency_mismatch", 409],
  ["withdrawn", 410],
  ["stale_revision", 412],
  ["payload_too_large", 413],
  ["unsupported_media_type", 415],
  ["precondition_required", 428],
  ["too_many_requests", 429],
  ["headers_too_large", 431],
  ["redis_unavailable", 503],
  ["outcome_unknown", 503],
  ["storage_full", 503],
  ["behind", 503],
  ["not_loaded", 503],
];

describe("refusals", () => {
  test.for(agreed)("[R2] %s is %i", ([code, status]) => {
    expect(refusals[code].status).toBe(status);
  });

  test.for(Object.entries(refusals))(
    "[R2] %s has a title for people, and one thing to do",
    ([code, refusal]) => {
      expect(code).toMatch(/^[a-z]+(_[a-z]+)*$/);
      expect(refusal.title).toMatch(/^[A-Z].{5,}[^.]$/);
      expect(["retry", "reset", "stop"]).toContain(refusal.action);
    },
  );

  test("[R2] a client is never told to come back for what is its own fault", () => {
    // A body that was slow to arrive, too many at once, and a screen that nobody has claimed yet: time cures them.
    const curedByTime: readonly string[] = [
      "request_timeout",
      "too_many_requests",
      "authorization_pending",
      "slow_down",
    ];
    for (const [code, { status, action }] of Object.entries(refusals)) {
      if (status >= 500 || curedByTime.includes(code)) expect([code, action]).toEqual([code, "retry"]);
      else expect([code, action]).not.toEqual([code, "retry"]);
    }
  });

  test("titles tell codes apart", () => {
    const titles = Object.values(refusals).map(({ title }) => title);
    expect(new Set(titles).size).toBe(titles.length);
  });

  test("what is not said is absent", () => {
    expect(refused("not_found")).toEqual({ ok: false, refusal: { code: "not_found" } });
    expect(Object.keys(refused("not_found").refusal)).toEqual(["code"]);
    expect(refused("behind", "wait", { retryAfterMs: 5 }).refusal).toEqual({
      code: "behind",
      detail: "wait",
      retryAfterMs: 5,
    });
  });
});

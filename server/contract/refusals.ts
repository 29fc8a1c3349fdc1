/**
 * Every refusal by its code: the HTTP status it has, its title, and what a socket's client should do.
 * A code is for programs, a title for people, and neither changes.
 */
export const refusals = {
  invalid: { status: 400, title: "The request is not valid", action: "stop" },
  invalid_json: { status: 400, title: "The body is not valid JSON", action: "stop" },
  invalid_programme: { status: 400, title: "The programme cannot be taken", action: "stop" },
  in_the_past: { status: 400, title: "That instant is in the past", action: "stop" },
  authorization_pending: { status: 400, title: "Nobody has claimed this screen yet", action: "retry" },
  slow_down: { status: 400, title: "Ask less often", action: "retry" },
  expired_token: { status: 400, title: "That code is used up or too old", action: "stop" },
  not_signed_in: { status: 401, title: "Sign in first", action: "stop" },
  kiosk_unknown: { status: 401, title: "This screen is not paired", action: "stop" },
  kiosk_stopped: { status: 401, title: "Two screens came as this one", action: "stop" },
  wrong_credentials: { status: 401, title: "E-mail or password is wrong", action: "stop" },
  forbidden: { status: 403, title: "You may not do that", action: "stop" },
  fresh_sign_in_required: { status: 403, title: "Sign in again to do that", action: "stop" },
  foreign_origin: { status: 403, title: "This page may not do that", action: "stop" },
  not_found: { status: 404, title: "There is no such thing", action: "stop" },
  method_not_allowed: { status: 405, title: "That method is not for this address", action: "stop" },
  not_acceptable: { status: 406, title: "That cannot be had in this form", action: "stop" },
  request_timeout: { status: 408, title: "The request took too long to arrive", action: "retry" },
  not_allowed_in_state: { status: 409, title: "That is not possible in its present state", action: "stop" },
  under_embargo: { status: 409, title: "It is under embargo until later", action: "stop" },
  approval_required: { status: 409, title: "A second person must approve it", action: "stop" },
  idempotency_mismatch: {
    status: 409,
    title: "That idempotency key was used for another request",
    action: "stop",
  },
  withdrawn: { status: 410, title: "It was withdrawn", action: "stop" },
  stale_revision: { status: 412, title: "It was changed in the meantime", action: "stop" },
  payload_too_large: { status: 413, title: "The body is too large", action: "stop" },
  unsupported_media_type: { status: 415, title: "That content type is not taken here", action: "stop" },
  precondition_required: {
    status: 428,
    title: "Say which revision you have: If-Match is needed",
    action: "stop",
  },
  too_many_requests: { status: 429, title: "Too many requests", action: "retry" },
  headers_too_large: { status: 431, title: "The headers are too large", action: "stop" },
  internal: { status: 500, title: "Something went wrong here", action: "retry" },
  redis_unavailable: { status: 503, title: "The store cannot be reached", action: "retry" },
  outcome_unknown: { status: 503, title: "It may or may not have been done", action: "retry" },
  storage_full: { status: 503, title: "The store is full", action: "retry" },
  would_evict: { status: 503, title: "The store would throw data away when full", action: "retry" },
  not_durable: { status: 503, title: "The store could lose what it acknowledges", action: "retry" },
  no_replica: { status: 503, title: "The store has no replica", action: "retry" },
  redis_loading: { status: 503, title: "The store is reading its data", action: "retry" },
  not_loaded: { status: 503, title: "The feed is still loading", action: "retry" },
  clock_differs: { status: 503, title: "The clocks do not agree", action: "retry" },
  behind: { status: 503, title: "This node is behind", action: "retry" },
  unsupported_protocol: { status: 400, title: "This page is of another version", action: "reset" },
  shutting_down: { status: 503, title: "This node is shutting down", action: "retry" },
} as const satisfies Record<string, { status: number; title: string; action: "retry" | "reset" | "stop" }>;

export type RefusalCode = keyof typeof refusals;

export interface FieldError {
  readonly path: string;
  /** In English; what a page says in another language it makes of `code` and `values`. */
  readonly message: string;
  readonly code?: string;
  readonly values?: Readonly<Record<string, string | number>>;
}

/** An expected "no": a value, never thrown. */
export interface Refusal {
  readonly code: RefusalCode;
  readonly detail?: string;
  readonly errors?: readonly FieldError[];
  /** Whatever else the answer carries, such as `id` and `idempotencyKey` of an unknown outcome. */
  readonly more?: Readonly<Record<string, unknown>>;
  readonly retryAfterMs?: number;
}

export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly refusal: Refusal };

export const granted = <T>(value: T): Result<T> => ({ ok: true, value });

export const refused = (
  code: RefusalCode,
  detail?: string,
  rest: Omit<Refusal, "code" | "detail"> = {},
): { ok: false; refusal: Refusal } => ({
  ok: false,
  refusal: { code, ...(detail === undefined ? {} : { detail }), ...rest },
});

/** What was given is not the newest: somebody else saved first. */
export const staleRevision = (given: number, revision: number): { ok: false; refusal: Refusal } =>
  refused("stale_revision", `revision ${given} was given, ${revision} is the newest`, { more: { revision } });

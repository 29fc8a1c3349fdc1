/**
 * Which pages may speak to us with a person's cookie. A browser sends Origin on every WebSocket handshake
 * and every change of state, and WebSocket knows no CORS, so this rule is the only door (RFC 6455, 10.2).
 */
export interface OriginRule {
  /** An Origin header against the request's Host. No Origin at all is allowed only without a cookie. */
  allows(request: { origin: string | undefined; host: string | undefined; hasCookie: boolean }): boolean;
}

export function originRule(publicUrl: string | undefined): OriginRule {
  const allowed = publicUrl === undefined ? undefined : new URL(publicUrl).origin;
  return {
    allows({ origin, host, hasCookie }) {
      if (origin === undefined) return !hasCookie;
      if (allowed !== undefined) return origin === allowed;
      return URL.canParse(origin) && host !== undefined && new URL(origin).host === host.toLowerCase();
    },
  };
}

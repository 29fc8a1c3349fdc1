/**
 * The same feed by asking for it again and again, for networks that hold back whatever stays open. Loaded when
 * needed. It asks sooner after something came, more rarely in a page that is not seen, and never in step with
 * others; what the server says about waiting is reported as its refusal.
 */
import type { Cursor } from "../../../server/contract/feed.ts";
import type { OpenLink } from "./link.ts";
import { retryAfterMs } from "./retry-after.ts";

export const AGAIN_MS = 5_000;
export const SOON_MS = 2_000;
export const UNSEEN_MS = 30_000;
const ANSWERS_MS = 8_000;
/** The header `Date` has whole seconds: on average it is half a second late. */
const DATE_LAG_MS = 500;

interface Said {
  readonly reset?: string;
  readonly cursor?: Cursor;
  readonly epoch?: string;
  readonly upTo?: number;
  readonly entries?: readonly unknown[];
}

export const openPollLink: OpenLink = ({ cursor }, report) => {
  let at = cursor;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isOpen = false;
  const closing = new AbortController();

  async function ask(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const address = at === undefined ? "snapshot" : `frames?epoch=${at.epoch}&after=${at.offset}`;
    try {
      const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(ANSWERS_MS)]);
      const answer = await fetch(`/api/v1/feed/${address}`, { signal });
      const said = answer.ok ? ((await answer.json()) as Said) : undefined;
      if (closing.signal.aborted) return;
      if (said === undefined) refuse(answer);
      else take(said, Date.parse(answer.headers.get("date") ?? ""));
    } catch {
      if (!closing.signal.aborted) report.closed();
    }
  }

  function refuse(answer: Response): void {
    if (answer.status === 429 || answer.status === 503)
      report.refused({ code: "asked_to_wait", action: "retry", retryAfterMs: retryAfterMs(answer) });
    else report.closed();
  }

  function take(said: Said, serverAtMs: number): void {
    if (!isOpen) {
      isOpen = true;
      report.opened();
      if (!Number.isNaN(serverAtMs))
        report.hello({ serverAt: new Date(serverAtMs + DATE_LAG_MS).toISOString() });
    }
    if (said.reset !== undefined) {
      at = undefined;
      return void ask();
    }
    const isSnapshot = at === undefined;
    at = isSnapshot ? said.cursor : { epoch: String(said.epoch), offset: Number(said.upTo) };
    // Whoever hears it may close this link: there is nothing to wait for then.
    (isSnapshot ? report.snapshot : report.frame)(said);
    if (closing.signal.aborted) return;
    const soonMs = isSnapshot || said.entries?.length ? SOON_MS : AGAIN_MS;
    const waitMs = document.visibilityState === "hidden" ? UNSEEN_MS : soonMs;
    timer = setTimeout(ask, waitMs * (0.75 + Math.random() / 2));
  }

  void ask();
  return {
    close: () => {
      clearTimeout(timer);
      closing.abort();
    },
    // There is no clock to ask; who asks has just woken, and wants what is new.
    askClock: () => {
      if (timer !== undefined) void ask();
    },
    sayAttendance: () => {},
  };
};

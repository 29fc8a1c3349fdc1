/** How long a page's main thread was at work, out of a trace of its browser. */
import type { Browser, CDPSession, Page } from "@playwright/test";

export interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** These three in µs: on the browser's clock, by that clock, and of the thread's own processor time. */
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: { readonly data?: { readonly dataLength?: number } };
}

export interface MainThread {
  /** From an instant, in µs, for so many ms: how many ms tasks of the main thread took that began then. */
  busyMs(fromUs: number, forMs: number): number;
  /** The longest of those tasks. */
  longestMs(fromUs: number, forMs: number): number;
  /** When messages came over a socket that are longer than any heartbeat, in µs. */
  readonly messagesUs: readonly number[];
  /** When what was traced began, in µs. */
  readonly beganUs: number;
}

const CATEGORIES = ["devtools.timeline", "disabled-by-default-devtools.timeline", "blink.user_timing"];
const MARK = "fanfare-bench";
const HEARTBEAT_BYTES = 200;

/** The page's own thread while `work` goes on. */
export async function traced(browser: Browser, page: Page, work: () => Promise<void>): Promise<MainThread> {
  const cdp = await browser.newBrowserCDPSession();
  const events: TraceEvent[] = [];
  cdp.on("Tracing.dataCollected", ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  await cdp.send("Tracing.start", { traceConfig: { includedCategories: CATEGORIES } });
  await page.evaluate(`performance.mark("${MARK}")`);
  await work();
  await endTrace(cdp);
  await cdp.detach();
  return mainThreadIn(events);
}

async function endTrace(cdp: CDPSession): Promise<void> {
  const ended = new Promise<void>((resolve) => cdp.once("Tracing.tracingComplete", () => resolve()));
  await cdp.send("Tracing.end");
  await ended;
}

/** By the processor time of each task, where the trace has it: other programs on the machine take none of that. */
export function mainThreadIn(events: readonly TraceEvent[]): MainThread {
  const mark = events.find(({ name }) => name === MARK);
  if (mark === undefined) throw new Error("the trace knows nothing of the page");
  const own = events.filter(({ pid, tid }) => pid === mark.pid && tid === mark.tid);
  const tasks = outermost(own.filter(({ name, ph }) => name === "RunTask" && ph === "X"));
  const isLong = ({ args }: TraceEvent): boolean => (args?.data?.dataLength ?? 0) > HEARTBEAT_BYTES;
  const lengths = (fromUs: number, forMs: number): number[] =>
    tasks
      .filter(({ ts }) => ts >= fromUs && ts < fromUs + forMs * 1_000)
      .map(({ dur = 0, tdur = dur }) => tdur / 1_000);
  return {
    beganUs: mark.ts,
    messagesUs: own.filter((event) => event.name === "WebSocketReceive" && isLong(event)).map(({ ts }) => ts),
    busyMs: (fromUs, forMs) => lengths(fromUs, forMs).reduce((sum, ms) => sum + ms, 0),
    longestMs: (fromUs, forMs) => Math.max(0, ...lengths(fromUs, forMs)),
  };
}

/** A task that runs within another is counted with it. */
function outermost(tasks: readonly TraceEvent[]): TraceEvent[] {
  let untilUs = 0;
  return tasks
    .toSorted((a, b) => a.ts - b.ts)
    .filter(({ ts, dur = 0 }) => {
      if (ts < untilUs) return false;
      untilUs = ts + dur;
      return true;
    });
}

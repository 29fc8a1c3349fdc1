/**
 * A phone on a bad line: a main thread four times slower than this machine's, 400 ms to the server and back,
 * 400 kbit/s, nothing cached.
 *
 * - Readable is the largest contentful paint: all that the first screen says is in the HTML, so it must be text.
 * - Interactive is when the page has been taken over (its switches answer) and its main thread is free: no task
 *   of more than 50 ms begins within the next second. The longest that began later is told beside it.
 * - Layout shift is the sum of all shifts until the page has been live for five seconds, not the worst window of
 *   them. A visit during which something was published is begun anew: that does move a page whose reader is at
 *   its top.
 */
import { setTimeout as pause } from "node:timers/promises";
import type { Browser } from "@playwright/test";
import { repeated } from "../measured-part.ts";
import { type Goal, type Measured, mostly, never } from "../results.ts";
import { type Arrival, readArrival } from "./probe.ts";
import { openReader, type ReaderPage, untilLive, untilTrue } from "./reader-page.ts";

const SLOW_DOWN = 4;
const LINE = { latencyMs: 400, bitsPerSecond: 400_000 };
const WATCHED_MS = 5_000;
const MOST_TRIES = 3;
/** So long without a long task, the main thread is free. */
const FREE_MS = 1_000;

export async function phone(browser: Browser, url: string, signal: AbortSignal): Promise<Measured[]> {
  const first = await repeated(() => visit(browser, url, {}, signal));
  const kept = await keptByReader(url);
  const returning = await repeated(() => visit(browser, url, kept, signal), 1);
  return [
    ...rows("bad line, first visit", first, {
      lcp: mostly(2_500),
      interactive: mostly(4_000),
      shift: never,
    }),
    ...rows("bad line, returning with choices", returning, {}),
  ];
}

interface Visit extends Arrival {
  readonly isSwitchAnswered: boolean;
}

async function visit(...[browser, url, kept, signal]: Parameters<typeof arrive>): Promise<Visit> {
  for (let tries = 1; ; tries += 1) {
    const before = await headOf(url);
    const arrival = await arrive(browser, url, kept, signal);
    if ((await headOf(url)) === before || tries === MOST_TRIES) return arrival;
  }
}

const headOf = async (url: string): Promise<number> => (await ask(url, "/api/v1/feed?limit=1")).cursor.offset;

// biome-ignore lint/suspicious/noExplicitAny: what our own server answers, for a bench
const ask = async (url: string, path: string): Promise<any> => (await fetch(new URL(path, url))).json();

async function arrive(
  browser: Browser,
  url: string,
  kept: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<Visit> {
  const reader = await openReader(browser, { kept, slowDown: SLOW_DOWN, notesArrival: true, line: LINE });
  try {
    await reader.page.goto(url, { waitUntil: "commit" });
    await untilLive(reader.page);
    await pause(WATCHED_MS, undefined, { signal });
    const arrival = await readArrival(reader.page);
    const isSwitchAnswered = await press(reader);
    const { pressesMs } = await readArrival(reader.page);
    return { ...arrival, pressesMs, isSwitchAnswered };
  } finally {
    await reader.close();
  }
}

/** On site, as somebody in a hall would. */
async function press({ page }: ReaderPage): Promise<boolean> {
  await page.locator('label[for="attend-in-person"]').tap();
  const kept = "localStorage.getItem('fanfare.attendance') === 'in-person'";
  return untilTrue(page, kept, 5_000);
}

interface Goals {
  readonly lcp?: Goal;
  readonly interactive?: Goal;
  readonly shift?: Goal;
}

function rows(who: string, visits: readonly Visit[], goals: Goals): Measured[] {
  const row = (what: string, unit: string, value: (visit: Visit) => number, goal?: Goal): Measured => ({
    what: `${who}: ${what}`,
    unit,
    runs: visits.map(value),
    ...(goal && { goal }),
  });
  const shifted = visits.flatMap(({ shifts }) => shifts).toSorted((a, b) => b.by - a.by);
  const moved = [
    ...new Set(shifted.map(({ of, by, atMs }) => `${of}: ${by.toFixed(4)} at ${Math.round(atMs)} ms`)),
  ];
  return [
    { ...row("readable (LCP)", "ms", ({ lcpMs }) => lcpMs, goals.lcp), note: visits[0]?.lcpOf ?? "" },
    row("largest paint that is no text", "", ({ isLcpRead }) => Number(!isLcpRead), never),
    row("interactive", "ms", interactiveMs, goals.interactive),
    row("longest task after that", "ms", longestLaterMs),
    row("a press that is not answered", "", ({ isSwitchAnswered }) => Number(!isSwitchAnswered), never),
    row("press → drawn", "ms", ({ pressesMs }) => Math.max(0, ...pressesMs)),
    row("live", "ms", ({ statesMs }) => statesMs.live ?? Number.NaN),
    { ...row("layout shift", "", shiftOf, goals.shift), note: moved.slice(0, 3).join("; ") },
  ];
}

const shiftOf = ({ shifts }: Arrival): number => shifts.reduce((sum, { by }) => sum + by, 0);

function interactiveMs({ statesMs, longTasks }: Arrival): number {
  let freeMs = Math.min(...Object.values(statesMs));
  for (const { atMs, untilMs } of longTasks) if (atMs < freeMs + FREE_MS) freeMs = Math.max(freeMs, untilMs);
  return freeMs;
}

function longestLaterMs(arrival: Arrival): number {
  const later = arrival.longTasks.filter(({ atMs }) => atMs >= interactiveMs(arrival));
  return Math.max(0, ...later.map(({ atMs, untilMs }) => untilMs - atMs));
}

/** Somebody who attends online, reads French, follows two sessions, and was here some announcements ago. */
async function keptByReader(url: string): Promise<Record<string, string>> {
  const [{ sessions }, { cursor }] = await Promise.all([
    ask(url, "/api/v1/programme"),
    ask(url, "/api/v1/feed?limit=1"),
  ]);
  return {
    "fanfare.attendance": "online",
    "fanfare.language": "fr",
    "fanfare.starred": JSON.stringify(sessions.slice(0, 2)),
    "fanfare.seen": JSON.stringify({ ...cursor, offset: Math.max(1, cursor.offset - 3) }),
  };
}

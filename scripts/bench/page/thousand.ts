/**
 * A page that holds a thousand announcements, on a main thread four times slower than this machine's: what one
 * more costs it, for a reader at the top and for one who has read back through all of them; and whether it
 * stays as small as it is while ten thousand more come.
 *
 * The cost of one is what the main thread is busy within the second after it came, more than in a second in
 * which nothing comes: script, style, layout and paint together, and what is put off until later in that second.
 * The longest task of it is what a reader who scrolls meanwhile would feel.
 */
import { setTimeout as pause } from "node:timers/promises";
import type { Browser } from "@playwright/test";
import { BenchDesk } from "../desk.ts";
import { type Measured, mostly, never } from "../results.ts";
import { percentile, spreadOf } from "../statistics.ts";
import type { System } from "../system.ts";
import { traced } from "./main-thread.ts";
import { openReader, type ReaderPage, untilLive, untilOffset } from "./reader-page.ts";

const HELD = 1_000;
const ONE_BY_ONE = 20;
const EVERY_MS = 1_050;
const IDLE_S = 4;
const SLOW_DOWN = 4;
const MORE = 10_000;
/** Until its code is as warm as it gets, and as many are let go as come. */
const SOME = 1_000;
/** Publishing so many at once keeps the server busy, and lets others of this machine work too. */
const AT_ONCE = 32;
const CAUGHT_UP_MS = 30_000;
/** What is written for the next visit is written by then. */
const SETTLE_MS = 6_500;

export async function thousand(browser: Browser, system: System, signal: AbortSignal): Promise<Measured[]> {
  const reader = await openReader(browser);
  const desk = new BenchDesk(system, AT_ONCE);
  try {
    await reader.page.goto(`http://127.0.0.1:${system.port}/`);
    await untilLive(reader.page);
    await publishMany(desk, reader, HELD, signal);
    const atTop = await costOfOne(browser, reader, desk, signal);
    await readBack(reader, signal);
    const readingBack = await costOfOne(browser, reader, desk, signal);
    await reader.page.evaluate("scrollTo(0, 0)");
    await publishMany(desk, reader, SOME, signal);
    const before = await sizeOf(reader, signal);
    const seconds = await publishMany(desk, reader, MORE, signal);
    const after = await sizeOf(reader, signal);
    const beside = (what: "heapMiB" | "nodes"): number => (100 * after[what]) / before[what];
    return [
      ...costRows("at the top", atTop),
      ...costRows("1,000 articles back", readingBack),
      { what: "heap with 1,000 held", unit: "MiB", runs: [before.heapMiB] },
      {
        what: "heap after 10,000 more, beside that",
        unit: "%",
        goal: mostly(110),
        runs: [beside("heapMiB")],
      },
      { what: "DOM nodes alive, beside those before", unit: "%", goal: mostly(110), runs: [beside("nodes")] },
      {
        what: "elements of the page more than before",
        unit: "",
        goal: never,
        runs: [after.elements - before.elements],
        note: `of ${before.elements}`,
      },
      { what: "10,000 more came within", unit: "s", runs: [seconds] },
    ];
  } finally {
    desk.close();
    await reader.close();
  }
}

interface Size {
  readonly heapMiB: number;
  readonly nodes: number;
  readonly elements: number;
}

interface Cost {
  readonly busyMs: number;
  readonly longestMs: number;
}

function costRows(where: string, costs: readonly Cost[]): Measured[] {
  const busy = costs.map(({ busyMs }) => busyMs);
  const longest = costs.map(({ longestMs }) => longestMs);
  const said = `${costs.length} announcements, ${Math.min(...busy).toFixed(1)} – ${Math.max(...busy).toFixed(1)}`;
  const what = `1,000 held, one more, ${where}`;
  return [
    {
      what: `${what}: main thread`,
      unit: "ms",
      goal: mostly(16),
      runs: [percentile(busy, 0.5)],
      note: said,
    },
    { what: "the same: p95", unit: "ms", runs: [percentile(busy, 0.95)] },
    { what: "the same: its longest task", unit: "ms", runs: [percentile(longest, 0.5)] },
  ];
}

async function costOfOne(
  browser: Browser,
  { page, cdp }: ReaderPage,
  desk: BenchDesk,
  signal: AbortSignal,
): Promise<Cost[]> {
  await cdp.send("Emulation.setCPUThrottlingRate", { rate: SLOW_DOWN });
  await pause(SETTLE_MS, undefined, { signal });
  const thread = await traced(browser, page, async () => {
    await pause((IDLE_S + 0.5) * 1_000, undefined, { signal });
    for (let n = 0; n < ONE_BY_ONE; n += 1) {
      await desk.announce(`One more, ${n}`, "now");
      await pause(EVERY_MS, undefined, { signal });
    }
  });
  await cdp.send("Emulation.setCPUThrottlingRate", { rate: 1 });
  // The first half second has the bench's own mark in it.
  const idle = Array.from({ length: IDLE_S }, (_, s) =>
    thread.busyMs(thread.beganUs + (s + 0.5) * 1e6, 1_000),
  );
  const idleMs = spreadOf(idle).median;
  return thread.messagesUs.map((at) => ({
    busyMs: Math.max(0, thread.busyMs(at, 1_000) - idleMs),
    longestMs: thread.longestMs(at, 1_000),
  }));
}

/** Down to the end of what is shown, and for more of it, until there are a thousand articles. */
async function readBack({ page }: ReaderPage, signal: AbortSignal): Promise<void> {
  while (Number(await page.evaluate(FURTHER_DOWN)) < HELD) await pause(50, undefined, { signal });
}

const FURTHER_DOWN = `(() => {
  scrollTo(0, document.documentElement.scrollHeight);
  document.querySelector(".older button")?.click();
  return document.querySelectorAll("article").length;
})()`;

/** So many more, and the page has them; answers how many seconds that took. */
async function publishMany(
  desk: BenchDesk,
  { page }: ReaderPage,
  count: number,
  signal: AbortSignal,
): Promise<number> {
  const startedAt = performance.now();
  const upTo = (await desk.head()) + count;
  let published = 0;
  const author = async (): Promise<void> => {
    while (published < count && !signal.aborted) await desk.announce(`News ${++published}`, "now");
  };
  await Promise.all(Array.from({ length: AT_ONCE }, author));
  if (!(await untilOffset(page, upTo, CAUGHT_UP_MS))) throw new Error("the page does not follow the feed");
  return (performance.now() - startedAt) / 1_000;
}

/** Once what waits is written and what nobody holds any more is collected. */
async function sizeOf({ page, cdp }: ReaderPage, signal: AbortSignal): Promise<Size> {
  await cdp.send("Performance.enable");
  await pause(SETTLE_MS, undefined, { signal });
  for (let n = 0; n < 3; n += 1) await cdp.send("HeapProfiler.collectGarbage");
  const { metrics } = await cdp.send("Performance.getMetrics");
  const value = (name: string): number => metrics.find((metric) => metric.name === name)?.value ?? Number.NaN;
  const elements = await page.evaluate<number>("document.querySelectorAll('*').length");
  return { heapMiB: value("JSHeapUsedSize") / 2 ** 20, nodes: value("Nodes"), elements };
}

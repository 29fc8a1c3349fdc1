/** What a page notes of its own arrival, and what it tells of it. Written as text: the bench knows no document. */
import type { Page } from "@playwright/test";

export interface Arrival {
  /** When the largest thing that was there at once was painted, and what that is. */
  readonly lcpMs: number;
  readonly lcpOf: string;
  /** Text, and no picture. */
  readonly isLcpRead: boolean;
  /** When the connection was first in each of its states: the first of them says that the page is taken over. */
  readonly statesMs: Readonly<Record<string, number>>;
  readonly longTasks: readonly { readonly atMs: number; readonly untilMs: number }[];
  readonly shifts: readonly { readonly atMs: number; readonly by: number; readonly of: string }[];
  /** What the reader pressed, and how long until it was answered on the screen. */
  readonly pressesMs: readonly number[];
}

/** Installed before anything of the page runs. */
export const PROBE = `(() => {
  const seen = { lcpMs: NaN, lcpOf: "nothing", isLcpRead: false, statesMs: {}, longTasks: [], shifts: [], pressesMs: [] };
  const place = (node) => {
    const element = node instanceof Element ? node : node?.parentElement;
    const part = element?.closest("article, header, main, aside, nav, section, div");
    const named = (it) => it.localName + (it.classList[0] ? "." + it.classList[0] : "");
    return element ? (part && part !== element ? named(element) + " in " + named(part) : named(element)) : "?";
  };
  const observe = (type, note, more) =>
    new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true, ...more });
  observe("largest-contentful-paint", (entry) => {
    seen.lcpMs = entry.startTime;
    seen.lcpOf = place(entry.element);
    seen.isLcpRead = entry.url === "";
  });
  observe("longtask", ({ startTime, duration }) =>
    seen.longTasks.push({ atMs: startTime, untilMs: startTime + duration }));
  observe("layout-shift", ({ startTime, value, hadRecentInput, sources }) => {
    if (!hadRecentInput) seen.shifts.push({ atMs: startTime, by: value, of: sources.map(({ node }) => place(node)).join(", ") });
  });
  observe("event", ({ name, duration }) => name === "click" && seen.pressesMs.push(duration), { durationThreshold: 16 });
  new MutationObserver(() => {
    const state = document.documentElement?.dataset.connectionState;
    if (state) seen.statesMs[state] ??= performance.now();
  }).observe(document, { subtree: true, attributes: true, attributeFilter: ["data-connection-state"] });
  globalThis.fanfareArrival = seen;
})()`;

export const readArrival = (page: Page): Promise<Arrival> => page.evaluate("globalThis.fanfareArrival");

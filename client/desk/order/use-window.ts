/**
 * Draws a long list a piece at a time and keeps what is read where it stands: when lines come, go or grow, the
 * list scrolls by as much, so that the line of now, or the first line in sight, does not move on the screen.
 */
import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { Line } from "./timetable.ts";
import { piecesOf, topsOf } from "./window.ts";

/** Drawn beyond what is in sight, and how finely that is looked at. */
const AHEAD = 400;
const STEP = 200;
/**
 * As long as so much beyond what is in sight is drawn, nothing is drawn anew: lines that turn out higher or lower
 * than was guessed would else move the window, be drawn, and move it back.
 */
const ENOUGH = 150;
/** How often in one frame what was measured may change what is drawn. */
const TURNS = 6;
/** More than this is never left drawn, however high the screen that it was drawn for. */
const MOST_DRAWN = 6_000;
/** Until a line was seen: low, so that rather too many are drawn than too few. */
const guess = { day: 36, group: 36, now: 26, item: 52, session: 40 } as const;

export interface Goal {
  readonly key: string;
  /** How far down the view, 0 to 1; or only as far as it must to be seen. */
  readonly to: number | "nearest";
}

/** What was laid out last. */
interface Laid {
  readonly lines: readonly Line[];
  readonly tops: Float64Array;
  readonly turn: number;
}

interface View {
  readonly top: number;
  readonly bottom: number;
  readonly scroller: Element;
}

/** `turn` grows when another list is shown, which begins at `start`. */
export function useWindow(
  lines: readonly Line[],
  kept: readonly (string | undefined)[],
  { turn, start }: { readonly turn: number; readonly start: Goal | undefined },
) {
  const box = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLOListElement>(null);
  const heights = useRef(new Map<string, number>()).current;
  const sight = useRef({ top: 0, bottom: 1_500 });
  const again = useSignal(0);
  const turns = useRef(0);
  const still = useRef<ReadonlyMap<string, number>>(new Map());
  const goal = useRef<Goal | undefined>(undefined);
  const before = useRef<Laid>({ lines, tops: new Float64Array(1), turn: -1 });
  void again.value;

  const tops = topsOf(lines.map((line) => heights.get(line.key) ?? guess[line.is]));
  const place = new Map(lines.map(({ key }, at) => [key, at]));
  const placeOf = (key: string | undefined): number => place.get(key ?? "") ?? -1;
  if (before.current.turn !== turn) {
    goal.current = start;
    still.current = new Map();
    sight.current = around(tops[Math.max(0, placeOf(start?.key))]!, start, sight.current);
  } else if (before.current.lines !== lines) {
    const shift = shiftOf(before.current, { place, tops }, still.current);
    sight.current = { top: sight.current.top + shift, bottom: sight.current.bottom + shift };
  }
  before.current = { lines, tops, turn };
  const pieces = piecesOf(tops, sight.current, [...kept, goal.current?.key].map(placeOf));

  const drawn = (): HTMLElement[] => [...list.current!.querySelectorAll<HTMLElement>(":scope > [data-line]")];
  const isShown = (): boolean => list.current !== null && list.current.offsetParent !== null;

  function look(view: View): void {
    const { top, bottom } = list.current!.getBoundingClientRect();
    const isDrawnAbove = sight.current.top <= Math.max(0, view.top - top - ENOUGH);
    const isDrawnBelow = sight.current.bottom >= Math.min(bottom, view.bottom + ENOUGH) - top;
    if (isDrawnAbove && isDrawnBelow && sight.current.bottom - sight.current.top < MOST_DRAWN) return;
    const next = {
      top: Math.floor((view.top - top - AHEAD) / STEP) * STEP,
      bottom: Math.ceil((view.bottom - top + AHEAD) / STEP) * STEP,
    };
    if (next.top === sight.current.top && next.bottom === sight.current.bottom) return;
    sight.current = next;
    if (turns.current++ < TURNS) again.value = again.peek() + 1;
    if (turns.current > 1) return;
    requestAnimationFrame(() => {
      const wasCut = turns.current > TURNS;
      turns.current = 0;
      if (wasCut) again.value = again.peek() + 1;
    });
  }

  function settle(): void {
    if (!isShown()) return;
    const rows = drawn();
    const view = viewOf(box.current!);
    for (const row of rows) heights.set(row.dataset.line!, row.offsetHeight);
    if (goal.current === undefined) keepStill(rows, view.scroller, still.current);
    else reach(rows, view, goal.current);
    goal.current = undefined;
    still.current = seen(rows, view);
    look(view);
  }

  useLayoutEffect(settle);
  useLayoutEffect(() => {
    const onScroll = (event: Event) => {
      const isAround = event.target instanceof Node && event.target.contains(box.current);
      if (!isAround || !isShown()) return;
      const view = viewOf(box.current!);
      still.current = seen(drawn(), view);
      look(view);
    };
    let width = 0;
    const sizes = new ResizeObserver(() => {
      const next = list.current?.clientWidth ?? 0;
      if (next !== width) heights.clear();
      width = next;
      settle();
    });
    document.addEventListener("scroll", onScroll, { capture: true, passive: true });
    sizes.observe(list.current!);
    sizes.observe(box.current!);
    return () => {
      document.removeEventListener("scroll", onScroll, { capture: true });
      sizes.disconnect();
    };
  }, []);

  return {
    box,
    list,
    pieces,
    goTo(next: Goal): void {
      goal.current = next;
      again.value = again.peek() + 1;
    },
  };
}

/** What will be in sight once the list begins where it should: so it is drawn once, not twice. */
function around(top: number, start: Goal | undefined, was: { top: number; bottom: number }) {
  const height = was.bottom - was.top;
  const share = typeof start?.to === "number" ? start.to : 0;
  const from = Math.max(-AHEAD, top - share * (height - 2 * AHEAD) - AHEAD);
  return { top: Math.floor(from / STEP) * STEP, bottom: Math.ceil((from + height) / STEP) * STEP };
}

/** The list scrolls by itself, or something around it does: the page, on a low screen. */
function viewOf(box: HTMLElement): View {
  for (let at: Element | null = box; at !== null && at !== document.body; at = at.parentElement) {
    if (!/auto|scroll/.test(getComputedStyle(at).overflowY)) continue;
    const { top, bottom } = at.getBoundingClientRect();
    return { top, bottom, scroller: at };
  }
  return { top: 0, bottom: innerHeight, scroller: document.scrollingElement! };
}

/**
 * How far down the list the lines in sight are. Now comes first, then from the top down. Where somebody scrolled
 * since is no matter: only what the lines themselves moved is made good.
 */
function seen(rows: readonly HTMLElement[], view: View): ReadonlyMap<string, number> {
  const places = rows.flatMap((row): [string, number][] => {
    const { top, bottom } = row.getBoundingClientRect();
    const isInSight = bottom > view.top && top < view.bottom;
    return isInSight ? [[row.dataset.line!, top + view.scroller.scrollTop]] : [];
  });
  return new Map(places.sort(([a], [b]) => Number(b === "now") - Number(a === "now")));
}

const find = (rows: readonly HTMLElement[], key: string) => rows.find((row) => row.dataset.line === key);

function keepStill(
  rows: readonly HTMLElement[],
  scroller: Element,
  still: ReadonlyMap<string, number>,
): void {
  for (const [key, was] of still) {
    const found = find(rows, key);
    if (found === undefined) continue;
    const moved = found.getBoundingClientRect().top + scroller.scrollTop - was;
    if (Math.abs(moved) >= 1) scroller.scrollTop += moved;
    return;
  }
}

function reach(rows: readonly HTMLElement[], view: View, { key, to }: Goal): void {
  const found = find(rows, key);
  if (found === undefined) return;
  const { top, bottom } = found.getBoundingClientRect();
  const below = Math.max(0, Math.min(bottom - view.bottom, top - view.top));
  const nearest = top < view.top ? top - view.top : below;
  view.scroller.scrollTop += to === "nearest" ? nearest : top - view.top - to * (view.bottom - view.top);
}

/** How far the lines in sight would move: what is drawn next is drawn around where they will be. */
function shiftOf(
  before: Laid,
  after: { readonly place: ReadonlyMap<string, number>; readonly tops: Float64Array },
  still: ReadonlyMap<string, number>,
): number {
  for (const key of still.keys()) {
    const [was, is] = [before.lines.findIndex((line) => line.key === key), after.place.get(key)];
    if (was >= 0 && is !== undefined) return after.tops[is]! - before.tops[was]!;
  }
  return 0;
}

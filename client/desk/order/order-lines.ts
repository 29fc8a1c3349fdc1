/**
 * The lines that the running order shows, and how they keep still: while somebody's pointer or focus is in the
 * list its lines stay where they are, and what would move them is counted; the text in them is always the
 * server's newest. A tab or filter that somebody chose is shown at once.
 */
import { batch, computed, effect, signal } from "@preact/signals";
import { dayOf } from "../../shared/time.ts";
import type { DeskStore } from "../state/desk-store.ts";
import { countChanges, isSameOrder } from "./held-lines.ts";
import { keepView, keptView } from "./kept-view.ts";
import { matcher, type OrderView } from "./order-filter.ts";
import { neighbour, stillShown } from "./selection.ts";
import { belongsTo, hallsOf, type Line, listed, nowIndex, sortedOrder, timetable } from "./timetable.ts";

/** Of a row: its place among all of them, drawn or not, and whether the keyboard or the pointer is at it. */
export interface Place {
  readonly at: number;
  readonly of: number;
  readonly isActive: boolean;
  readonly isWarm: boolean;
}

export function createOrderLines(store: DeskStore) {
  const view = signal<OrderView>(keptView());
  const selected = signal<ReadonlySet<string>>(new Set());
  /** The line that the keyboard is at. */
  const active = signal<string | undefined>(undefined);
  /** Grows when that line is to have the focus. */
  const focusAsked = signal(0);
  const isPointerIn = signal(false);
  const isFocusIn = signal(false);
  const shown = signal<readonly Line[]>([]);
  const waiting = signal(0);
  /** Grows when another list is shown, not merely the same one changed. */
  const turn = signal(0);

  const items = computed(() => [...store.items.all.value.values()]);
  const sessions = computed(() => store.programme.value?.sessions ?? []);
  const sorted = computed(() => sortedOrder(items.value, sessions.value, view.value));
  const nowStands = computed(() => {
    const nowMs = store.now.value;
    return `${nowIndex(sorted.value.dated, nowMs)} ${dayOf(nowMs, store.timeZone.value)}`;
  });
  const wanted = computed((): readonly Line[] => {
    const { tab } = view.value;
    const zone = store.timeZone.value;
    if (tab !== "timetable")
      return listed(items.value.filter(matcher(view.value, hallsOf(sessions.value))), tab, zone);
    const index = Number.parseInt(nowStands.value, 10);
    return timetable(sorted.value, { index, ms: store.now.peek() }, zone);
  });
  /** Of announcements, in this tab: how many there are, and how many the filters leave. */
  const counted = computed(() => ({
    shown: wanted.value.filter((line) => line.is === "item").length,
    all: items.value.filter((item) => belongsTo(item, view.value.tab)).length,
  }));
  let viewShown: OrderView | undefined;
  let isReleased = false;
  /** Whether anything of each had come when the list was shown last: what is fetched first is no change. */
  let had = { items: false, sessions: false };
  const has = () => ({ items: items.value.length > 0, sessions: sessions.value.length > 0 });

  function show(lines: readonly Line[]): void {
    const before = shown.peek();
    const isOther = viewShown !== view.peek() || before.length === 0;
    viewShown = view.peek();
    isReleased = false;
    had = has();
    batch(() => {
      const at = active.peek();
      if (at !== undefined && lines.every(({ key }) => key !== at)) {
        active.value = neighbour(before, lines, at);
        if (isFocusIn.peek()) focusAsked.value = focusAsked.peek() + 1;
      }
      shown.value = lines;
      waiting.value = 0;
      selected.value = stillShown(selected.peek(), lines);
      if (isOther) turn.value = turn.peek() + 1;
    });
  }

  const stop = effect(() => {
    const lines = wanted.value;
    const isHeld = isPointerIn.value || isFocusIn.value;
    const isOther = view.value !== viewShown;
    const { items: hasItems, sessions: hasSessions } = has();
    const isFirst = (hasItems && !had.items) || (hasSessions && !had.sessions);
    if (isOther || isFirst || isReleased || !isHeld || isSameOrder(shown.peek(), lines)) show(lines);
    else waiting.value = countChanges(shown.peek(), lines);
  });

  return {
    view,
    selected,
    active,
    focusAsked,
    isPointerIn,
    isFocusIn,
    shown,
    waiting,
    turn,
    counted,
    items,
    sessions,
    stop,
    look(change: Partial<OrderView>): void {
      view.value = { ...view.peek(), ...change };
      keepView(view.peek());
    },
    /** Shows what has been held back. */
    showAll: (): void => show(wanted.peek()),
    /** What comes next was done here: it is shown at once, wherever the pointer is. */
    release(): void {
      isReleased = true;
      if (waiting.peek() > 0) show(wanted.peek());
    },
    focus(key: string | undefined): void {
      if (key === undefined) return;
      batch(() => {
        active.value = key;
        focusAsked.value = focusAsked.peek() + 1;
      });
    },
  };
}

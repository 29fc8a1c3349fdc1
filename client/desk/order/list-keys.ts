/** The keys of the running order: those that hold in the list, and those that hold everywhere on the page. */
import { useShortcuts } from "../shell/shortcuts.tsx";
import type { OrderState } from "./order-state.ts";
import { stepFrom } from "./selection.ts";
import { orderWords } from "./words.ts";

const steps: Readonly<Record<string, number>> = {
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: 10,
  PageUp: -10,
  Home: -Infinity,
  End: Infinity,
};

/** Fields and open menus within a row have these keys for themselves. */
const isOwnKey = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest("[role=menu], .reschedule, [aria-haspopup=menu]") !== null;

export function onListKey(event: KeyboardEvent, order: OrderState): void {
  const { lines } = order;
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (isOwnKey(event.target)) return;
  const key = lines.active.peek();
  const step = steps[event.key];
  if (step !== undefined) {
    const next = stepFrom(lines.shown.peek(), key, step);
    event.preventDefault();
    if (event.shiftKey && key !== undefined && next !== undefined) extend(order, key, next);
    lines.focus(next);
    return;
  }
  const isOnHeadline = event.target instanceof Element && event.target.matches(".what");
  if (event.key === " " && isOnHeadline && key !== undefined && isItem(order, key)) {
    // Its click would come with the key's rise.
    event.target.addEventListener("keyup", (up) => up.preventDefault(), { once: true });
    event.preventDefault();
    order.choose(key, event.shiftKey);
  }
  if (event.key === "Escape" && lines.selected.peek().size > 0) {
    event.preventDefault();
    order.chooseNone();
  }
}

const isItem = ({ lines }: OrderState, key: string): boolean =>
  lines.shown.peek().some((line) => line.key === key && line.is === "item" && !("sealed" in line.item));

function extend(order: OrderState, from: string, to: string): void {
  const { selected } = order.lines;
  if (!selected.peek().has(from) && isItem(order, from)) order.choose(from, false);
  if (!selected.peek().has(to) && isItem(order, to)) order.choose(to, false);
}

export function useOrderKeys(order: OrderState, focusSearch: () => void): void {
  const { lines, store } = order;
  const says = (name: keyof typeof orderWords.value.keys) => () => orderWords.value.keys[name];
  const walk = (by: number) => () => {
    store.part.value = "order";
    lines.focus(stepFrom(lines.shown.peek(), lines.active.peek(), by));
  };
  const activeItem = (): string | undefined => {
    const key = lines.active.peek();
    return key !== undefined && isItem(order, key) ? key : undefined;
  };
  const choose = () => {
    const id = activeItem();
    if (id !== undefined) order.choose(id, false);
  };
  useShortcuts([
    { keys: "j", says: says("down"), run: walk(1) },
    { keys: "k", says: says("up"), run: walk(-1) },
    { keys: "x", says: says("select"), run: choose },
    { keys: ".", says: says("menu"), run: () => openMenu(lines.active.peek()) },
    { keys: "/", says: says("find"), run: focusSearch },
    { keys: "n", says: says("create"), run: () => order.startNew({}) },
  ]);
}

/** The menu's own button opens it, so that it knows where to stand and where the focus goes back to. */
function openMenu(key: string | undefined): void {
  const rows = document.querySelectorAll<HTMLElement>("#running-order-list > [data-line]");
  const row = [...rows].find((each) => each.dataset.line === key);
  row?.querySelector<HTMLElement>(":scope > .does [aria-haspopup=menu]")?.click();
}

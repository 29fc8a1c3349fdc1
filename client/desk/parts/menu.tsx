import type { ComponentChildren } from "preact";
import { useId, useRef } from "preact/hooks";
import { Icon, type IconName } from "../../shared/parts/icon.tsx";
import { itemAfterKey, itemByTyping } from "./menu-keys.ts";

export interface MenuItem {
  readonly says: string;
  readonly run: () => void;
  /** It stays in reach of the keyboard and says why it cannot be had now, where `hint` says so. */
  readonly disabled?: boolean;
  /** What cannot be taken back. */
  readonly danger?: boolean;
  /** A second, quieter line. */
  readonly hint?: string;
  readonly icon?: IconName;
  /** One of several that exclude each other: whether it is the one that holds. */
  readonly isChosen?: boolean;
}

interface MenuProps {
  /** Names the button and the menu: holds the words that stand on the button, if any do. */
  readonly label: string;
  readonly items: readonly MenuItem[];
  readonly look?: string;
  readonly disabled?: boolean;
  readonly children: ComponentChildren;
}

/** Typing begins anew after so long. */
const TYPING_MS = 700;
/** Where less room than this is left below the button, the menu opens above it. */
const ROOM = 280;

/** A button and the list of what it offers. It floats over everything, so no column cuts it off. */
export function Menu({ label, items, look = "button", disabled = false, children }: MenuProps) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLDivElement>(null);
  const typed = useRef({ text: "", atMs: 0 });

  const close = () => menu.current?.hidePopover();
  const choose = (item: MenuItem) => {
    if (item.disabled) return;
    close();
    item.run();
  };
  const onToggle = (event: Event) => {
    const isOpen = (event as ToggleEvent).newState === "open";
    button.current?.setAttribute("aria-expanded", String(isOpen));
    if (isOpen && !menu.current?.contains(document.activeElement)) focusItem(menu.current, 0);
  };
  const onButtonKey = (event: KeyboardEvent) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    menu.current?.showPopover();
    focusItem(menu.current, event.key === "ArrowUp" ? items.length - 1 : 0);
  };
  const onMenuKey = (event: KeyboardEvent) => {
    if (event.key === "Tab") return close();
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const says = items.map((item) => item.says);
    const at = itemsOf(menu.current).indexOf(document.activeElement as HTMLElement);
    const next = itemAfterKey(event.key, at, items.length) ?? typedItem(event.key, at, says, typed.current);
    // Letters are for the menu while it is open, not for the shortcuts of the page under it.
    if (next !== undefined || event.key.trim().length === 1) event.preventDefault();
    if (next !== undefined) focusItem(menu.current, next);
  };

  return (
    <span class="menu">
      <button
        ref={button}
        type="button"
        class={look}
        disabled={disabled}
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded="false"
        aria-controls={id}
        popovertarget={id}
        onKeyDown={onButtonKey}
      >
        {children}
      </button>
      <div
        ref={menu}
        id={id}
        popover="auto"
        class="menu-items"
        role="menu"
        aria-label={label}
        onBeforeToggle={() => place(button.current, menu.current)}
        onToggle={onToggle}
        onKeyDown={onMenuKey}
      >
        {items.map((item) => (
          <Item key={item.says} item={item} onChoose={() => choose(item)} />
        ))}
      </div>
    </span>
  );
}

function Item({ item, onChoose }: { item: MenuItem; onChoose: () => void }) {
  const { says, hint, icon, danger, disabled = false, isChosen } = item;
  const chosen =
    isChosen === undefined
      ? ({ role: "menuitem" } as const)
      : ({ role: "menuitemradio", "aria-checked": isChosen } as const);
  return (
    <button
      type="button"
      {...chosen}
      class={danger ? "danger" : undefined}
      tabIndex={-1}
      aria-disabled={disabled}
      onClick={onChoose}
    >
      {isChosen !== undefined && <span class="tick">{isChosen && <Icon name="tick" />}</span>}
      {icon && <Icon name={icon} />}
      <span>
        {says}
        {hint && <small>{hint}</small>}
      </span>
    </button>
  );
}

const itemsOf = (menu: HTMLElement | null): HTMLElement[] => [
  ...(menu?.querySelectorAll<HTMLElement>("[role^=menuitem]") ?? []),
];

const focusItem = (menu: HTMLElement | null, at: number): void => itemsOf(menu)[at]?.focus();

function typedItem(
  key: string,
  at: number,
  says: readonly string[],
  typed: { text: string; atMs: number },
): number | undefined {
  if ([...key].length !== 1 || (key === " " && typed.text === "")) return undefined;
  const nowMs = performance.now();
  typed.text = nowMs - typed.atMs > TYPING_MS ? key : typed.text + key;
  typed.atMs = nowMs;
  return itemByTyping(typed.text, at, says);
}

/** Under the button and in line with it, or above it and from its other end, wherever there is room. */
function place(button: HTMLElement | null, menu: HTMLElement | null): void {
  if (button === null || menu === null) return;
  const { left, right, top, bottom } = button.getBoundingClientRect();
  const { clientWidth, clientHeight } = document.documentElement;
  const isRightToLeft = getComputedStyle(button).direction === "rtl";
  const [start, end] = isRightToLeft ? [clientWidth - right, left] : [left, clientWidth - right];
  const isAbove = clientHeight - bottom < ROOM && top > clientHeight - bottom;
  const isFromEnd = start > end;
  menu.dataset.side = isAbove ? "above" : "below";
  menu.dataset.from = isFromEnd ? "end" : "start";
  menu.style.setProperty("--along", `${Math.max(8, isFromEnd ? end : start)}px`);
  menu.style.setProperty("--off", `${isAbove ? clientHeight - top : bottom}px`);
}

/** One announcement in the running order: when, which kind, what, and how it stands. */

import { ClockTime } from "../../shared/parts/clock-time.tsx";
import { Icon } from "../../shared/parts/icon.tsx";
import { Headline, markOf } from "../../shared/parts/words-in.tsx";
import { words as shared } from "../../shared/words/words.ts";
import { Menu, type MenuItem } from "../parts/menu.tsx";
import { Refusal } from "../parts/refusal.tsx";
import { headlineIn } from "./headline.ts";
import { MoveEditor } from "./move-editor.tsx";
import type { Place } from "./order-lines.ts";
import type { OrderState } from "./order-state.ts";
import { actionsFor, type RowAction } from "./row-actions.ts";
import { RowMarks } from "./row-marks.tsx";
import { type DeskItem, isSealed, timeOf } from "./running-order.ts";
import { orderWords } from "./words.ts";

const looks: Partial<Record<DeskItem["state"], string>> = {
  published: "sent",
  corrected: "sent",
  withdrawn: "sent gone",
  overdue: "overdue",
  draft: "draft",
  submitted: "draft",
  approved: "draft",
  discarded: "draft gone",
};

interface RowProps extends Place {
  readonly order: OrderState;
  readonly held: DeskItem;
}

export function OrderRow({ order, held, at, of, isActive, isWarm }: RowProps) {
  const { store, lines } = order;
  const item = store.items.all.value.get(held.id) ?? held;
  const isOpen = store.form.value.id === item.id;
  const isChosen = lines.selected.value.has(item.id);
  const isBusy = order.busy.value.has(item.id);
  const name = nameOf(order, item);
  const marks = `marks-${item.id}`;
  const faulty = order.faults.value.get(item.id);
  return (
    <li
      class={["row", looks[item.state], isOpen && "open", isChosen && "chosen"].filter(Boolean).join(" ")}
      data-line={item.id}
      data-kind={item.kind}
      data-announcement-id={item.id}
      data-state={item.state}
      aria-setsize={of}
      aria-posinset={at}
      aria-busy={isBusy}
    >
      {!isSealed(item) && <Pick order={order} id={item.id} name={name} isActive={isActive} />}
      <Time order={order} item={item} />
      <KindMark item={item} />
      <div class="body">
        <What order={order} item={item} name={name} marks={marks} isActive={isActive} />
        <RowMarks store={store} item={item} id={marks} />
        {item.state === "overdue" && !isSealed(item) && <Rescue order={order} item={item} />}
        {order.moving.value === item.id && <MoveEditor order={order} item={item} />}
        <Refusal problem={faulty} />
      </div>
      <RowMenu order={order} item={item} name={name} isActive={isActive} isWarm={isWarm} />
    </li>
  );
}

function nameOf({ store }: OrderState, item: DeskItem): string {
  if (isSealed(item)) return `${orderWords.value.sealed}, ${shared.value.kind[item.kind]}`;
  return headlineIn(store, item).headline || orderWords.value.untitled;
}

function Time({ order: { store }, item }: { order: OrderState; item: DeskItem }) {
  const atMs = timeOf(item);
  const hasTime =
    atMs !== undefined &&
    (item.state === "scheduled" || item.state === "overdue" || looks[item.state]?.startsWith("sent"));
  return (
    <span class="at">
      {hasTime ? (
        <ClockTime at={atMs} zone={store.timeZone.value} />
      ) : (
        <>
          <span aria-hidden="true">–</span>
          <span class="hush">{orderWords.value.dash}</span>
        </>
      )}
    </span>
  );
}

const KindMark = ({ item }: { item: DeskItem }) => (
  <span class="mark-of" title={shared.value.kind[item.kind]}>
    <Icon name={item.kind} />
    <span class="hush">{shared.value.kind[item.kind]}</span>
  </span>
);

interface WhatProps {
  readonly order: OrderState;
  readonly item: DeskItem;
  readonly name: string;
  readonly marks: string;
  readonly isActive: boolean;
}

function What({ order, item, name, marks, isActive }: WhatProps) {
  const isOpen = order.store.form.value.id === item.id;
  const said = headlineIn(order.store, item);
  return (
    <button
      type="button"
      class="what"
      tabIndex={isActive ? 0 : -1}
      aria-current={isOpen ? "true" : undefined}
      aria-describedby={marks}
      aria-disabled={isSealed(item)}
      onClick={() => !isSealed(item) && order.open(item.id)}
      {...markOf(said.language)}
    >
      {said.headline === "" ? name : <Headline text={said.headline} language={said.language} />}
    </button>
  );
}

interface PickProps {
  readonly order: OrderState;
  readonly id: string;
  readonly name: string;
  readonly isActive: boolean;
}

function Pick({ order, id, name, isActive }: PickProps) {
  return (
    <label class="pick">
      <input
        type="checkbox"
        data-pick={id}
        tabIndex={isActive && order.isSelecting.value ? 0 : -1}
        checked={order.lines.selected.value.has(id)}
        aria-label={orderWords.value.selectOne(name)}
      />
    </label>
  );
}

/** What waits for a person can be dealt with where it is seen. */
function Rescue({ order, item }: { order: OrderState; item: DeskItem }) {
  const possible = new Set(actionsFor(item, order.hands()));
  const offered = (["sendNow", "move", "discard"] as const).filter((action) => possible.has(action));
  const isBusy = order.busy.value.has(item.id) || order.store.isBusy.value;
  return (
    <span class="rescue">
      {offered.map((action) => (
        <button
          key={action}
          type="button"
          class={action === "sendNow" ? "button primary" : "button"}
          disabled={isBusy}
          onClick={() => order.act(action, item)}
        >
          {orderWords.value.actions[action]}
        </button>
      ))}
    </span>
  );
}

interface MenuProps {
  readonly order: OrderState;
  readonly item: DeskItem;
  readonly name: string;
  readonly isActive: boolean;
  /** Pointed at or with the focus: only then it has its items, because a long list has many menus. */
  readonly isWarm: boolean;
}

function RowMenu({ order, item, name, isActive, isWarm }: MenuProps) {
  const items = isWarm ? itemsFor(order, item) : [];
  if (isWarm && items.length === 0) return <span class="menu none" />;
  return (
    <span class="does" data-reach={isActive}>
      <Menu label={orderWords.value.actionsOf(name)} look="dots" items={items}>
        <span aria-hidden="true">⋯</span>
      </Menu>
    </span>
  );
}

const taking: ReadonlySet<RowAction> = new Set(["discard", "withdraw"]);

function itemsFor(order: OrderState, item: DeskItem): MenuItem[] {
  const { actions, select } = orderWords.value;
  const isBusy = order.busy.value.has(item.id);
  const says = (action: RowAction): string =>
    action === "move" && item.state !== "scheduled" && item.state !== "overdue"
      ? actions.schedule
      : actions[action];
  const offered = actionsFor(item, order.hands()).map((action) => ({
    says: says(action),
    danger: taking.has(action),
    disabled: isBusy,
    run: () => order.act(action, item),
  }));
  if (isSealed(item)) return offered;
  const choose = { says: select, run: () => order.choose(item.id, false) };
  const at = offered.findIndex(({ danger }) => danger);
  return at < 0
    ? [...offered, choose]
    : offered.toSpliced(at, 0, { ...choose, danger: false, disabled: false });
}

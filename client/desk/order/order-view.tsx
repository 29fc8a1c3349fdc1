/** The running order: one timeline of what was sent and what is to come. */
import { useSignal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import type { DeskProps } from "../state/desk-props.ts";
import { BulkBar, BulkResult } from "./bulk-bar.tsx";
import { BulkQuestion } from "./bulk-question.tsx";
import { useOrderKeys } from "./list-keys.ts";
import { OrderList } from "./order-list.tsx";
import { createOrderState, type OrderState } from "./order-state.ts";
import { Days, OrderTabs, OrderTools } from "./order-tools.tsx";
import { orderWords } from "./words.ts";

export function OrderView({ store, commands }: DeskProps) {
  const order = useMemo(() => createOrderState({ store, commands }), [store, commands]);
  useEffect(() => order.lines.stop, [order]);
  const search = useRef<HTMLInputElement>(null);
  const goal = useSignal<{ readonly key: string } | undefined>(undefined);
  const goTo = (key: string) => {
    if (key !== "") goal.value = { key };
  };
  useOrderKeys(order, () => {
    store.part.value = "order";
    search.current?.focus();
    search.current?.select();
  });
  const wish = order.wish.value;
  return (
    <section class="order" aria-labelledby="running-order">
      <div class="order-head">
        <header>
          <h2 id="running-order">{orderWords.value.order}</h2>
          <Changes order={order} />
          {store.may("draft") && (
            <button type="button" class="button" onClick={() => order.startNew({})}>
              {orderWords.value.create}
            </button>
          )}
        </header>
        <OrderTabs order={order} />
        <OrderTools order={order} search={search} />
        <Days order={order} onGo={goTo} />
        <Notice order={order} />
        <Overdue order={order} onGo={goTo} />
      </div>
      <OrderList order={order} goal={goal.value} />
      <BulkResult order={order} />
      <BulkBar order={order} />
      {wish !== undefined && <BulkQuestion order={order} wish={wish} />}
    </section>
  );
}

function Notice({ order }: { order: OrderState }) {
  const { notice } = order;
  return (
    <div role="alert">
      {notice.value !== "" && (
        <p class="notice">
          <span>{notice.value}</span>
          <button type="button" class="plain" onClick={() => (notice.value = "")}>
            {orderWords.value.putAway}
          </button>
        </p>
      )}
    </div>
  );
}

/** Stands above the list wherever the list is: what missed its time waits for nobody but us. */
function Overdue({ order, onGo }: { order: OrderState; onGo: (key: string) => void }) {
  const overdue = order.lines.items.value.filter(({ state }) => state === "overdue");
  if (overdue.length === 0) return null;
  return (
    <button
      type="button"
      class="overdue-count"
      onClick={() => {
        if (order.lines.view.peek().tab !== "timetable") order.lines.look({ tab: "timetable" });
        onGo("group overdue");
      }}
    >
      {orderWords.value.overdueCount(overdue.length)}
    </button>
  );
}

/** What others did meanwhile, while the list is held still: beside the title, where it moves nothing. */
function Changes({ order }: { order: OrderState }) {
  const { waiting, showAll } = order.lines;
  return (
    <div class="changes" role="status">
      {waiting.value > 0 && (
        <button type="button" onClick={showAll}>
          {orderWords.value.changes(waiting.value)} <span>{orderWords.value.showChanges}</span>
        </button>
      )}
    </div>
  );
}

/** Another time for an item, in its row: on the venue's clock, and never in the past. */
import { useSignal } from "@preact/signals";
import { useEffect, useId, useRef } from "preact/hooks";
import { firstTime, onBy, typedTime } from "./move-time.ts";
import type { OrderState } from "./order-state.ts";
import { Moment } from "./row-marks.tsx";
import type { DeskItem } from "./running-order.ts";
import { orderWords } from "./words.ts";

const STEPS = [5, 15, 30];

export function MoveEditor({ order, item }: { order: OrderState; item: DeskItem }) {
  const { store } = order;
  const words = orderWords.value;
  const around = () => ({ nowMs: store.now.peek(), zone: store.timeZone.peek() });
  const text = useSignal(firstTime(item, around()));
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const found = typedTime(text.value, item, { nowMs: store.now.value, zone: store.timeZone.value });
  const close = () => {
    order.moving.value = undefined;
    order.fault(item.id, undefined);
    order.lines.focus(item.id);
  };
  return (
    <form
      class="reschedule"
      onSubmit={(event) => {
        event.preventDefault();
        if (found.ok) void order.moveTo(item.id, found.atMs).then(() => order.lines.focus(item.id));
      }}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.preventDefault();
        close();
      }}
    >
      <label for={id}>{words.goesOutAt}</label>
      <input
        ref={field}
        id={id}
        type="datetime-local"
        value={text.value}
        step={text.value.length > 16 ? 1 : undefined}
        aria-invalid={!found.ok}
        aria-describedby={`${id}-says`}
        onInput={(event) => (text.value = event.currentTarget.value)}
      />
      <span class="on-by">
        {STEPS.map((minutes) => (
          <button
            key={minutes}
            type="button"
            class="chip"
            aria-label={words.laterBySaid(minutes)}
            onClick={() => (text.value = onBy(text.value, minutes, around()))}
          >
            {words.laterBy(minutes)}
          </button>
        ))}
      </span>
      <p id={`${id}-says`} class={found.ok ? "says" : "fault"} role="status">
        {found.ok ? <Moment store={store} atMs={found.atMs} /> : words.faults[found.fault]}
      </p>
      <span class="pair">
        <button type="submit" class="button primary" disabled={!found.ok || order.busy.value.has(item.id)}>
          {words.setTime}
        </button>
        <button type="button" class="button" onClick={close}>
          {words.keepTime}
        </button>
      </span>
    </form>
  );
}

/** The list itself: drawn a piece at a time, walked by keys, and still while somebody is in it. */
import { useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect } from "preact/hooks";
import { ClockTime } from "../../shared/parts/clock-time.tsx";
import { dayName } from "../../shared/time.ts";
import { language } from "../../shared/words/words.ts";
import { Gap } from "./gap.tsx";
import { onListKey } from "./list-keys.ts";
import type { Place } from "./order-lines.ts";
import { OrderRow } from "./order-row.tsx";
import type { OrderState } from "./order-state.ts";
import { SessionRow } from "./session-row.tsx";
import type { Line } from "./timetable.ts";
import { useWindow } from "./use-window.ts";
import { orderWords } from "./words.ts";

/** How far down the view the line of now stands when the timetable opens. */
const NOW_AT = 0.3;

export function OrderList({
  order,
  goal,
}: {
  order: OrderState;
  goal: { readonly key: string } | undefined;
}) {
  const { lines } = order;
  const warm = useSignal<string | undefined>(undefined);
  const shown = lines.shown.value;
  const active = lines.active.value ?? shown.find(({ is }) => is === "item" || is === "session")?.key;
  const isTimetable = lines.view.value.tab === "timetable";
  const first = isTimetable ? "now" : shown[0]?.key;
  const { box, list, pieces, goTo } = useWindow(shown, [active, order.moving.value, warm.value], {
    turn: lines.turn.value,
    start: first === undefined ? undefined : { key: first, to: isTimetable ? NOW_AT : 0 },
  });

  useEffect(() => {
    if (goal !== undefined) goTo({ key: goal.key, to: goal.key === "now" ? NOW_AT : 0 });
  }, [goal]);
  // At once: the next key may be Enter.
  useLayoutEffect(() => {
    const key = lines.active.peek();
    if (lines.focusAsked.value === 0 || key === undefined) return;
    const row = [...list.current!.children].find((each) => (each as HTMLElement).dataset.line === key);
    row?.querySelector<HTMLElement>(".what")?.focus({ preventScroll: true });
    goTo({ key, to: "nearest" });
  }, [lines.focusAsked.value]);
  useEffect(
    () => () => {
      lines.isPointerIn.value = false;
      lines.isFocusIn.value = false;
    },
    [],
  );

  const lineAt = (target: EventTarget | null): string | undefined =>
    (target as Element | null)?.closest<HTMLElement>("[data-line]")?.dataset.line;

  return (
    <div
      ref={box}
      class="lines"
      onPointerEnter={(event) => (lines.isPointerIn.value = event.pointerType === "mouse")}
      onPointerLeave={() => (lines.isPointerIn.value = false)}
      onPointerOver={(event) => (warm.value = lineAt(event.target) ?? warm.peek())}
    >
      <ol
        ref={list}
        id="running-order-list"
        aria-label={orderWords.value.tabs[lines.view.value.tab]}
        class={order.isSelecting.value ? "selecting" : undefined}
        onFocusIn={(event) => {
          // Whoever uses a mouse leaves the focus behind, and is not in the list any more.
          lines.isFocusIn.value = (event.target as Element).matches(":focus-visible");
          lines.active.value = lineAt(event.target) ?? lines.active.peek();
        }}
        onFocusOut={(event) => {
          if (!event.currentTarget.contains(event.relatedTarget as Node | null))
            lines.isFocusIn.value = false;
        }}
        onKeyDown={(event) => onListKey(event, order)}
        onClick={(event) => {
          const { pick } = (event.target as HTMLElement).dataset;
          if (pick !== undefined) order.choose(pick, event.shiftKey);
        }}
      >
        {pieces.map((piece) =>
          piece.is === "gap" ? (
            <Gap key={`gap ${piece.at}`} height={piece.height} />
          ) : (
            <Drawn
              key={shown[piece.at]!.key}
              order={order}
              line={shown[piece.at]!}
              at={piece.at + 1}
              of={shown.length}
              isActive={shown[piece.at]!.key === active}
              isWarm={shown[piece.at]!.key === active || shown[piece.at]!.key === warm.value}
            />
          ),
        )}
      </ol>
      <Nothing order={order} />
    </div>
  );
}

function Drawn({ order, line, ...place }: { order: OrderState; line: Line } & Place) {
  const { store } = order;
  switch (line.is) {
    case "item":
      return <OrderRow order={order} held={line.item} {...place} />;
    case "session":
      return <SessionRow order={order} line={line} {...place} />;
    case "now":
      return (
        <li class="nowline" data-line="now">
          <span class="hush">{orderWords.value.now}</span>
          <span class="plate now">
            <ClockTime at={Math.floor(store.now.value / 60_000) * 60_000} zone={store.timeZone.value} />
          </span>
        </li>
      );
    case "day":
      return (
        <li class="day" data-line={line.key}>
          <h3>{dayName(line.atMs, store.timeZone.value, language.value)}</h3>
        </li>
      );
    case "group":
      return (
        <li class={`day group ${line.group}`} data-line={line.key}>
          <h3>
            {orderWords.value.groups[line.group]} <span class="num">{line.count}</span>
          </h3>
        </li>
      );
  }
}

function Nothing({ order }: { order: OrderState }) {
  const { shown, all } = order.lines.counted.value;
  const words = orderWords.value;
  const hasSessions = order.lines.shown.value.some(({ is }) => is === "session");
  if (shown > 0 || hasSessions) return null;
  return <p class="nothing">{all > 0 ? words.nothingFound : words.empty[order.lines.view.value.tab]}</p>;
}

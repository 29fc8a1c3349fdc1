/** What of the running order is shown: its tabs, the search, the filters behind a button, and ways to a day. */
import { useComputed, useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useId } from "preact/hooks";
import { Icon } from "../../shared/parts/icon.tsx";
import { dayOf, shortDay } from "../../shared/time.ts";
import { KINDS } from "../../shared/view-model.ts";
import { language, words as shared } from "../../shared/words/words.ts";
import { stateNames } from "./filter-options.ts";
import { hallName } from "./headline.ts";
import { askedBehind, isFiltering, type OrderView, type Tab, tabs, unfiltered } from "./order-filter.ts";
import type { OrderState } from "./order-state.ts";
import { isSealed } from "./running-order.ts";
import { belongsTo } from "./timetable.ts";
import { orderWords } from "./words.ts";

export function OrderTabs({ order }: { order: OrderState }) {
  const { view, items } = order.lines;
  const counts = useComputed(() => {
    const count = (tab: Tab) => items.value.filter((item) => belongsTo(item, tab)).length;
    return Object.fromEntries(tabs.map((tab) => [tab, tab === "timetable" ? 0 : count(tab)])) as Record<
      Tab,
      number
    >;
  });
  const shown = tabs.filter((tab) => tab !== "discarded" || counts.value[tab] > 0 || view.value.tab === tab);
  const turn = (event: KeyboardEvent) => {
    const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (by === 0) return;
    event.preventDefault();
    const next = shown[(shown.indexOf(view.value.tab) + by + shown.length) % shown.length]!;
    order.lines.look({ tab: next });
    (event.currentTarget as HTMLElement).querySelector<HTMLElement>(`[data-tab="${next}"]`)?.focus();
  };
  return (
    <div class="tabs" role="tablist" aria-label={orderWords.value.order} onKeyDown={turn}>
      {shown.map((tab) => (
        <button
          key={tab}
          type="button"
          role="tab"
          data-tab={tab}
          data-says={`${orderWords.value.tabs[tab]} ${counts.value[tab] || ""}`}
          aria-selected={view.value.tab === tab}
          aria-controls="running-order-list"
          tabIndex={view.value.tab === tab ? 0 : -1}
          onClick={() => order.lines.look({ tab })}
        >
          {orderWords.value.tabs[tab]} {counts.value[tab] > 0 && <span class="num">{counts.value[tab]}</span>}
        </button>
      ))}
    </div>
  );
}

export function OrderTools({
  order,
  search,
}: {
  order: OrderState;
  search: RefObject<HTMLInputElement | null>;
}) {
  const { view, look } = order.lines;
  const words = orderWords.value;
  const isOpen = useSignal(askedBehind(view.peek()) > 0);
  const asked = askedBehind(view.value);
  const panel = useId();
  return (
    <search class="tools">
      <input
        ref={search}
        type="search"
        aria-label={words.findHint}
        placeholder={words.find}
        value={view.value.text}
        onInput={(event) => look({ text: event.currentTarget.value })}
        onKeyDown={(event) => {
          if (event.key !== "Escape" || view.value.text === "") return;
          event.preventDefault();
          look({ text: "" });
        }}
      />
      <button
        type="button"
        class="tool"
        aria-expanded={isOpen.value}
        aria-controls={panel}
        aria-label={asked > 0 ? words.filterCount(asked) : words.filter}
        onClick={() => (isOpen.value = !isOpen.value)}
      >
        {words.filter}
        {asked > 0 && <span class="num"> {asked}</span>}
      </button>
      {view.value.tab === "timetable" && (
        <button
          type="button"
          class="tool"
          aria-pressed={view.value.hasSessions}
          onClick={() => look({ hasSessions: !view.value.hasSessions })}
        >
          <Icon name="tick" />
          {words.sessions}
        </button>
      )}
      <button
        type="button"
        class="tool"
        aria-pressed={order.isSelecting.value}
        onClick={() => order.select(!order.isSelecting.value)}
      >
        {words.select}
      </button>
      <div class="filters" id={panel} hidden={!isOpen.value}>
        {isOpen.value && <Filters order={order} />}
      </div>
      {isFiltering(view.value) && <Shown order={order} />}
    </search>
  );
}

function Filters({ order }: { order: OrderState }) {
  const { view, items, look } = order.lines;
  const words = orderWords.value;
  const authors = useComputed(() =>
    [...new Set(items.value.flatMap((item) => (isSealed(item) ? [] : [item.createdBy])))].sort(),
  );
  const halls = order.store.event.value?.halls ?? [];
  return (
    <>
      <Select
        says={words.state}
        value={view.value.state}
        options={stateNames(view.value.tab).map((state) => [state, words.states[state]])}
        onValue={(state) => look({ state: state as OrderView["state"] })}
      />
      <Select
        says={words.kind}
        value={view.value.kind}
        options={KINDS.map((kind) => [kind, shared.value.kinds[kind]])}
        onValue={(kind) => look({ kind: kind as OrderView["kind"] })}
      />
      <Select
        says={words.hall}
        value={view.value.hall}
        options={halls.map(({ id }) => [id, hallName(order.store, id)])}
        onValue={(hall) => look({ hall })}
      />
      <Select
        says={words.author}
        value={view.value.author}
        options={authors.value.map((author) => [author, author])}
        onValue={(author) => look({ author })}
      />
    </>
  );
}

interface SelectProps {
  readonly says: string;
  readonly value: string;
  readonly options: readonly (readonly [string, string])[];
  readonly onValue: (value: string) => void;
}

function Select({ says, value, options, onValue }: SelectProps) {
  const id = useId();
  // What was kept may name what is gone: it is still offered, so that it can be seen and taken back.
  const all =
    value === "" || options.some(([option]) => option === value)
      ? options
      : [...options, [value, value] as const];
  return (
    <div class="field">
      <label for={id}>{says}</label>
      <select id={id} value={value} onChange={(event) => onValue(event.currentTarget.value)}>
        <option value="">{orderWords.value.any}</option>
        {all.map(([option, word]) => (
          <option key={option} value={option}>
            {word}
          </option>
        ))}
      </select>
    </div>
  );
}

function Shown({ order }: { order: OrderState }) {
  const { counted, view, look } = order.lines;
  const said = (value: number) => value.toLocaleString(`${language.value}-u-nu-latn`);
  return (
    <p class="count" role="status">
      <span class="num">{orderWords.value.shownOf(said(counted.value.shown), said(counted.value.all))}</span>
      <button type="button" class="plain" onClick={() => look(unfiltered(view.value))}>
        {orderWords.value.clear}
      </button>
    </p>
  );
}

/** More days than fit beside each other are a list to choose from. */
const SIDE_BY_SIDE = 4;

export function Days({ order, onGo }: { order: OrderState; onGo: (key: string) => void }) {
  const { shown, view } = order.lines;
  const { timeZone, now } = order.store;
  if (view.value.tab !== "timetable") return null;
  const zone = timeZone.value;
  const days = shown.value.flatMap((line) => (line.is === "day" ? [line] : []));
  const group = shown.value.find((line) => line.is === "group" && line.group !== "overdue");
  const words = orderWords.value;
  if (days.length <= 1 && group === undefined) return null;
  const today = dayOf(now.value, zone);
  const others = days.filter(({ atMs }) => dayOf(atMs, zone) !== today);
  const isList = others.length > SIDE_BY_SIDE;
  return (
    <nav class="days" aria-label={words.jump}>
      <button type="button" onClick={() => onGo("now")}>
        {words.now}
      </button>
      {!isList &&
        others.map(({ key, atMs }) => (
          <button key={key} type="button" onClick={() => onGo(key)}>
            {shortDay(atMs, zone, language.value)}
          </button>
        ))}
      {isList && (
        <select aria-label={words.jump} value="" onChange={(event) => onGo(event.currentTarget.value)}>
          <option value="">{words.jump}…</option>
          {others.map(({ key, atMs }) => (
            <option key={key} value={key}>
              {shortDay(atMs, zone, language.value)}
            </option>
          ))}
        </select>
      )}
      {group !== undefined && (
        <button type="button" onClick={() => onGo(group.key)}>
          {words.withoutTime}
        </button>
      )}
    </nav>
  );
}

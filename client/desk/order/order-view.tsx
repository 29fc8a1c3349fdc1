import { useSignal } from "@preact/signals";
import { ClockTime, Figures } from "../../shared/parts/clock-time.tsx";
import { Icon } from "../../shared/parts/icon.tsx";
import { dayOf, shortDay, timeLeft } from "../../shared/time.ts";
import type { DeskProps } from "../desk-page.tsx";
import { headlineOf } from "../state/desk-commands.ts";
import type { DeskStore } from "../state/desk-store.ts";
import { type DeskItem, isSealed, type RunningOrder, runningOrder, timeOf } from "./running-order.ts";

/** How much of what was sent stands above the line of now. */
const SENT_SHOWN = 5;

const tabs = ["Timetable", "Drafts", "To approve", "Sent"] as const;
type Tab = (typeof tabs)[number];

export function OrderView({ store }: DeskProps) {
  const tab = useSignal<Tab>("Timetable");
  const order = runningOrder([...store.items.all.value.values()]);
  const counts: Partial<Record<Tab, number>> = {
    Drafts: order.drafts.length,
    "To approve": order.submitted.length,
    Sent: order.sent.length,
  };
  return (
    <section class="order" aria-labelledby="running-order">
      <header>
        <h2 id="running-order">Running order</h2>
        <span class="pair">
          {store.may("importProgramme") && (
            <button
              type="button"
              class="button"
              aria-label="Import programme"
              onClick={() => store.goTo("programme")}
            >
              Import
            </button>
          )}
          <button type="button" class="button" onClick={() => store.open(undefined)}>
            New
          </button>
        </span>
      </header>
      <div class="tabs" role="tablist" aria-label="Running order">
        {tabs.map((name) => (
          <button
            key={name}
            type="button"
            role="tab"
            aria-selected={tab.value === name}
            aria-controls="running-order-list"
            onClick={() => (tab.value = name)}
          >
            {name} {counts[name] || ""}
          </button>
        ))}
      </div>
      <ol id="running-order-list">{rowsOf(tab.value, order, store)}</ol>
    </section>
  );
}

function rowsOf(tab: Tab, order: RunningOrder, store: DeskStore) {
  const rows = (items: readonly DeskItem[]) =>
    items.map((item) => <Row key={item.id} store={store} item={item} />);
  if (tab === "Drafts") return rows(order.drafts);
  if (tab === "To approve") return rows(order.submitted);
  if (tab === "Sent") return rows([...order.sent].reverse());
  return (
    <>
      {rows(order.sent.slice(-SENT_SHOWN))}
      <li class="nowline">
        <span class="plate now">
          <ClockTime at={Math.floor(store.now.value / 60_000) * 60_000} zone={store.timeZone.value} />
        </span>
      </li>
      {rows(order.planned)}
      {rows(order.approved)}
      {rows(order.submitted)}
      {rows(order.drafts)}
    </>
  );
}

const looks: Partial<Record<DeskItem["state"], string>> = {
  published: "sent",
  corrected: "sent",
  withdrawn: "sent gone",
  overdue: "overdue",
  draft: "draft",
  submitted: "draft",
  approved: "draft",
};

function Row({ store, item }: { store: DeskStore; item: DeskItem }) {
  const at = timeOf(item);
  const isOpen = store.form.value.id === item.id;
  return (
    <li
      class={`row ${looks[item.state] ?? ""}${isOpen ? " open" : ""}`}
      data-kind={item.kind}
      data-announcement-id={item.id}
      data-state={item.state}
    >
      <span class="at">
        {at === undefined ? <time>–</time> : <ClockTime at={at} zone={store.timeZone.value} />}
      </span>
      <Icon name={item.kind} />
      <span>
        {isSealed(item) ? (
          <b>Sealed</b>
        ) : (
          <button type="button" class="what" aria-current={isOpen} onClick={() => store.open(item.id)}>
            {headlineOf(item, store.language.value)}
          </button>
        )}
        <small>
          <RowState store={store} item={item} at={at} />
        </small>
      </span>
    </li>
  );
}

function RowState({ store, item, at }: { store: DeskStore; item: DeskItem; at: number | undefined }) {
  const zone = store.timeZone.value;
  const isOtherDay = at !== undefined && dayOf(at, zone) !== dayOf(store.now.value, zone);
  const day = isOtherDay ? <span>{shortDay(at, zone, "en")}</span> : null;
  const isSealedNow = item.embargoUntil !== undefined && Date.parse(item.embargoUntil) > store.now.value;
  const lock = isSealedNow && (
    <span>
      <Icon name="lock" /> sealed until <ClockTime at={Date.parse(item.embargoUntil!)} zone={zone} />
    </span>
  );
  if (isSealed(item)) return <>{lock || "sealed"}</>;
  return (
    <>
      {item.state === "scheduled" && at !== undefined && (
        <span class="left num">
          in <Figures text={timeLeft(at - store.now.value)} />
        </span>
      )}
      {item.state === "overdue" && (
        <span class="left">Overdue{item.overdueReason ? `: ${item.overdueReason}` : ""}</span>
      )}
      {day}
      {lock}
      {item.state === "draft" && <span>Draft</span>}
      {item.state === "submitted" && <span>Waits for approval, {item.submittedBy ?? item.changedBy}</span>}
      {item.state === "approved" && <span>Approved{item.approvedBy ? ` by ${item.approvedBy}` : ""}</span>}
      {item.state === "published" && (
        <span>
          <Icon name="tick" /> Published
        </span>
      )}
      {item.state === "corrected" && <span>Corrected, revision {item.revision}</span>}
      {item.state === "withdrawn" && <span>Withdrawn{item.reason ? `: ${item.reason}` : ""}</span>}
      {item.origin?.type === "session-start" && <span>from the programme</span>}
      {item.pinned && <span>pinned</span>}
    </>
  );
}

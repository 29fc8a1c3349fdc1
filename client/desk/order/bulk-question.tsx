/** Before something is done to several: how many, which, which not and why. */
import { useSignal } from "@preact/signals";
import { ClockTime } from "../../shared/parts/clock-time.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { Choice, TextField } from "../parts/form-field.tsx";
import { type BulkPlan, type BulkWish, planBulk } from "./bulk.ts";
import { bulkWords } from "./bulk-words.ts";
import { headlineIn } from "./headline.ts";
import type { OrderState } from "./order-state.ts";
import { type DeskItem, timeOf } from "./running-order.ts";
import { orderWords } from "./words.ts";

/** So many are named; more are counted. */
const NAMED = 5;
const MINUTES_MAX = 10_080;

export function BulkQuestion({ order, wish }: { order: OrderState; wish: BulkWish }) {
  const words = bulkWords.value;
  const way = useSignal<"later" | "earlier">("later");
  const minutes = useSignal(String(wish.minutes));
  const reason = useSignal("");
  const by = readMinutes(minutes.value);
  const asked = { ...wish, minutes: way.value === "later" ? by : -by, reason: reason.value };
  const plan = planBulk(order.chosen(), asked, { hands: order.hands(), nowMs: order.store.now.value });
  const isReady =
    plan.steps.length > 0 &&
    (wish.action !== "withdraw" || reason.value.trim() !== "") &&
    (wish.action !== "move" || by > 0);
  const close = () => {
    if (!order.isRunning.value) order.wish.value = undefined;
  };
  return (
    <Dialog title={words.titles[wish.action](plan.steps.length)} onClose={close}>
      <form
        class="bulk-question"
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady && !order.isRunning.value) void order.runBulk(plan, asked);
        }}
      >
        {wish.action === "move" && (
          <div class="by">
            <Choice
              legend={words.actions.move}
              name="bulk-way"
              value={way.value}
              options={[
                ["later", words.later],
                ["earlier", words.earlier],
              ]}
              onValue={(next) => (way.value = next)}
            />
            <TextField
              label={words.by}
              value={minutes.value}
              path="minutes"
              problem={undefined}
              onValue={(next) => (minutes.value = next)}
            />
          </div>
        )}
        {wish.action === "withdraw" && (
          <>
            <p>{words.withdrawNote}</p>
            <TextField
              label={words.reason}
              value={reason.value}
              path="reason"
              problem={undefined}
              onValue={(next) => (reason.value = next)}
            />
          </>
        )}
        <Named order={order} plan={plan} />
        <LeftOut order={order} plan={plan} />
        <div class="pair">
          <button
            type="button"
            class="button"
            autofocus={wish.action !== "withdraw"}
            disabled={order.isRunning.value}
            onClick={close}
          >
            {words.notYet}
          </button>
          <button
            type="submit"
            class={wish.action === "withdraw" ? "button primary danger" : "button primary"}
            disabled={!isReady || order.isRunning.value}
          >
            {words.some(words.actions[wish.action], plan.steps.length)}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

const readMinutes = (text: string): number => {
  const minutes = /^\d{1,5}$/.test(text.trim()) ? Number(text) : 0;
  return minutes <= MINUTES_MAX ? minutes : 0;
};

const nameOf = ({ store }: OrderState, item: DeskItem): string =>
  headlineIn(store, item).headline || orderWords.value.sealed;

function Named({ order, plan: { steps } }: { order: OrderState; plan: BulkPlan }) {
  const zone = order.store.timeZone.value;
  const more = steps.length - NAMED;
  return (
    <ul class="named">
      {steps.slice(0, NAMED).map(({ item, atMs }) => (
        <li key={item.id}>
          <span>{nameOf(order, item)}</span>
          {atMs !== undefined && (
            <span class="num">
              <ClockTime at={timeOf(item) ?? atMs} zone={zone} /> → <ClockTime at={atMs} zone={zone} />
            </span>
          )}
        </li>
      ))}
      {more > 0 && <li>{bulkWords.value.more(more)}</li>}
    </ul>
  );
}

function LeftOut({ order, plan: { left } }: { order: OrderState; plan: BulkPlan }) {
  const words = bulkWords.value;
  const more = left.length - NAMED;
  if (left.length === 0) return null;
  return (
    <div class="left-out">
      <p>
        <b>{words.leftOut(left.length)}</b>
      </p>
      <ul>
        {left.slice(0, NAMED).map(({ item, why }) => (
          <li key={item.id}>{words.refusedLine(nameOf(order, item), words.why[why])}</li>
        ))}
        {more > 0 && <li>{words.more(more)}</li>}
      </ul>
    </div>
  );
}

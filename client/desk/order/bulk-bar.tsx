/** What can be done with all that is selected, at the foot of the list; and then what came of it. */
import { textIn } from "../../shared/words/languages.ts";
import { language } from "../../shared/words/words.ts";
import { sayRefusal } from "../parts/fault-words.ts";
import { bulkActions, canBulk } from "./bulk.ts";
import { bulkWords } from "./bulk-words.ts";
import type { OrderState } from "./order-state.ts";
import { isSealed } from "./running-order.ts";

export function BulkBar({ order }: { order: OrderState }) {
  const chosen = order.chosen();
  const words = bulkWords.value;
  if (!order.isSelecting.value && chosen.length === 0) return null;
  const hands = order.hands();
  const offered = bulkActions.flatMap((action) => {
    const count = chosen.filter((item) => canBulk(action, item, hands)).length;
    return count === 0 ? [] : [{ action, count }];
  });
  return (
    <section class="bulk" aria-label={words.bar}>
      <p>
        <b role="status" class="num">
          {words.selected(chosen.length)}
        </b>
        <button type="button" class="plain" onClick={order.chooseAll}>
          {words.all}
        </button>
        <button type="button" class="plain" onClick={order.chooseNone}>
          {words.none}
        </button>
      </p>
      {offered.length > 0 && (
        <p class="bulk-actions">
          {offered.map(({ action, count }) => (
            <button
              key={action}
              type="button"
              class="button"
              onClick={() => (order.wish.value = { action, minutes: 15, reason: "" })}
            >
              {count === chosen.length ? words.actions[action] : words.some(words.actions[action], count)}
            </button>
          ))}
        </p>
      )}
    </section>
  );
}

export function BulkResult({ order }: { order: OrderState }) {
  const outcome = order.outcome.value;
  const words = bulkWords.value;
  const headline = (id: string): string => {
    const item = order.store.items.all.value.get(id);
    return item === undefined || isSealed(item)
      ? "…"
      : textIn(item, language.value, order.store.event.value?.languages ?? []).headline;
  };
  return (
    <div role="status">
      {outcome !== undefined && (
        <div class="bulk-result">
          <p>
            <b>{words.actions[outcome.action]}</b>{" "}
            {[
              words.done(outcome.done.length),
              ...(outcome.refused.length > 0 ? [words.refused(outcome.refused.length)] : []),
              ...(outcome.unasked.length > 0 ? [words.unasked(outcome.unasked.length)] : []),
            ].join(", ")}
            <button type="button" class="plain" onClick={() => (order.outcome.value = undefined)}>
              {words.putAway}
            </button>
          </p>
          {outcome.refused.length > 0 && (
            <ul>
              {outcome.refused.map(({ id, problem }) => (
                <li key={id}>{words.refusedLine(headline(id), sayRefusal(problem).title)}</li>
              ))}
            </ul>
          )}
        </div>
      )}
    </div>
  );
}

import { useSignal } from "@preact/signals";
import { Icon } from "../../shared/parts/icon.tsx";
import { words } from "../../shared/words/words.ts";
import type { FeedStore } from "../feed-store.ts";
import { Headlines } from "../frame/rail.tsx";

const MISSED = 6;

/** What concerns this reader first: the sessions that they follow, and what mattered while they were away. */
export function Mine({ store }: { store: FeedStore }) {
  const isClosed = useSignal(false);
  const { forYou, missed } = store.view.value;
  const said = words.value;
  return (
    <>
      {forYou.length > 0 && (
        <section class="mine" aria-labelledby="for-you">
          <h2 id="for-you">
            <Icon name="star" />
            {said.forYou}
          </h2>
          <Headlines store={store} items={forYou} />
        </section>
      )}
      {missed.length > 0 && !isClosed.value && (
        <section class="mine" aria-labelledby="missed">
          <h2 id="missed">
            {said.missed(missed.length)}
            <button type="button" class="close" onClick={() => (isClosed.value = true)}>
              {said.close}
            </button>
          </h2>
          <Headlines store={store} items={missed.slice(0, MISSED)} />
        </section>
      )}
    </>
  );
}

import { useSignal } from "@preact/signals";
import { Icon } from "../shared/parts/icon.tsx";
import { dayName } from "../shared/time.ts";
import { language, words } from "../shared/words.ts";
import { ItemView } from "./announcement-view.tsx";
import type { FeedStore } from "./feed-store.ts";

/** The announcements, newest first: pinned, then by day. Page Up and Page Down go from one to the next. */
export function Stream({ store }: { store: FeedStore }) {
  const { pinned, days } = store.view.value;
  const isEmpty = pinned.length === 0 && days.length === 0;
  let place = 0;
  return (
    <>
      <NewPill store={store} />
      <section role="feed" aria-label={words.value.everything} aria-busy={false} onKeyDown={stepThrough}>
        {pinned.map((item) => (
          <ItemView key={item.id} store={store} item={item} place={++place} isPinned />
        ))}
        {days.map(({ day, atMs, items }, at) => (
          <>
            <h2 class="day" key={day}>
              {dayName(atMs, store.timeZone.value, language.value)}
              {at === 0 && <span>{words.value.allTimes}</span>}
            </h2>
            {items.map((item) => (
              <ItemView key={item.id} store={store} item={item} place={++place} />
            ))}
          </>
        ))}
      </section>
      {isEmpty && (
        <p class="nothing">
          {store.client.held.value?.feed.announcements.size ? words.value.nothing : words.value.nothingYet}
        </p>
      )}
      <Older store={store} />
    </>
  );
}

function stepThrough(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
  const step = { PageDown: 1, PageUp: -1 }[event.key];
  const article = event.target instanceof Element ? event.target.closest("article") : null;
  if (step === undefined || article === null) return;
  const articles = [...event.currentTarget.querySelectorAll<HTMLElement>("article")];
  const next = articles[articles.indexOf(article) + step];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}

/** What came while the reader was further down: counted, and shown when they ask. */
function NewPill({ store }: { store: FeedStore }) {
  const { arrived } = store.view.value;
  if (arrived.length === 0) return null;
  const show = () => {
    const first = store.showArrived();
    requestAnimationFrame(() => {
      const article = document.getElementById(`a-${first}`);
      article?.scrollIntoView({ block: "center" });
      article?.focus({ preventScroll: true });
    });
  };
  return (
    <div class="new">
      <button type="button" onClick={show}>
        <Icon name="up" />
        {words.value.newCount(arrived.length)}
      </button>
    </div>
  );
}

function Older({ store }: { store: FeedStore }) {
  const state = useSignal<"idle" | "fetching" | "failed">("idle");
  if (store.client.held.value?.olderBefore === undefined) return null;
  const fetchOlder = async () => {
    state.value = "fetching";
    state.value = (await store.client.fetchOlder()) ? "idle" : "failed";
  };
  return (
    <p class="older">
      <button type="button" class="button" disabled={state.value === "fetching"} onClick={fetchOlder}>
        {state.value === "failed" ? words.value.olderFailed : words.value.older}
      </button>
    </p>
  );
}

import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { words } from "../../shared/words/words.ts";
import type { FeedStore } from "../feed-store.ts";

/** So early that a reader who scrolls seldom sees the end. */
const EARLY = "1200px";
/** A filter may leave little of each page: beyond so many in a row the reader says whether to go on. */
const BY_ITSELF = 3;

/**
 * The way to what is older: more of what is held, then more of what the server has. By itself as the end comes
 * near, and by a button.
 */
export function Older({ store }: { store: FeedStore }) {
  const { isFetching } = store.reading;
  const hasFailed = useSignal(false);
  const inARow = useRef(0);
  const button = useRef<HTMLParagraphElement>(null);
  const { hasMore } = store.view.value;
  const isFiltering = store.isFiltering.value;
  const isMoreThere = store.client.held.value?.olderBefore !== undefined;

  const more = async (): Promise<void> => {
    if (isFetching.peek()) return;
    store.reading.grow();
    if (store.view.peek().hasMore || !isMoreThere) return;
    isFetching.value = true;
    hasFailed.value = !(await store.client.fetchOlder());
    isFetching.value = false;
  };

  useEffect(() => {
    const end = button.current;
    if (end === null || hasFailed.value || isFetching.value) return;
    const observer = new IntersectionObserver(
      ([seen]) => {
        if (!seen?.isIntersecting || (scrollY === 0 && !isFiltering)) inARow.current = 0;
        else if (++inARow.current <= BY_ITSELF) void more();
      },
      { rootMargin: EARLY },
    );
    const look = () => {
      observer.disconnect();
      observer.observe(end);
    };
    look();
    // On a tall screen the end was near before anybody wanted more.
    addEventListener("scroll", look, { once: true });
    return () => {
      removeEventListener("scroll", look);
      observer.disconnect();
    };
  });

  if (!hasMore && !isMoreThere) return null;
  const said = words.value;
  return (
    <p class="older scripted" ref={button}>
      <button
        type="button"
        class="button"
        aria-disabled={isFetching.value}
        onClick={() => {
          inARow.current = 0;
          void more();
        }}
      >
        {isFetching.value ? said.oneMoment : hasFailed.value ? said.olderFailed : said.older}
      </button>
    </p>
  );
}

import { effect, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Announcement } from "../../server/contract/announcement.ts";
import { textIn } from "../shared/languages.ts";
import { language, words } from "../shared/words.ts";
import type { FeedStore } from "./feed-store.ts";

/** No more often than this does a screen reader hear of what is new. */
const QUIET_MS = 10_000;

/** The feed itself is silent. One polite line says how much is new; one assertive line is for danger alone. */
export function LiveRegions({ store }: { store: FeedStore }) {
  const polite = useSignal("");
  const assertive = useSignal("");
  useEffect(() => {
    const newest = () => store.client.held.value?.feed;
    let spoken = newest()?.cursor;
    let spokenOf: Announcement | undefined;
    let isQuiet = false;
    const headlineOf = (item: Parameters<typeof textIn>[0]) =>
      textIn(item, language.peek(), store.defaultLanguages.peek()).headline;

    /** What this reader's page shows or holds back: nobody is told of what is not for them. */
    const mine = (): ReadonlySet<string> => {
      const { arrived, pinned, days } = store.view.peek();
      return new Set([...arrived, ...pinned, ...days.flatMap(({ items }) => items)].map(({ id }) => id));
    };

    /** What was said is taken back with its announcement: a withdrawn text stays nowhere on the page. */
    function takeBack(): void {
      const now = spokenOf && newest()?.announcements.get(spokenOf.id);
      if (spokenOf !== undefined && now !== spokenOf) polite.value = "";
    }

    function speak(): void {
      const feed = store.client.held.peek()?.feed;
      if (feed === undefined || isQuiet) return;
      const isSameLog = spoken !== undefined && spoken.epoch === feed.cursor.epoch;
      const since = isSameLog ? spoken!.offset : Number.POSITIVE_INFINITY;
      spoken = feed.cursor;
      const ids = mine();
      const fresh = [...feed.announcements.values()].filter(
        (item) => item.offset > since && "text" in item && item.kind !== "urgent" && ids.has(item.id),
      );
      const first = fresh.at(-1);
      if (first === undefined || !("text" in first)) return;
      polite.value = words.peek().newWith(words.peek().newCount(fresh.length), headlineOf(first));
      spokenOf = first;
      isQuiet = true;
      setTimeout(() => {
        isQuiet = false;
        speak();
      }, QUIET_MS);
    }

    const stopPolite = effect(() => {
      takeBack();
      newest();
      queueMicrotask(speak);
    });
    const stopAssertive = effect(() => {
      const actual = store.view.value.urgent.find(({ details }) => details.status === "actual");
      const headline = actual === undefined ? "" : headlineOf(actual.announcement);
      if (headline !== assertive.peek()) assertive.value = headline;
    });
    return () => {
      stopPolite();
      stopAssertive();
    };
  }, [store]);
  return (
    <>
      <p class="hush" aria-live="polite" data-live="polite">
        {polite}
      </p>
      <p class="hush" aria-live="assertive" data-live="assertive">
        {assertive}
      </p>
    </>
  );
}

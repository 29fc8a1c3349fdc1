/** What a screen reader hears of what is new: how much, and the newest headline. */
import { effect, type Signal } from "@preact/signals";
import type { Announcement, FeedItem } from "../../../server/contract/announcement.ts";
import type { Cursor } from "../../../server/contract/feed.ts";
import { isWithdrawn } from "../../../server/core/feed-state.ts";
import { textIn } from "../../shared/words/languages.ts";
import { language, words } from "../../shared/words/words.ts";
import type { FeedStore } from "../feed-store.ts";

/** No more often than this does a screen reader hear of what is new. */
const QUIET_MS = 10_000;

/** `spoken` is up to where it is known to the reader already. */
export function startSpeaking(store: FeedStore, spoken: Cursor | undefined, polite: Signal<string>): void {
  const { held } = store.client;
  let upTo = spoken;
  let last: Announcement | undefined;
  let isQuiet = false;

  /** What this reader's page shows or holds back: nobody is told of what is not for them. */
  const mine = (): ReadonlySet<string> => {
    const { arrived, pinned, days } = store.view.peek();
    return new Set([...arrived, ...pinned, ...days.flatMap(({ items }) => items)].map(({ id }) => id));
  };
  const isNews = (item: FeedItem, since: number): item is Announcement =>
    item.offset > since && !isWithdrawn(item) && item.kind !== "urgent";

  /** What was said is taken back with its announcement: a withdrawn text stays nowhere on the page. */
  function takeBack(): void {
    const now = last && held.value?.feed.announcements.get(last.id);
    if (last !== undefined && now !== last) polite.value = "";
  }

  function speak(): void {
    const feed = held.peek()?.feed;
    if (feed === undefined || isQuiet || store.reading.paused.peek()) return;
    const since = upTo?.epoch === feed.cursor.epoch ? upTo.offset : Number.POSITIVE_INFINITY;
    upTo = feed.cursor;
    const ids = mine();
    const fresh = [...feed.announcements.values()].filter((item) => isNews(item, since) && ids.has(item.id));
    const newest = fresh.at(-1) as Announcement | undefined;
    if (newest === undefined) return;
    const { headline } = textIn(newest, language.peek(), store.defaultLanguages.peek());
    polite.value = words.peek().newWith(words.peek().newCount(fresh.length), headline);
    last = newest;
    isQuiet = true;
    setTimeout(() => {
      isQuiet = false;
      speak();
    }, QUIET_MS);
  }

  effect(() => {
    takeBack();
    void held.value;
    void store.reading.paused.value;
    queueMicrotask(speak);
  });
}

/** The page's title: how much is new while nobody looks, and the name of the event in the reader's language. */
import { effect, signal } from "@preact/signals";
import { isWithdrawn } from "../../../server/core/feed-state.ts";
import { sayIn } from "../../shared/words/languages.ts";
import { language } from "../../shared/words/words.ts";
import type { FeedStore } from "../feed-store.ts";

/** `served` is the title that the server gave, in the language `servedIn`. */
export function startTitle(store: FeedStore, served: string, servedIn: string): void {
  const { held } = store.client;
  const newest = (): number => held.peek()?.feed.cursor.offset ?? 0;
  const isHidden = (): boolean => document.visibilityState === "hidden";
  /** Newest offset when the page was hidden; Infinity while it is seen. */
  const left = signal(isHidden() ? newest() : Number.POSITIVE_INFINITY);
  addEventListener("visibilitychange", () => {
    left.value = isHidden() ? newest() : Number.POSITIVE_INFINITY;
  });

  function countNew(): number {
    if (left.value === Number.POSITIVE_INFINITY) return 0;
    const { arrived, pinned, days } = store.view.value;
    const all = [...arrived, ...pinned, ...days.flatMap(({ items }) => items)];
    return all.filter((item) => item.offset > left.value && !isWithdrawn(item)).length;
  }

  /** What a title says of an announcement goes with it. */
  function isGone(): boolean {
    const linked = held.value?.feed.announcements.get(store.linkedId.value ?? "");
    return linked !== undefined && isWithdrawn(linked);
  }

  const wasGone = isGone();

  function name(): string {
    if (language.value === servedIn && isGone() === wasGone) return served;
    const said = sayIn(store.event.value?.name, language.value, store.defaultLanguages.value).text;
    return said === "" ? "Fanfare" : `${said} · Fanfare`;
  }

  effect(() => {
    const count = countNew();
    document.title = count === 0 ? name() : `(${count}) ${name()}`;
  });
}

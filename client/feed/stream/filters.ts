/** What of the feed the reader chose to see. It holds for this visit, over a reload, and in this tab alone. */
import { batch, computed, signal } from "@preact/signals";
import type { Kind } from "../../../server/contract/announcement.ts";

const NAME = "fanfare.filters";

export interface Choice {
  readonly kind?: Kind | undefined;
  readonly track?: string | undefined;
  readonly hall?: string | undefined;
  readonly onlyStarred?: boolean;
}

export function createFilters() {
  const kind = signal<Kind | undefined>(undefined);
  const track = signal<string | undefined>(undefined);
  const hall = signal<string | undefined>(undefined);
  /** Only what is about sessions that the reader follows. */
  const onlyStarred = signal(false);
  const all = { kind, track, hall, onlyStarred };

  function choose(to: Choice): void {
    batch(() => {
      if ("kind" in to) kind.value = to.kind;
      if ("track" in to) track.value = to.track;
      if ("hall" in to) hall.value = to.hall;
      if ("onlyStarred" in to) onlyStarred.value = to.onlyStarred === true;
    });
    try {
      sessionStorage.setItem(NAME, JSON.stringify(all));
    } catch {
      // Chosen until the page is left.
    }
  }

  return {
    ...all,
    isFiltering: computed(() => Object.values(all).some(({ value }) => Boolean(value))),
    choose,
    showAll: () => choose({ kind: undefined, track: undefined, hall: undefined, onlyStarred: false }),
    start(): void {
      try {
        choose(JSON.parse(sessionStorage.getItem(NAME) ?? "{}"));
      } catch {
        // Nothing that could be read: everything is shown.
      }
    },
  };
}

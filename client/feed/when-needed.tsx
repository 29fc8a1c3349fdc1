import { useComputed, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { FeedStore } from "./feed-store.ts";
import type { Part } from "./later.tsx";

interface WhenNeededProps {
  readonly store: FeedStore;
  readonly isNeeded: (store: FeedStore) => boolean;
  readonly load: () => Promise<Part>;
}

/** A part of which nothing is there, not even its code, until there is something for it to show. */
export function WhenNeeded({ store, isNeeded, load }: WhenNeededProps) {
  const drawn = useSignal<{ readonly Part: Part } | undefined>(undefined);
  const needed = useComputed(() => isNeeded(store)).value;
  useEffect(() => {
    if (!needed || drawn.peek() !== undefined) return;
    load().then(
      (Part) => {
        drawn.value = { Part };
      },
      () => {}, // Asked for again when it is needed again.
    );
  }, [needed]);
  if (!needed || drawn.value === undefined) return null;
  const { Part } = drawn.value;
  return <Part store={store} />;
}

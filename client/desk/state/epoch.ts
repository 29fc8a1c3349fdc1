import { effect, type ReadonlySignal } from "@preact/signals";
import type { HeldFeed } from "../../shared/held-feed.ts";

/** Another log stands where the one that was read stood: a rehearsal ended, or entries were lost. */
export function whenEpochChanges(held: ReadonlySignal<HeldFeed | undefined>, changed: () => void): void {
  let epoch: string | undefined;
  effect(() => {
    const now = held.value?.feed.cursor.epoch;
    const isAnother = epoch !== undefined && now !== undefined && now !== epoch;
    epoch = now ?? epoch;
    if (isAnother) changed();
  });
}

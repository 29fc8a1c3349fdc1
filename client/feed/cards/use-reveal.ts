import { useSignal, useSignalEffect } from "@preact/signals";
import type { Announcement } from "../../../server/contract/announcement.ts";
import { isRevealed } from "../../shared/view-model.ts";
import type { ItemStore } from "../feed-store.ts";

/**
 * Whether the podium may be seen, by the server's clock and to the instant, on every screen at once. Who was
 * there before sees it rise; who came later finds it whole.
 */
export function useReveal(store: ItemStore, item: Announcement): "waiting" | "rising" | "whole" {
  const state = useSignal<"waiting" | "rising" | "whole">(
    isRevealed(item, store.now.peek()) ? "whole" : "waiting",
  );
  useSignalEffect(() => {
    if (state.peek() !== "waiting") return;
    const left = Date.parse(item.revealAt ?? "") - store.now.value;
    if (!(left > 0)) state.value = "rising";
    if (!(left > 0 && left < 1_000)) return;
    // The clock ticks by the second; the last part of one is waited for.
    const timer = setTimeout(() => (state.value = "rising"), left);
    return () => clearTimeout(timer);
  });
  return state.value;
}

import { useComputed } from "@preact/signals";
import { type DeskItem, isSealed } from "../order/running-order.ts";
import type { DeskStore } from "../state/desk-store.ts";
import { type Proof, proofOf } from "./proof.ts";

/** On how many screens an announcement has been; whoever shows it is drawn again only when that changes. */
export function useProof(store: DeskStore, item: DeskItem): Proof | undefined {
  const headOffset = useComputed(() => store.client.held.value?.feed.cursor.offset ?? 0);
  if (isSealed(item) || item.publishedAt === undefined) return undefined;
  const { standing, shown } = store.screens;
  return proofOf(item, {
    screens: standing.value,
    zones: store.event.value?.zones ?? [],
    shown: shown.value,
    headOffset: headOffset.value,
  });
}

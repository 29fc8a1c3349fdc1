/**
 * The whole programme, for whoever opens it: kept on the device, so that it opens at once and without a network,
 * and asked for only when the feed tells of another revision than the one that is kept.
 */
import { effect, signal } from "@preact/signals";
import type { Programme } from "../../../server/contract/programme.ts";
import type { FeedStore } from "../feed-store.ts";
import { keep, PROGRAMME, readKept } from "./device-cache.ts";

/** A hall of readers does not ask in one instant. */
const SPREAD_MS = 4_000;
const AGAIN_MS = 10_000;

export const programme = signal<Programme | undefined>(undefined);
/** It was asked for and could not be had; what was kept goes on being shown. */
export const missed = signal(false);

/** Until the answered function is called. */
export function followProgramme({ client, starred }: FeedStore): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isOver = false;

  async function ask(wanted: number): Promise<void> {
    try {
      const answer = await fetch(PROGRAMME);
      const text = await answer.text();
      const told: Programme = JSON.parse(text);
      if (!answer.ok || told.revision < wanted) throw new Error("not yet");
      programme.value = told;
      missed.value = false;
      starred.renew(told.sessions);
      await keep(PROGRAMME, text);
    } catch {
      missed.value = programme.peek()?.revision !== wanted;
      if (!isOver && missed.peek()) timer = setTimeout(ask, AGAIN_MS * (0.5 + Math.random()), wanted);
    }
  }

  let stop = () => {};
  void readKept<Programme>(PROGRAMME).then((held) => {
    programme.value ??= held;
    if (isOver) return;
    stop = effect(() => {
      const wanted = client.held.value?.feed.programmeRevision ?? 0;
      clearTimeout(timer);
      const known = programme.peek();
      if (known?.revision === wanted) missed.value = false;
      else timer = setTimeout(ask, known === undefined ? 0 : Math.random() * SPREAD_MS, wanted);
    });
  });
  return () => {
    isOver = true;
    clearTimeout(timer);
    stop();
  };
}

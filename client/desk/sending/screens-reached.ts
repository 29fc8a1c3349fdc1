import { screensFor } from "../proof/proof.ts";
import type { DeskStore } from "../state/desk-store.ts";

/** On how many connected screens it would be shown if it went out now; undefined while the desk does not know them. */
export function screensReached(store: DeskStore): number | undefined {
  const { standing, isKnown } = store.screens;
  if (!isKnown.value) return undefined;
  const concerned = screensFor(store.form.value, standing.value, store.event.value?.zones ?? []);
  return concerned.filter(({ state }) => state === "connected").length;
}

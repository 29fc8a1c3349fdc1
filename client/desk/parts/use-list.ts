/** A list that a page shows: asked for when the page opens, again after a change, and when its window is back. */
import { type ReadonlySignal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Problem } from "../state/desk-api.ts";
import type { DeskStore } from "../state/desk-store.ts";

export interface List<T> {
  /** Undefined until the server has answered once; what was had stays while it cannot be reached. */
  readonly items: ReadonlySignal<readonly T[] | undefined>;
  readonly problem: ReadonlySignal<Problem | undefined>;
  reload(): Promise<void>;
}

/** Asked for again as well whenever `change`, something that it depends on, is another. */
export function useList<T>(store: Pick<DeskStore, "asking">, path: string, change?: unknown): List<T> {
  const items = useSignal<readonly T[] | undefined>(undefined);
  const problem = useSignal<Problem | undefined>(undefined);
  const reload = async () => {
    const answer = await store.asking<{ items: T[] }>(path);
    if (answer.ok) items.value = answer.body.items;
    problem.value = answer.ok ? undefined : answer.problem;
  };
  useEffect(() => {
    void reload();
    const onShown = () => document.visibilityState === "visible" && void reload();
    document.addEventListener("visibilitychange", onShown);
    return () => document.removeEventListener("visibilitychange", onShown);
  }, [path, change]);
  return { items, problem, reload };
}

/** What screens were told, and their answers as they come in. */
import { type ReadonlySignal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { SentCommand } from "../../../server/contract/kiosk.ts";
import type { Problem } from "../state/desk-api.ts";
import type { DeskStore } from "../state/desk-store.ts";
import { outcomeOf, withSent } from "./command-outcome.ts";

const PATH = "/api/v1/desk/kiosks/commands";
const POLL_MS = 2_000;

export interface Commands {
  /** Newest first; undefined until the server has answered once. */
  readonly items: ReadonlySignal<readonly SentCommand[] | undefined>;
  readonly problem: ReadonlySignal<Problem | undefined>;
  /** One that was sent from here. */
  put(sent: SentCommand): void;
}

/**
 * Asked when somebody begins to watch, and every two seconds while an answer may still come. `watched` is what it is
 * looked at from, another one each time that it is opened; empty: nobody looks.
 */
export function useCommands(store: DeskStore, watched: string): Commands {
  const items = useSignal<readonly SentCommand[] | undefined>(undefined);
  const problem = useSignal<Problem | undefined>(undefined);
  useEffect(() => {
    if (watched === "") return;
    let isGone = false;
    const isOpen = (sent: SentCommand): boolean =>
      outcomeOf(sent, store.screens.standing.peek(), store.event.peek()?.zones ?? [], store.now.peek())
        .isOpen;
    const ask = async (): Promise<void> => {
      const answer = await store.asking<{ items: SentCommand[] }>(PATH);
      if (isGone) return;
      problem.value = answer.ok ? undefined : answer.problem;
      if (!answer.ok) return;
      // One that was sent a moment ago need not be on the list yet.
      const early = (items.peek() ?? []).filter(({ id }) =>
        answer.body.items.every((each) => each.id !== id),
      );
      items.value = [...early.filter(isOpen), ...answer.body.items];
    };
    void ask();
    const timer = setInterval(() => {
      if (document.visibilityState === "visible" && (items.peek() ?? []).some(isOpen)) void ask();
    }, POLL_MS);
    return () => {
      isGone = true;
      clearInterval(timer);
    };
  }, [watched]);
  return {
    items,
    problem,
    put: (sent) => {
      items.value = withSent(items.peek() ?? [], sent);
    },
  };
}

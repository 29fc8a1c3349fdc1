import type { DeskProps } from "../state/desk-props.ts";
import { useShortcuts } from "./shortcuts.tsx";
import { shellWords } from "./words.ts";

/** The keys that hold on every page of the desk. */
export function useDeskShortcuts({ store }: DeskProps): void {
  useShortcuts([
    {
      keys: "?",
      says: () => shellWords.value.showShortcuts,
      run: () => {
        store.question.value = { ask: "shortcuts" };
      },
    },
    {
      // Tab goes on from where it was.
      keys: "Escape",
      whileTyping: true,
      says: () => shellWords.value.leaveField,
      run: () => (document.activeElement as HTMLElement | null)?.blur(),
    },
  ]);
}

import type { DeskProps } from "../state/desk-props.ts";
import type { Part } from "../state/what-is-open.ts";
import { shellWords } from "./words.ts";

const parts: readonly Part[] = ["order", "write", "aim"];

/** Where the three columns do not fit beside each other: which one is shown. At the foot, under the thumb. */
export function PartTabs({ store }: DeskProps) {
  return (
    <nav class="part-tabs" aria-label={shellWords.value.desk}>
      {parts.map((part) => (
        <button
          key={part}
          type="button"
          aria-current={store.part.value === part ? "true" : undefined}
          onClick={() => (store.part.value = part)}
        >
          {shellWords.value.parts[part]}
        </button>
      ))}
    </nav>
  );
}

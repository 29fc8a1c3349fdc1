import type { Signal } from "@preact/signals";
import { useId } from "preact/hooks";
import { setupWords } from "./words.ts";

/** Lists as long as this get a field that searches them. */
export const LONG = 12;

export function Finder({ query, found, all }: { query: Signal<string>; found: number; all: number }) {
  const id = useId();
  const words = setupWords.value;
  return (
    <div class="finder">
      <label for={id}>{words.find}</label>
      <input
        id={id}
        type="search"
        value={query.value}
        onInput={(event) => (query.value = event.currentTarget.value)}
      />
      <span class="num" role="status">
        {words.foundOf(found, all)}
      </span>
    </div>
  );
}

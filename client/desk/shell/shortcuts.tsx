/** What the keyboard does on the desk: one list, which `?` shows. */
import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { Dialog } from "../parts/dialog.tsx";
import { shellWords } from "./words.ts";

export interface Shortcut {
  /** `Mod` is Ctrl, or Cmd on a Mac. A single letter works only where nothing is being typed. */
  readonly keys: string;
  /** What it does, in the language that is read now. */
  readonly says: () => string;
  readonly run: () => void;
  /** Only where something is being typed; elsewhere the key is others'. */
  readonly whileTyping?: true;
}

const known = signal<readonly Shortcut[]>([]);

const isMac = /Mac|iPhone|iPad/.test(navigator.platform);
/** Radio buttons and boxes take no letters. */
const TYPED_IN =
  "input:not([type=radio], [type=checkbox], [type=button], [type=file]), textarea, select, [contenteditable]";
const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest(TYPED_IN) !== null;

function pressed(event: KeyboardEvent): string {
  const mod = (isMac ? event.metaKey : event.ctrlKey) ? "Mod+" : "";
  const alt = event.altKey ? "Alt+" : "";
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  return `${mod}${alt}${event.shiftKey && event.key.length > 1 ? "Shift+" : ""}${key}`;
}

/** While a question is open its own keys hold, not those of the page under it. */
const isAsked = (): boolean => document.querySelector("dialog[open]") !== null;

addEventListener("keydown", (event) => {
  if (event.isComposing || event.defaultPrevented || isAsked()) return;
  const keys = pressed(event);
  const isTyped = isTyping(event.target);
  if (!keys.includes("Mod+") && !keys.includes("Alt+") && keys !== "Escape" && isTyped) return;
  const found = known.value.findLast(
    (shortcut) => shortcut.keys === keys && (isTyped || shortcut.whileTyping === undefined),
  );
  if (found === undefined) return;
  event.preventDefault();
  found.run();
});

/** Holds while the component is on the page; of two for the same keys the later one wins. */
export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  const now = useRef(shortcuts);
  now.current = shortcuts;
  useEffect(() => {
    const mine = shortcuts.map(({ keys, whileTyping }, at) => ({
      keys,
      ...(whileTyping && { whileTyping }),
      says: () => now.current[at]?.says() ?? "",
      run: () => now.current[at]?.run(),
    }));
    known.value = [...known.value, ...mine];
    return () => {
      known.value = known.value.filter((shortcut) => !mine.includes(shortcut));
    };
  }, []);
}

const shown = (keys: string): string[] =>
  keys.split("+").map((key) => (key === "Mod" ? (isMac ? "⌘" : "Ctrl") : key));

export function Shortcuts({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title={shellWords.value.shortcuts} onClose={onClose}>
      <dl class="shortcuts">
        {known.value.map(({ keys, says }) => (
          <div key={keys}>
            <dt>
              {shown(keys).map((key) => (
                <kbd>{key}</kbd>
              ))}
            </dt>
            <dd>{says()}</dd>
          </div>
        ))}
      </dl>
      <div class="pair">
        <button type="button" class="button" onClick={onClose}>
          {shellWords.value.close}
        </button>
      </div>
    </Dialog>
  );
}

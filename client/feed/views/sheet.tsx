import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { markOf } from "../../shared/parts/words-in.tsx";
import { words } from "../../shared/words/words.ts";
import "./sheet.css";

/**
 * What lies over the page until it is closed: a whole page on a phone, a sheet on a laptop. The focus goes in
 * and comes back, what is below is inert and stays where it was. Escape closes, and where the browser knows how
 * a click beside it.
 */
export function Sheet({
  label,
  mark,
  look = "",
  onClose,
  children,
}: {
  label: string;
  /** Where the label is in another language than the page. */
  mark?: ReturnType<typeof markOf> | undefined;
  look?: string;
  onClose: () => void;
  children: ComponentChildren;
}) {
  const box = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = box.current!;
    dialog.showModal();
    return () => dialog.close();
  }, []);
  // It is also closed when it goes, and that is no wish of the reader's.
  const closed = (event: Event) => {
    if (event.target === box.current) onClose();
  };
  return (
    <dialog ref={box} class={`sheet ${look}`} aria-label={label} onClose={closed} closedby="any">
      <div>
        <header>
          <h2 {...mark}>{label}</h2>
          <button type="button" class="button" onClick={onClose}>
            {words.value.close}
          </button>
        </header>
        {children}
      </div>
    </dialog>
  );
}

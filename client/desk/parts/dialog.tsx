import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { faultWords } from "./fault-words.ts";

interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  /** Asked when Escape is pressed: what was typed in it may be worth a second thought. */
  readonly mayClose?: () => boolean;
  readonly look?: string;
  readonly children: ComponentChildren;
}

/**
 * A question over the page: the focus is inside it until it is closed, and then where it was. Escape closes it.
 * What does not fit scrolls within it, under its title.
 */
export function Dialog({ title, onClose, mayClose, look = "", children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    // Taken off the page while it is open, it could not give the focus back by itself.
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      class={look}
      aria-labelledby={heading}
      onCancel={(event) => {
        // Of a file field within it, a cancel of its own comes up to here.
        if (event.target === dialog.current && mayClose?.() === false) event.preventDefault();
      }}
      onClose={onClose}
    >
      <h2 id={heading}>{title}</h2>
      {children}
    </dialog>
  );
}

interface ConfirmProps {
  readonly title: string;
  /** The button says what will be done, never "OK". */
  readonly does: string;
  readonly danger?: boolean;
  readonly isBusy?: boolean;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
  /** What happens then. */
  readonly children: ComponentChildren;
}

/** The focus starts on Cancel: Enter, pressed once too often, does nothing. */
export function Confirm(props: ConfirmProps) {
  const { title, does, danger = false, isBusy = false, onConfirm, onClose, children } = props;
  return (
    <Dialog title={title} onClose={onClose} look="confirm">
      {children}
      <div class="pair">
        <button type="button" class="button" autofocus onClick={onClose}>
          {faultWords.value.cancel}
        </button>
        <button
          type="button"
          class={danger ? "button danger" : "button primary"}
          disabled={isBusy}
          onClick={onConfirm}
        >
          {does}
        </button>
      </div>
    </Dialog>
  );
}

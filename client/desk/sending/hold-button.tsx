import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { HOLD_MS } from "./urgent-rules.ts";

interface HoldProps {
  readonly word: string;
  readonly holding: string;
  readonly disabled: boolean;
  readonly onHeld: () => void;
}

/**
 * Acts when it has been held for two seconds, with finger, mouse, Space or Enter; let go before that, nothing
 * has happened. A click alone, such as a screen reader makes, does nothing: the word is their way.
 */
export function HoldButton({ word, holding, disabled, onHeld }: HoldProps) {
  const isHeld = useSignal(false);
  const timer = useRef<number | undefined>(undefined);
  const release = () => {
    clearTimeout(timer.current);
    timer.current = undefined;
    isHeld.value = false;
  };
  const press = () => {
    if (disabled || timer.current !== undefined) return;
    isHeld.value = true;
    timer.current = window.setTimeout(() => {
      release();
      onHeld();
    }, HOLD_MS);
  };
  useEffect(() => release, []);
  const isKey = ({ key }: KeyboardEvent): boolean => key === " " || key === "Enter";
  return (
    <button
      type="button"
      class="button hold"
      disabled={disabled}
      data-holding={isHeld.value}
      onPointerDown={(event) => {
        if (event.button === 0) press();
      }}
      onPointerUp={release}
      onPointerLeave={release}
      onPointerCancel={release}
      onContextMenu={(event) => event.preventDefault()}
      onKeyDown={(event) => {
        if (!isKey(event)) return;
        event.preventDefault();
        if (!event.repeat) press();
      }}
      onKeyUp={(event) => {
        if (isKey(event)) release();
      }}
      onBlur={release}
    >
      <span aria-hidden={isHeld.value}>{word}</span>
      <span aria-hidden={!isHeld.value}>{holding}</span>
    </button>
  );
}

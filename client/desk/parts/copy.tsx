import { useSignal } from "@preact/signals";
import { useId, useRef } from "preact/hooks";
import { faultWords } from "./fault-words.ts";

interface CopyProps {
  readonly label: string;
  readonly text: string;
}

/** A text to be taken elsewhere: it can be seen, is selected by a click, and is copied by the button. */
export function Copy({ label, text }: CopyProps) {
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const said = useSignal("");
  const words = faultWords.value;
  const copy = async () => {
    // Its own clipboard is closed to a page without HTTPS: then the text is selected, for the keyboard to copy.
    const isCopied = await navigator.clipboard?.writeText(text).then(
      () => true,
      () => false,
    );
    said.value = isCopied ? words.copied : words.copyFailed;
    if (!isCopied) field.current?.select();
  };
  return (
    <div class="field copy">
      <label for={id}>{label}</label>
      <div>
        <input
          ref={field}
          id={id}
          readOnly
          value={text}
          spellcheck={false}
          onFocus={(event) => event.currentTarget.select()}
        />
        <button type="button" class="button" autofocus onClick={() => void copy()}>
          {words.copy}
        </button>
      </div>
      <p role="status">{said.value}</p>
    </div>
  );
}

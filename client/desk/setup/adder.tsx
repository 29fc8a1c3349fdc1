import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import { directionOf } from "../../shared/words/languages.ts";
import { setupWords } from "./words.ts";

/** A name and a button: what is added has its id from that name, once and for all. */
export function Adder({
  label,
  tongue,
  onAdd,
}: {
  label: string;
  tongue: string;
  onAdd: (name: string) => void;
}) {
  const id = useId();
  const name = useSignal("");
  const add = () => {
    const said = name.value.trim();
    if (said === "") return;
    onAdd(said);
    name.value = "";
  };
  return (
    <form
      class="adder"
      onSubmit={(event) => {
        event.preventDefault();
        add();
      }}
    >
      <div class="field">
        <label for={id}>{label}</label>
        <input
          id={id}
          type="text"
          maxLength={200}
          lang={tongue}
          dir={directionOf(tongue)}
          value={name.value}
          onInput={(event) => (name.value = event.currentTarget.value)}
        />
      </div>
      <button type="submit" class="button">
        {setupWords.value.add}
      </button>
    </form>
  );
}

import { useSignal } from "@preact/signals";
import { useId, useRef } from "preact/hooks";
import { Faults, faultsAt } from "../parts/form-field.tsx";
import type { Problem } from "../state/desk-api.ts";
import type { Pick } from "./pick.ts";
import { setupWords } from "./words.ts";

interface PickerProps {
  readonly label: string;
  readonly hint: string;
  /** What stands in the field while nobody searches. */
  readonly value: string;
  readonly find: (query: string) => readonly Pick[];
  readonly onPick: (value: string) => void;
  readonly path: string;
  readonly problem: Problem | undefined;
}

/** A field that searches a long list: type, choose with arrows and Enter, or press what is shown. */
export function Picker({ label, hint, value, find, onPick, path, problem }: PickerProps) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const query = useSignal<string | undefined>(undefined);
  const active = useSignal(0);
  const found = query.value === undefined ? [] : find(query.value);
  const isOpen = query.value !== undefined;
  const isFaulty = faultsAt(problem, path).length > 0;

  const close = () => (query.value = undefined);
  const choose = (pick: Pick | undefined) => {
    if (pick === undefined) return;
    onPick(pick.value);
    close();
  };
  const step = (by: number) => {
    if (!isOpen) query.value = "";
    else active.value = (active.value + by + found.length) % Math.max(1, found.length);
  };
  function onKeyDown(event: KeyboardEvent): void {
    if (event.isComposing) return;
    if (event.key === "ArrowDown") step(1);
    else if (event.key === "ArrowUp") step(-1);
    else if (event.key === "Enter" && isOpen) choose(found[active.value]);
    else if (event.key === "Escape" && isOpen) close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
  return (
    <div class="field picker">
      <label for={id}>{label}</label>
      <input
        ref={input}
        id={id}
        type="text"
        role="combobox"
        data-path={path}
        autocomplete="off"
        aria-expanded={isOpen}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={isOpen && found.length > 0 ? `${id}-${active.value}` : undefined}
        aria-invalid={isFaulty}
        aria-describedby={`${id}-hint${isFaulty ? ` ${id}-fault` : ""}`}
        value={query.value ?? value}
        onInput={(event) => {
          query.value = event.currentTarget.value;
          active.value = 0;
        }}
        onClick={() => (query.value ??= "")}
        onBlur={close}
        onKeyDown={onKeyDown}
      />
      <small id={`${id}-hint`}>{hint}</small>
      <Faults problem={problem} path={path} id={`${id}-fault`} />
      <div id={`${id}-list`} class="listbox" role="listbox" tabIndex={-1} aria-label={label} hidden={!isOpen}>
        {found.map((pick, at) => (
          <div
            key={pick.value}
            id={`${id}-${at}`}
            role="option"
            tabIndex={-1}
            aria-selected={at === active.value}
            // Before the field loses the focus and the list is gone.
            onPointerDown={(event) => {
              event.preventDefault();
              choose(pick);
            }}
          >
            <span>{pick.name}</span>
            <small class="num">{pick.note}</small>
          </div>
        ))}
        {isOpen && found.length === 0 && (
          <div role="option" tabIndex={-1} aria-selected={false} aria-disabled="true">
            {setupWords.value.nothingFound}
          </div>
        )}
      </div>
    </div>
  );
}

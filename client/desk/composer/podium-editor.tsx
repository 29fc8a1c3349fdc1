import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { Faults, faultsAt } from "../parts/form-field.tsx";
import type { DeskStore } from "../state/desk-store.ts";
import { type PodiumRow, podiumRowOf } from "./form-details.ts";
import { addRow, moveRow, PODIUM_MAX, removeRow, tie, tiesWithPrevious, writeRow } from "./podium.ts";
import { writeWords } from "./words.ts";
import { answer } from "./writing.ts";

const cells = ["place", "name", "affiliation", "country"] as const;

/** The podium: rows moved by their handle or by Alt with an arrow, the result of which is spoken. */
export function PodiumEditor({ store }: { store: DeskStore }) {
  const said = writeWords.value;
  const { podium } = store.form.value;
  const table = useRef<HTMLDivElement>(null);
  const held = useSignal(-1);
  const spoken = useSignal("");

  const put = (rows: readonly PodiumRow[]) => answer(store, { podium: rows });
  const move = (from: number, to: number) => {
    const rows = store.form.peek().podium;
    const moved = moveRow(rows, from, to);
    if (moved === rows) return;
    put(moved);
    const { name, place } = moved[to]!;
    spoken.value = said.movedRow(name.trim() || said.nobody, to + 1, place);
  };
  const focus = (row: number, cell: string) =>
    requestAnimationFrame(() =>
      table.current?.querySelector<HTMLElement>(`[data-row="${row}"] [data-cell="${cell}"]`)?.focus(),
    );
  const onKey = (event: KeyboardEvent, at: number, cell: string) => {
    const step = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0;
    if (step === 0 || (!event.altKey && cell !== "handle")) return;
    event.preventDefault();
    const to = at + step;
    if (to < 0 || to >= podium.length) return;
    move(at, to);
    focus(to, cell);
  };
  /** While it is held, the row follows the pointer: the row under it and the held one change places. */
  const onHold = (event: PointerEvent, at: number) => {
    event.preventDefault();
    const handle = event.currentTarget as HTMLElement;
    handle.setPointerCapture(event.pointerId);
    handle.focus();
    held.value = at;
  };
  const onDrag = (event: PointerEvent) => {
    if (held.value < 0) return;
    const over = rowAt(table.current, event.clientY);
    if (over === undefined || over === held.value) return;
    move(held.value, over);
    held.value = over;
  };
  const rows = podium.map((row, at) => (
    <PodiumLine
      key={at}
      store={store}
      row={row}
      at={at}
      isHeld={held.value === at}
      onWrite={(change) => put(writeRow(store.form.peek().podium, at, change))}
      onTie={(isTie) => put(tie(store.form.peek().podium, at, isTie))}
      onRemove={() => {
        put(removeRow(store.form.peek().podium, at));
        focus(Math.max(0, at - 1), "name");
      }}
      onKey={onKey}
      onHold={onHold}
    />
  ));
  return (
    <div
      class="podium-rows"
      data-path="details.podium"
      ref={table}
      onPointerMove={onDrag}
      onPointerUp={() => (held.value = -1)}
    >
      <p class="label">{said.podium}</p>
      {rows}
      <Faults problem={wholeOf(store)} path="details.podium" />
      <p class="chips">
        <button
          type="button"
          class="chip"
          disabled={podium.length >= PODIUM_MAX}
          onClick={() => {
            put(addRow(podium));
            focus(podium.length, "name");
          }}
        >
          {said.addRow}
        </button>
        <span class="hint">{said.podiumHint}</span>
      </p>
      <span class="hush" role="status">
        {spoken.value}
      </span>
    </div>
  );
}

/** What is said of the podium as a whole; what is wrong in a row stands in the row. */
function wholeOf(store: DeskStore) {
  const problem = store.problem.value;
  return problem && { ...problem, errors: problem.errors.filter(({ path }) => path === "details.podium") };
}

function rowAt(table: HTMLElement | null, y: number): number | undefined {
  const rows = [...(table?.querySelectorAll<HTMLElement>("[data-row]") ?? [])];
  const at = rows.findIndex((row) => {
    const { top, bottom } = row.getBoundingClientRect();
    return y >= top && y <= bottom;
  });
  return at < 0 ? undefined : at;
}

interface LineProps {
  readonly store: DeskStore;
  readonly row: PodiumRow;
  readonly at: number;
  readonly isHeld: boolean;
  readonly onWrite: (change: Partial<PodiumRow>) => void;
  readonly onTie: (isTie: boolean) => void;
  readonly onRemove: () => void;
  readonly onKey: (event: KeyboardEvent, at: number, cell: string) => void;
  readonly onHold: (event: PointerEvent, at: number) => void;
}

function PodiumLine({ store, row, at, isHeld, onWrite, onTie, onRemove, onKey, onHold }: LineProps) {
  const said = writeWords.value;
  const { podium } = store.form.value;
  const written = [...podium.keys()].find((index) => podiumRowOf(index, podium) === at);
  const path = `details.podium.${written ?? -1}`;
  const problem = store.problem.value;
  return (
    <fieldset class={isHeld ? "place-row held" : "place-row"} data-row={at}>
      <legend class="hush">{said.inRow(said.podium, at + 1)}</legend>
      <button
        type="button"
        class="handle"
        data-cell="handle"
        aria-label={said.moveRow(row.name, at + 1)}
        onPointerDown={(event) => onHold(event, at)}
        onKeyDown={(event) => onKey(event, at, "handle")}
      >
        <svg viewBox="0 0 20 20" aria-hidden="true">
          <path d="M7 5v.1M13 5v.1M7 10v.1M13 10v.1M7 15v.1M13 15v.1" />
        </svg>
      </button>
      {cells.map((cell) => (
        <input
          key={cell}
          class={cell}
          data-cell={cell}
          data-path={`${path}.${cell}`}
          aria-label={said.inRow(said.cells[cell], at + 1)}
          aria-invalid={faultsAt(problem, `${path}.${cell}`).length > 0}
          placeholder={said.cells[cell]}
          inputMode={cell === "place" ? "numeric" : undefined}
          value={row[cell]}
          onKeyDown={(event) => onKey(event, at, cell)}
          onInput={(event) => onWrite({ [cell]: event.currentTarget.value })}
        />
      ))}
      {at > 0 ? (
        <label class="tie">
          <input
            type="checkbox"
            aria-label={said.tieRow(at + 1)}
            checked={tiesWithPrevious(podium, at)}
            onChange={(event) => onTie(event.currentTarget.checked)}
          />
          {said.tie}
        </label>
      ) : (
        <span />
      )}
      <button type="button" class="plain" aria-label={said.removeRow(at + 1)} onClick={onRemove}>
        {said.remove}
      </button>
      <Faults problem={problem} path={path} />
    </fieldset>
  );
}

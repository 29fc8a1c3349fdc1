/** The programme: a board of sessions with what is announced of them, and the import of a new plan. */
import { useSignal } from "@preact/signals";
import { useId, useRef } from "preact/hooks";
import { Refusal } from "../parts/form-field.tsx";
import type { DeskProps } from "../state/desk-props.ts";
import type { DeskStore } from "../state/desk-store.ts";
import { Board } from "./board-view.tsx";
import { Consequences } from "./consequences.tsx";
import { Difference, Findings } from "./difference.tsx";
import { type ImportState, importStateOf } from "./import-state.ts";
import { isNothing, removesMost } from "./import-summary.ts";
import { importWords } from "./import-words.ts";
import { Proposals } from "./proposals.tsx";
import { programmeWords } from "./words.ts";

export function ProgrammePage({ store }: DeskProps) {
  const words = programmeWords.value;
  const state = importStateOf(store);
  const isOver = useSignal(false);
  const mayImport = store.may("importProgramme");
  const count = store.programme.value?.sessions.length ?? 0;
  const takes = {
    onDragOver: (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      isOver.value = true;
    },
    onDragLeave: () => (isOver.value = false),
    onDrop: (event: DragEvent) => {
      const [file] = event.dataTransfer?.files ?? [];
      isOver.value = false;
      if (file === undefined) return;
      event.preventDefault();
      void state.choose(file);
    },
  };
  return (
    <main class="programme" data-over={isOver.value} {...(mayImport ? takes : {})}>
      <header>
        <h2>
          {words.title} <span class="num">{count > 0 && words.sessions(count)}</span>
        </h2>
        {mayImport && <ChooseFile state={state} />}
      </header>
      {state.proposed.value !== undefined ? (
        <Proposals store={store} proposed={state.proposed.value} onDone={state.leave} />
      ) : state.file.value !== undefined ? (
        <Looked store={store} state={state} />
      ) : count === 0 ? (
        <div class="nothing">
          <p>
            <b>{words.nothing}</b>
          </p>
          <p>{mayImport ? words.nothingHint : importWords.value.onlyModerators}</p>
        </div>
      ) : (
        <Board store={store} />
      )}
    </main>
  );
}

function ChooseFile({ state }: { state: ImportState }) {
  const words = importWords.value;
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  return (
    <div class="choose-file">
      <button
        type="button"
        class="button"
        aria-describedby={`${id}-hint`}
        onClick={() => input.current?.click()}
      >
        {state.file.value === undefined ? words.choose : words.another}
      </button>
      <p id={`${id}-hint`}>
        <span class="by-drop">{words.drop}</span>
        <small>{words.formats}</small>
      </p>
      <input
        ref={input}
        type="file"
        class="hush"
        tabIndex={-1}
        aria-label={words.choose}
        accept=".json,.xml,.ics,application/json,application/xml,text/xml,text/calendar"
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? [];
          if (file !== undefined) void state.choose(file);
          // The same file, mended, may be chosen again.
          event.currentTarget.value = "";
        }}
      />
    </div>
  );
}

/** A file, looked at: why it cannot be taken, or what it would change, and the one button that does it. */
function Looked({ store, state }: { store: DeskStore; state: ImportState }) {
  const words = importWords.value;
  const found = state.found.value;
  const sessions = store.programme.value?.sessions.length ?? 0;
  const canApply = found !== undefined && !isNothing(found) && store.may("importProgramme");
  return (
    <div class="looked">
      <section aria-labelledby="looked">
        <h2 id="looked">{found === undefined ? state.file.value : words.title(state.file.value ?? "")}</h2>
        {state.busy.value === "reading" && <p role="status">{words.reading}</p>}
        {state.wasStale.value && (
          <p class="refusal" role="alert">
            {words.changedMeanwhile}
          </p>
        )}
        <Refused state={state} />
        {found !== undefined && isNothing(found) && <p class="nothing">{words.nothing}</p>}
        {found !== undefined && removesMost(found, sessions) && (
          <p class="refusal">
            <b>{words.removesMost(found.diff.removed.length, sessions)}</b>
          </p>
        )}
        {found !== undefined && <Difference store={store} found={found} />}
      </section>
      <aside>
        {found !== undefined && <Consequences store={store} found={found} />}
        <div class="setup-go">
          <p role="status">{state.busy.value === "applying" ? words.applying : words.dryRun}</p>
          {found !== undefined && (
            <button
              type="button"
              class="button primary send"
              disabled={!canApply || state.busy.value !== undefined}
              onClick={() => void state.apply()}
            >
              {words.apply}
            </button>
          )}
          <button
            type="button"
            class="button"
            disabled={state.busy.value === "applying"}
            onClick={state.leave}
          >
            {words.cancel}
          </button>
        </div>
      </aside>
    </div>
  );
}

function Refused({ state }: { state: ImportState }) {
  const words = importWords.value;
  const problem = state.problem.value;
  if (state.isTooLarge.value)
    return (
      <p class="refusal" role="alert">
        {words.tooLarge}
      </p>
    );
  if (problem === undefined) return null;
  if (problem.code !== "invalid_programme") return <Refusal problem={problem} />;
  return (
    <div class="refusal" role="alert" data-code={problem.code}>
      <p>
        <b>{words.refused}</b>
      </p>
      <Findings title={words.faults(problem.errors.length)} findings={problem.errors} isOpen />
    </div>
  );
}

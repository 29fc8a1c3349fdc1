import { useSignal } from "@preact/signals";
import { ClockTime } from "../../shared/parts/clock-time.tsx";
import { clockTime } from "../../shared/time.ts";
import { Conflict } from "../history/conflict.tsx";
import { History } from "../history/history.tsx";
import { Refusal } from "../parts/form-field.tsx";
import { Preview } from "../preview/preview.tsx";
import { ProofPane } from "../proof/proof-pane.tsx";
import type { DeskProps } from "../state/desk-props.ts";
import type { DeskStore } from "../state/desk-store.ts";
import type { Pane } from "../state/what-is-open.ts";
import { Actions } from "./actions.tsx";
import { ComposerDetails } from "./composer-details.tsx";
import { Kinds, Prompts } from "./kinds.tsx";
import { Saved } from "./saved.tsx";
import { SessionPicker } from "./session-picker.tsx";
import { Tongues } from "./tongues.tsx";
import { UrgentDetails } from "./urgent-details.tsx";
import { writeWords } from "./words.ts";
import { headlineIn } from "./writing.ts";

const panes: readonly Pane[] = ["write", "preview", "history", "screens"];

/** What is open: written, looked at as it will be, or as it was. */
export function Composer(props: DeskProps) {
  const { store } = props;
  const item = store.openItem.value;
  const { kind } = store.form.value;
  const said = writeWords.value;
  return (
    <main class="write" aria-label={said.announcement} tabIndex={-1}>
      <header>
        <h2>{item === undefined ? said.newKinds[kind] : said.kinds[kind]}</h2>
        {item && <span class="plate soft num">{said.revision(item.revision)}</span>}
        {item && (
          <span class="plate soft" data-state={item.state}>
            {said.states[item.state]}
          </span>
        )}
        <Saved store={store} />
      </header>
      <Kept store={store} />
      <Lock store={store} />
      {store.hasConflict.value ? <Conflict {...props} /> : <Panes {...props} />}
    </main>
  );
}

function Panes(props: DeskProps) {
  const { store } = props;
  const said = writeWords.value;
  return (
    <>
      <nav class="panes" aria-label={said.show}>
        {panes.map((pane) => (
          <button
            key={pane}
            type="button"
            aria-current={store.pane.value === pane ? "true" : undefined}
            disabled={!hasPane(store, pane)}
            onClick={() => (store.pane.value = pane)}
          >
            {said.panes[pane]}
          </button>
        ))}
      </nav>
      <Refusal problem={store.problem.value} />
      {store.pane.value === "write" && <Fields {...props} />}
      {store.pane.value === "preview" && <Preview {...props} />}
      {store.pane.value === "history" && <History {...props} />}
      {store.pane.value === "screens" && <ProofPane store={store} />}
    </>
  );
}

/** A new one has no history, and what is not out has been on no screen. */
function hasPane({ openItem }: DeskStore, pane: Pane): boolean {
  if (pane === "history") return openItem.value !== undefined;
  return pane !== "screens" || openItem.value?.publishedAt !== undefined;
}

/** Why nothing can be typed now, where it cannot. */
const closedBy = (store: DeskStore): "gone" | "discarded" | "lock" | undefined => {
  const state = store.openItem.value?.state;
  if (state === "withdrawn") return "gone";
  if (state === "discarded") return "discarded";
  return store.lock.value === undefined ? undefined : "lock";
};

function Fields({ store, commands }: DeskProps) {
  const said = writeWords.value;
  const closed = closedBy(store);
  const isUrgent = store.form.value.kind === "urgent";
  return (
    <>
      {(closed === "gone" || closed === "discarded") && <p class="quiet-line">{said[closed]}</p>}
      <fieldset class="whole" disabled={closed !== undefined}>
        <legend class="hush">{said.announcement}</legend>
        <Kinds store={store} />
        <Prompts store={store} />
        {isUrgent && <UrgentDetails store={store} />}
        <SessionPicker store={store} />
        <Tongues store={store} commands={commands} />
        <ComposerDetails store={store} />
        <Actions store={store} />
      </fieldset>
    </>
  );
}

/** Who else writes this, or has taken it from here. */
function Lock({ store }: { store: DeskStore }) {
  const said = writeWords.value;
  const holder = store.takenBy.value ?? store.lock.value;
  const time = holder === undefined ? "" : clockTime(Date.parse(holder.since), store.timeZone.value);
  const isMine = holder !== undefined && holder.accountId === store.who.value?.id;
  const line =
    holder === undefined
      ? ""
      : store.takenBy.value !== undefined && !isMine
        ? said.taken(holder.who, time)
        : isMine
          ? said.lockedHere
          : said.locked(holder.who, time);
  return (
    <div role="status" class={holder === undefined ? "hush" : "lock-line"}>
      {holder !== undefined && (
        <>
          <p>{line}</p>
          <button type="button" class="button" onClick={store.takeOver}>
            {said.takeLock}
          </button>
        </>
      )}
    </div>
  );
}

/** What was typed on this device and never came to the server: offered, and thrown away only when said twice. */
function Kept({ store }: { store: DeskStore }) {
  const said = writeWords.value;
  const sure = useSignal("");
  const lines = store.writing.keptLines.value;
  if (lines.length === 0) return null;
  const discard = (name: string) => {
    if (sure.value !== name) sure.value = name;
    else store.writing.discardKept(name);
  };
  return (
    <section class="kept-here">
      <p class="label">{said.keptTitle}</p>
      <ul>
        {lines.map(({ name, form, keptAtMs }) => (
          <li key={name}>
            <ClockTime at={keptAtMs} zone={store.timeZone.value} />
            <b>{headlineIn(store, form) || said.noHeadline}</b>
            <button type="button" class="chip" onClick={() => store.openKept(name)}>
              {said.keptOpen}
            </button>
            <button type="button" class="chip" onClick={() => discard(name)}>
              {sure.value === name ? said.keptSure : said.keptDiscard}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

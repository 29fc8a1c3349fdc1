import { useSignal } from "@preact/signals";
import { sayIn, textIn } from "../../shared/words/languages.ts";
import { language as interfaceLanguage } from "../../shared/words/words.ts";
import { Dialog } from "../parts/dialog.tsx";
import type { DeskStore } from "../state/desk-store.ts";
import { HoldButton } from "./hold-button.tsx";
import { UrgentFrame } from "./urgent-frame.tsx";
import { UrgentReach } from "./urgent-reach.tsx";
import { type Confirmation, isConfirmed, isWord, type UrgentStatus } from "./urgent-rules.ts";
import { urgentWords } from "./urgent-words.ts";

interface ConfirmProps {
  readonly store: DeskStore;
  readonly go: () => Promise<void>;
  readonly onClose: () => void;
}

const statusOf = (given: string | undefined): UrgentStatus =>
  given === "actual" || given === "test" ? given : "exercise";

/**
 * The second, different look at an urgent announcement: what it is, in its own frame and in words, whom it
 * reaches, until when. Danger takes a word or two seconds, the others a tick. Nothing here is under the
 * pointer or the focus that led to it.
 */
export function ConfirmUrgent({ store, go, onClose }: ConfirmProps) {
  const words = urgentWords.value;
  const { urgent } = store.form.value;
  const status = statusOf(urgent.status);
  const isOver = urgent.messageType === "all-clear";
  const send = () => {
    onClose();
    void go();
  };
  return (
    <Dialog
      title={(isOver ? words.titleClear : words.title)[status]}
      look={`urgent-question is-${status}`}
      onClose={onClose}
    >
      <p class="means">{(isOver ? words.meansClear : words.means)[status]}</p>
      <Shown store={store} status={status} isOver={isOver} />
      <UrgentReach store={store} />
      <p class="no-undo">{words.noUndo}</p>
      <Confirming status={status} isOver={isOver} onSend={send} onClose={onClose} />
    </Dialog>
  );
}

function Shown({ store, status, isOver }: { store: DeskStore; status: UrgentStatus; isOver: boolean }) {
  const words = urgentWords.value;
  const form = store.form.value;
  const languages = store.event.value?.languages ?? [store.language.value];
  const said = textIn({ text: form.text }, interfaceLanguage.value, languages);
  const told = sayIn(form.instruction, said.language, languages).text;
  return (
    <figure>
      <figcaption class="label">{words.looks}</figcaption>
      <UrgentFrame
        status={status}
        isOver={isOver}
        language={said.language}
        headline={said.headline || words.noHeadline}
        text={told || said.body}
      />
    </figure>
  );
}

interface ConfirmingProps {
  readonly status: UrgentStatus;
  readonly isOver: boolean;
  readonly onSend: () => void;
  readonly onClose: () => void;
}

function Confirming({ status, isOver, onSend, onClose }: ConfirmingProps) {
  const words = urgentWords.value;
  const given = useSignal<Confirmation>({ typed: "", hasHeld: false, isTicked: false });
  const word = isOver ? words.word.clear : words.word.actual;
  const sendIf = (confirmation: Confirmation) => {
    if (isConfirmed(status, word, confirmation)) onSend();
  };
  return (
    <form
      class="confirming"
      onSubmit={(event) => {
        event.preventDefault();
        sendIf(given.value);
      }}
    >
      {status === "actual" ? (
        <Word
          word={word}
          isOver={isOver}
          typed={given.value.typed}
          onType={(typed) => (given.value = { ...given.value, typed })}
          onHeld={() => sendIf({ ...given.value, hasHeld: true })}
        />
      ) : (
        <>
          <label class="tick">
            <input
              type="checkbox"
              checked={given.value.isTicked}
              onChange={(event) => (given.value = { ...given.value, isTicked: event.currentTarget.checked })}
            />
            {words.tick[status]}
          </label>
          <button type="submit" class="button" disabled={!given.value.isTicked}>
            {(isOver ? words.sendClear : words.send)[status]}
          </button>
        </>
      )}
      {/* The one button that is safe to press without looking. */}
      <button type="button" class="button not-yet" autofocus onClick={onClose}>
        {words.notYet}
      </button>
    </form>
  );
}

interface WordProps {
  readonly word: string;
  readonly isOver: boolean;
  readonly typed: string;
  readonly onType: (typed: string) => void;
  readonly onHeld: () => void;
}

function Word({ word, isOver, typed, onType, onHeld }: WordProps) {
  const words = urgentWords.value;
  return (
    <div class="actual-way">
      <div class="field">
        <label for="urgent-word">{words.typeWord(word)}</label>
        <input
          id="urgent-word"
          value={typed}
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          onInput={(event) => onType(event.currentTarget.value)}
        />
      </div>
      {isWord(typed, word) ? (
        <button type="submit" class="button danger">
          {isOver ? words.typedClear : words.typed}
        </button>
      ) : (
        <>
          <span class="or">{words.or}</span>
          <HoldButton
            word={isOver ? words.holdClear : words.hold}
            holding={words.holding}
            disabled={false}
            onHeld={onHeld}
          />
        </>
      )}
    </div>
  );
}

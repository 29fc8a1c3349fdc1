import type { Session } from "../../../server/contract/programme.ts";
import { Icon } from "../../shared/parts/icon.tsx";
import { language } from "../../shared/words/words.ts";
import { Faults } from "../parts/form-field.tsx";
import type { DeskStore } from "../state/desk-store.ts";
import { SessionField, SessionLine } from "./session-field.tsx";
import { type TakenOver, takeOverSession } from "./session-takeover.ts";
import { writeWords } from "./words.ts";
import { answer, sessionOf } from "./writing.ts";

/** Sets what the announcement is about; a change of the programme names its session in its details too. */
function attach(store: DeskStore, id: string): void {
  const { kind, change } = store.form.peek();
  const { sessionId: _was, ...rest } = change;
  const named = id === "" ? rest : { ...rest, sessionId: id };
  answer(store, { sessionId: id, ...(kind === "programme-change" ? { change: named } : {}) });
}

/** The session that it is about: found by search, and what can be taken over from it. */
export function SessionPicker({ store }: { store: DeskStore }) {
  const said = writeWords.value;
  const { sessionId } = store.form.value;
  const session = sessionOf(store, sessionId);
  return (
    <section class="about" aria-label={said.session}>
      {sessionId === "" ? (
        <SessionField store={store} path="sessionId" onChoose={(session) => attach(store, session.id)} />
      ) : (
        <>
          <p class="attached">
            <span class="label">{said.session}</span>
            {session === undefined ? <b>{sessionId}</b> : <SessionLine store={store} session={session} />}
            <button type="button" class="plain" aria-label={said.detach} onClick={() => attach(store, "")}>
              {said.remove}
            </button>
          </p>
          {session && <TakeOver store={store} session={session} />}
        </>
      )}
      <Faults problem={store.problem.value} path="sessionId" />
    </section>
  );
}

/** Only a suggestion, and only for what is empty. */
function TakeOver({ store, session }: { store: DeskStore; session: Session }) {
  const said = writeWords.value;
  const event = store.event.value;
  const taken = event === undefined ? undefined : takeOverSession(store.form.value, session, event);
  if (taken === undefined) return null;
  const what = listed(taken);
  return (
    <p class="chips">
      <button type="button" class="chip" onClick={() => store.edit(taken.change)}>
        <Icon name="arrow" />
        {said.takeOver(what)}
      </button>
    </p>
  );
}

function listed(taken: TakenOver): string {
  const { takes, and } = writeWords.value;
  const names = (["hall", "track", "stream"] as const)
    .filter((name) => taken[name])
    .map((name) => takes[name]);
  const last = names.at(-1) ?? "";
  return names.length < 2
    ? last
    : `${names.slice(0, -1).join(language.value === "zh" ? "、" : ", ")}${and}${last}`;
}

import { useComputed, useSignal } from "@preact/signals";
import { useId, useRef } from "preact/hooks";
import type { Session } from "../../../server/contract/programme.ts";
import { Figures } from "../../shared/parts/clock-time.tsx";
import { Icon } from "../../shared/parts/icon.tsx";
import { clockTime, shortDay } from "../../shared/time.ts";
import { language } from "../../shared/words/words.ts";
import { Faults } from "../parts/form-field.tsx";
import type { DeskStore } from "../state/desk-store.ts";
import { findSessions, indexSessions, optionAfterKey } from "./session-search.ts";
import { type TakenOver, takeOverSession } from "./session-takeover.ts";
import { writeWords } from "./words.ts";
import { answer, nameIn, sessionOf } from "./writing.ts";

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
        <Search store={store} />
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

function SessionLine({ store, session }: { store: DeskStore; session: Session }) {
  const zone = store.timeZone.value;
  const startsMs = Date.parse(session.startsAt);
  const hall = store.event.value?.halls.find(({ id }) => id === session.hall);
  return (
    <span class="session-line">
      <time dateTime={session.startsAt}>
        {shortDay(startsMs, zone, language.value)} <Figures text={clockTime(startsMs, zone)} />
      </time>
      <b>{nameIn(store, session.title)}</b>
      {hall && <span class="plate soft">{nameIn(store, hall.name)}</span>}
    </span>
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

/** A field whose list is walked by keys: arrows, Enter, Escape. */
function Search({ store }: { store: DeskStore }) {
  const id = useId();
  const said = writeWords.value;
  const search = useSignal("");
  const isOpen = useSignal(false);
  const at = useSignal(-1);
  const list = useRef<HTMLDivElement>(null);
  const index = useComputed(() => {
    const event = store.event.value;
    return event === undefined ? [] : indexSessions(store.programme.value?.sessions ?? [], event);
  });
  const found = useComputed(() =>
    isOpen.value ? findSessions(index.value, search.value, store.now.peek()) : [],
  );
  const choose = (session: Session | undefined) => {
    if (session === undefined) return;
    isOpen.value = false;
    attach(store, session.id);
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    const next = optionAfterKey(event.key, at.value, found.value.length);
    if (next !== undefined && isOpen.value) {
      event.preventDefault();
      at.value = next;
      list.current?.children[next]?.scrollIntoView({ block: "nearest" });
    } else if (event.key === "ArrowDown") {
      isOpen.value = true;
    } else if (event.key === "Enter" && isOpen.value && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      choose(found.value[Math.max(0, at.value)]);
    } else if (event.key === "Escape" && isOpen.value) {
      event.preventDefault();
      isOpen.value = false;
    }
  };
  const isNone = index.value.length === 0;
  return (
    <div class="field combo">
      <label for={id}>{said.session}</label>
      <input
        id={id}
        type="text"
        role="combobox"
        data-path="sessionId"
        autocomplete="off"
        aria-expanded={isOpen.value}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={isOpen.value && at.value >= 0 ? `${id}-${at.value}` : undefined}
        placeholder={isNone ? said.noSessions : said.searchSession}
        disabled={isNone}
        value={search.value}
        onInput={(event) => {
          search.value = event.currentTarget.value;
          at.value = search.value.trim() === "" ? -1 : 0;
          isOpen.value = true;
        }}
        onFocus={() => (isOpen.value = true)}
        onBlur={() => (isOpen.value = false)}
        onKeyDown={onKey}
      />
      <div
        ref={list}
        id={`${id}-list`}
        class="combo-list"
        role="listbox"
        tabIndex={-1}
        aria-label={said.sessions}
        hidden={!isOpen.value || isNone}
      >
        {found.value.map((session, index) => (
          <button
            key={session.id}
            id={`${id}-${index}`}
            type="button"
            role="option"
            tabIndex={-1}
            aria-selected={index === at.value}
            // The field keeps the focus, so that its list stays until something is chosen.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => choose(session)}
          >
            <SessionLine store={store} session={session} />
          </button>
        ))}
        {found.value.length === 0 && <p class="nothing">{said.noSession}</p>}
      </div>
      <span class="hush" role="status">
        {isOpen.value && search.value !== "" ? said.foundSessions(found.value.length) : ""}
      </span>
    </div>
  );
}

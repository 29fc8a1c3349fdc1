import { useComputed, useSignal } from "@preact/signals";
import { useId, useRef } from "preact/hooks";
import type { Session } from "../../../server/contract/programme.ts";
import { Figures } from "../../shared/parts/clock-time.tsx";
import { clockTime, shortDay } from "../../shared/time.ts";
import { language } from "../../shared/words/words.ts";
import type { DeskStore } from "../state/desk-store.ts";
import { findSessions, indexSessions, optionAfterKey } from "./session-search.ts";
import { writeWords } from "./words.ts";
import { nameIn } from "./writing.ts";

/** A session as one line: when, what, where. */
export function SessionLine({ store, session }: { store: DeskStore; session: Session }) {
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

interface SessionFieldProps {
  readonly store: DeskStore;
  /** What it is called where it is not what an announcement is about. */
  readonly label?: string;
  /** Where the server has its id. */
  readonly path: string;
  readonly onChoose: (session: Session) => void;
}

/** A field whose list is walked by keys: arrows, Enter, Escape. */
export function SessionField({ store, label, path, onChoose }: SessionFieldProps) {
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
    onChoose(session);
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
      <label for={id}>{label ?? said.session}</label>
      <input
        id={id}
        type="text"
        role="combobox"
        data-path={path}
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

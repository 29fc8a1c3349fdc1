import { ClockTime } from "../../shared/parts/clock-time.tsx";
import { Icon, Mark } from "../../shared/parts/icon.tsx";
import { markOf } from "../../shared/parts/words-in.tsx";
import { sayIn } from "../../shared/words/languages.ts";
import { language, words } from "../../shared/words/words.ts";
import { ownTimeOf, ownZone } from "../cards/own-time.tsx";
import type { FeedStore } from "../feed-store.ts";
import { ConnectionLine } from "./connection-line.tsx";

export function Masthead({ store }: { store: FeedStore }) {
  const event = store.event.value;
  const say = (said: Record<string, string> | undefined) =>
    sayIn(said, language.value, store.defaultLanguages.value);
  const name = say(event?.name);
  const theme = say(event?.theme);
  return (
    <header class="masthead">
      <Mark />
      <div>
        <h1 {...markOf(name.language)}>{name.text || "Fanfare"}</h1>
        {theme.text && (
          <p class="theme" {...markOf(theme.language)}>
            {theme.text}
          </p>
        )}
      </div>
      <span class="clock">
        <ClockTime at={store.minute.value} zone={store.timeZone.value} />
      </span>
      <p class="link">
        <ConnectionLine store={store} />
        <span class="tail">
          <YourTime store={store} />
          {words.value.venueTime}
        </span>
        <Pause store={store} />
      </p>
      <AttendanceSwitch store={store} />
    </header>
  );
}

/** Holds what is new, and silences what is said of it. Danger comes all the same. */
function Pause({ store: { reading } }: { store: FeedStore }) {
  const isPaused = reading.paused.value;
  return (
    <button
      type="button"
      class="pause scripted"
      aria-pressed={isPaused}
      onClick={() => reading.pause(!isPaused)}
    >
      <Icon name="pause" />
      {words.value.pause}
    </button>
  );
}

/** Where the reader's own clock says something else than the venue's. It grows away from what stands there. */
function YourTime({ store }: { store: FeedStore }) {
  const [at, own] = [store.minute.value, ownZone.value];
  const yours = own && ownTimeOf(at, store.timeZone.value, own, language.value);
  if (!yours) return null;
  return <span class="wide">{words.value.yourTime(`${yours.day} ${yours.time}`.trim())} · </span>;
}

/** Until it is chosen, nothing is left out: a notice for the halls must not be hidden by a guess. */
function AttendanceSwitch({ store }: { store: FeedStore }) {
  const option = (to: "online" | "in-person", icon: "screen" | "place", word: string) => (
    <>
      <input
        type="radio"
        name="attendance"
        id={`attend-${to}`}
        checked={store.attendance.value === to}
        onChange={() => store.attend(to)}
      />
      <label for={`attend-${to}`}>
        <Icon name={icon} />
        {word}
      </label>
    </>
  );
  const isOpen = store.attendance.value === undefined;
  return (
    <fieldset class="mode scripted">
      <legend class={isOpen ? undefined : "hush"}>
        {words.value.whereAreYou} <small class="hush">{words.value.attendWhy}</small>
      </legend>
      <div class="switch">
        {option("online", "screen", words.value.online)}
        {option("in-person", "place", words.value.inPerson)}
      </div>
    </fieldset>
  );
}

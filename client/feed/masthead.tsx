import { sayIn } from "../shared/languages.ts";
import { ClockTime } from "../shared/parts/clock-time.tsx";
import { Icon, Mark } from "../shared/parts/icon.tsx";
import { markOf } from "../shared/parts/words-in.tsx";
import { clockTime } from "../shared/time.ts";
import { language, words } from "../shared/words.ts";
import { ConnectionLine } from "./connection-line.tsx";
import type { FeedStore } from "./feed-store.ts";

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
        <h1 {...markOf(name.language, language.value)}>{name.text || "Fanfare"}</h1>
        {theme.text && (
          <p class="theme" {...markOf(theme.language, language.value)}>
            {theme.text}
          </p>
        )}
      </div>
      <VenueClock store={store} />
      <p class="link">
        <ConnectionLine store={store} />
        <YourTime store={store} />
      </p>
      <AttendanceSwitch store={store} />
    </header>
  );
}

const VenueClock = ({ store }: { store: FeedStore }) => (
  <span class="clock">
    <ClockTime at={Math.floor(store.now.value / 60_000) * 60_000} zone={store.timeZone.value} />
  </span>
);

/** Where the reader's own clock says something else than the venue's. */
function YourTime({ store }: { store: FeedStore }) {
  const at = store.now.value;
  const yours = clockTime(at, Intl.DateTimeFormat().resolvedOptions().timeZone);
  const isElsewhere = yours !== clockTime(at, store.timeZone.value);
  return (
    <span class="tail">
      {words.value.venueTime}
      {isElsewhere && <span class="wide">, {words.value.yourTime(yours)}</span>}
    </span>
  );
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
  return (
    <fieldset class="mode">
      <legend class="hush">{words.value.whereAreYou}</legend>
      <div class="switch">
        {option("online", "screen", words.value.online)}
        {option("in-person", "place", words.value.inPerson)}
      </div>
    </fieldset>
  );
}

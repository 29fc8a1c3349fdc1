import { computed, signal, useComputed } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { markOf } from "../../shared/parts/words-in.tsx";
import { dayOf, shortDay } from "../../shared/time.ts";
import { sayIn } from "../../shared/words/languages.ts";
import { language, words } from "../../shared/words/words.ts";
import type { FeedStore } from "../feed-store.ts";
import { openedPart, stepBack } from "./opened.ts";
import { chosenFrom, type Day, daysOf, dayToOpen } from "./programme-choice.ts";
import { Grid } from "./programme-grid.tsx";
import { SessionList } from "./programme-list.tsx";
import { SessionDetails } from "./session-details.tsx";
import { Sheet } from "./sheet.tsx";
import { followProgramme, missed, programme } from "./whole-programme.ts";
import { viewWords } from "./words.ts";
import "./programme.css";
import "./views.css";

const WIDE = matchMedia("(min-width: 64rem)");
const isWide = signal(WIDE.matches);
WIDE.addEventListener("change", () => (isWide.value = WIDE.matches));

/** What was chosen stays so until the page is left. */
const chosenDay = signal<string | undefined>(undefined);
const track = signal<string | undefined>(undefined);
const hall = signal<string | undefined>(undefined);
const onlyStarred = signal(false);
const find = signal("");

/** The whole programme by day and hall: a timetable where there is room for it, else a list. */
export function view({ store }: { store: FeedStore }) {
  useEffect(() => followProgramme(store), []);
  const all = programme.value?.sessions;
  const days = useComputed(() => daysOf(programme.value?.sessions ?? [], store.timeZone.value)).value;
  const said = viewWords.value;
  if (all === undefined)
    return (
      <p class="waiting" role="status">
        {missed.value ? words.value.notFetched : words.value.oneMoment}
      </p>
    );
  return (
    <>
      {missed.value && (
        <p class="waiting" role="status">
          {`${words.value.offline}. ${words.value.offlineHint}`}
        </p>
      )}
      <Choices store={store} />
      <Chosen store={store} days={days} />
      <p class="acts">
        {store.starred.sessions.value.size > 0 && (
          <a
            class="button"
            href={`/programme.ics?sessions=${[...store.starred.sessions.value.keys()]}`}
            download
          >
            {`${said.calendar}: ${words.value.following}`}
          </a>
        )}
        <a class="button" href={`webcal://${location.host}/programme.ics`}>
          {said.subscribe}
        </a>
      </p>
      <OpenedSession store={store} />
    </>
  );
}

function Choices({ store }: { store: FeedStore }) {
  const { tracks = [], halls = [] } = store.event.value ?? {};
  return (
    <search class="choices">
      <input
        type="search"
        aria-label={`${words.value.views.search}: ${words.value.programme}`}
        placeholder={words.value.views.search}
        value={find.value}
        onInput={(event) => (find.value = event.currentTarget.value)}
      />
      <Menu of={tracks} all={words.value.allTracks} chosen={track} store={store} />
      <Menu of={halls} all={words.value.allHalls} chosen={hall} store={store} />
      <label class="button">
        <input
          type="checkbox"
          checked={onlyStarred.value}
          onChange={(event) => (onlyStarred.value = event.currentTarget.checked)}
        />
        {words.value.following}
      </label>
    </search>
  );
}

interface MenuProps {
  store: FeedStore;
  of: readonly { id: string; name: Record<string, string> }[];
  all: string;
  chosen: { value: string | undefined };
}

const Menu = ({ store, of, all, chosen }: MenuProps) =>
  of.length === 0 ? null : (
    <select
      aria-label={all}
      value={chosen.value ?? ""}
      onChange={(event) => (chosen.value = event.currentTarget.value || undefined)}
    >
      <option value="">{all}</option>
      {of.map(({ id, name }) => (
        <option key={id} value={id}>
          {sayIn(name, language.value, store.defaultLanguages.value).text}
        </option>
      ))}
    </select>
  );

/** A day in full, or what was found and what is followed in all of them. */
function Chosen({ store, days }: { store: FeedStore; days: readonly Day[] }) {
  const zone = store.timeZone.value;
  const day = useComputed(
    () => chosenDay.value ?? dayToOpen(days, dayOf(store.now.value, store.timeZone.value)),
  ).value;
  const isAcross = onlyStarred.value || find.value.trim() !== "";
  const choice = {
    track: track.value,
    hall: hall.value,
    among: onlyStarred.value ? store.starred.sessions.value : undefined,
    find: find.value,
  };
  const chosen = days
    .filter((one) => isAcross || one.day === day)
    .map((one) => ({ ...one, sessions: chosenFrom(one.sessions, choice) }))
    .filter(({ sessions }) => sessions.length > 0);
  return (
    <>
      {!isAcross && (
        <p class="days">
          {days.map((one) => (
            <button
              key={one.day}
              type="button"
              class="button"
              aria-pressed={one.day === day}
              onClick={() => (chosenDay.value = one.day)}
            >
              {shortDay(one.atMs, zone, language.value)}
            </button>
          ))}
        </p>
      )}
      {chosen.length === 0 && <p class="waiting">{words.value.nothingChosen}</p>}
      {chosen.map((one) =>
        isWide.value && !isAcross ? (
          <Grid key={one.day} store={store} day={one} />
        ) : (
          <SessionList key={one.day} store={store} day={one} isNamed={isAcross} />
        ),
      )}
    </>
  );
}

const openedSession = computed(() =>
  openedPart.value === undefined
    ? undefined
    : programme.value?.sessions.find(({ id }) => id === openedPart.value),
);

function OpenedSession({ store }: { store: FeedStore }) {
  if (openedPart.value === undefined) return null;
  const session = openedSession.value;
  const label = session && sayIn(session.title, language.value, store.defaultLanguages.value);
  return (
    <Sheet
      key={openedPart.value}
      look="aside"
      label={label?.text ?? words.value.programme}
      mark={label && markOf(label.language)}
      onClose={stepBack}
    >
      {session ? (
        <SessionDetails store={store} session={session} />
      ) : (
        <p class="waiting">{words.value.nothing}</p>
      )}
    </Sheet>
  );
}

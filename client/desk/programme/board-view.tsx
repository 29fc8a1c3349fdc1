import { type Signal, useComputed, useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import { dayName, dayOf } from "../../shared/time.ts";
import { language } from "../../shared/words/words.ts";
import type { DeskStore } from "../state/desk-store.ts";
import {
  announcementsBySession,
  type BoardDay,
  type BoardFilter,
  byDay,
  dayToShow,
  filtered,
  sessionText,
} from "./board.ts";
import { sayHall, sayTrack } from "./say.ts";
import { SessionItem } from "./session-item.tsx";
import { programmeWords } from "./words.ts";

/** So many rows at once; who looks for more searches. */
const ROWS = 250;
const EVERY = "*";

/** The sessions of one day, or of every day where something is looked for. */
export function Board({ store }: { store: DeskStore }) {
  const words = programmeWords.value;
  const filter = useSignal<BoardFilter>({ query: "", hall: "", track: "", day: "" });
  const sessions = store.programme.value?.sessions ?? [];
  const zone = store.timeZone.value;
  const texts = useComputed(() => {
    const halls = new Map(store.event.value?.halls.map(({ id, name }) => [id, Object.values(name)]));
    const all = store.programme.value?.sessions ?? [];
    return new Map(
      all.map((session) => [session, sessionText(session, halls.get(session.hall ?? "") ?? [])]),
    );
  });
  const about = useComputed(() => announcementsBySession(store.items.all.value.values()));
  const halls = store.event.value?.halls.map(({ id }) => id) ?? [];
  const found = filtered(sessions, filter.value, (session) => texts.value.get(session) ?? "");
  const days = byDay(found, zone, halls);
  const all = byDay(sessions, zone, halls).map(({ day }) => day);
  const isLooking = filter.value.query.trim() !== "";
  const chosen = filter.value.day || dayToShow(all, dayOf(store.now.value, zone));
  const shown = isLooking || chosen === EVERY ? days : days.filter(({ day }) => day === chosen);
  return (
    <div class="board">
      <Filters store={store} filter={filter} days={all} chosen={isLooking ? EVERY : chosen} />
      <p class="num found" role="status">
        {words.foundOf(
          words.sessions(shown.reduce((sum, { sessions: list }) => sum + list.length, 0)),
          sessions.length,
        )}
      </p>
      {shown.length === 0 && <p class="nothing">{words.nothingFound}</p>}
      {firstRows(shown, ROWS).map(({ day, sessions: list }) => (
        <section key={day} aria-labelledby={`day-${day}`}>
          <h3 id={`day-${day}`}>{dayName(Date.parse(list[0]!.startsAt), zone, language.value)}</h3>
          <ol>
            {list.map((session) => (
              <SessionItem
                key={session.id}
                store={store}
                session={session}
                items={about.value.get(session.id) ?? []}
              />
            ))}
          </ol>
        </section>
      ))}
      <Rest days={shown} />
    </div>
  );
}

function firstRows(days: readonly BoardDay[], limit: number): BoardDay[] {
  let left = limit;
  return days.flatMap(({ day, sessions }) => {
    const list = sessions.slice(0, left);
    left -= list.length;
    return list.length === 0 ? [] : [{ day, sessions: list }];
  });
}

function Rest({ days }: { days: readonly BoardDay[] }) {
  const rest = days.reduce((sum, { sessions }) => sum + sessions.length, 0) - ROWS;
  return rest > 0 ? <p class="nothing">{programmeWords.value.more(rest)}</p> : null;
}

interface FiltersProps {
  readonly store: DeskStore;
  readonly filter: Signal<BoardFilter>;
  readonly days: readonly string[];
  readonly chosen: string;
}

function Filters({ store, filter, days, chosen }: FiltersProps) {
  const words = programmeWords.value;
  const id = useId();
  const put = (change: Partial<BoardFilter>) => (filter.value = { ...filter.value, ...change });
  const event = store.event.value;
  const { query, hall, track } = filter.value;
  const isSet = query !== "" || hall !== "" || track !== "";
  return (
    <search class="board-filters">
      <div class="field">
        <label for={`${id}-find`}>{words.find}</label>
        <input
          id={`${id}-find`}
          type="search"
          placeholder={words.findHint}
          value={query}
          onInput={(typed) => put({ query: typed.currentTarget.value })}
        />
      </div>
      <Choose
        label={words.days}
        value={chosen}
        onValue={(day) => put({ day })}
        every={[EVERY, words.allDays]}
      >
        {days.map((day) => [day, dayName(Date.parse(`${day}T12:00:00Z`), "UTC", language.value)] as const)}
      </Choose>
      <Choose
        label={words.hall}
        value={hall}
        onValue={(value) => put({ hall: value })}
        every={["", words.allHalls]}
      >
        {(event?.halls ?? []).map(({ id: value }) => [value, sayHall(store, value)] as const)}
      </Choose>
      {(event?.tracks.length ?? 0) > 0 && (
        <Choose
          label={words.track}
          value={track}
          onValue={(value) => put({ track: value })}
          every={["", words.allTracks]}
        >
          {(event?.tracks ?? []).map(({ id: value }) => [value, sayTrack(store, value)] as const)}
        </Choose>
      )}
      <button
        type="button"
        class="button"
        disabled={!isSet}
        onClick={() => put({ query: "", hall: "", track: "" })}
      >
        {words.clear}
      </button>
    </search>
  );
}

interface ChooseProps {
  readonly label: string;
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly every: readonly [value: string, says: string];
  readonly children: readonly (readonly [value: string, says: string])[];
}

function Choose({ label, value, onValue, every, children }: ChooseProps) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onValue(event.currentTarget.value)}>
        {[every, ...children].map(([option, says]) => (
          <option key={option} value={option}>
            {says}
          </option>
        ))}
      </select>
    </div>
  );
}

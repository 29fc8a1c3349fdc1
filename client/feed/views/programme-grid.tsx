import { useComputed } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Session } from "../../../server/contract/programme.ts";
import { isOn } from "../../shared/now-and-next.ts";
import { ClockTime } from "../../shared/parts/clock-time.tsx";
import { Icon } from "../../shared/parts/icon.tsx";
import { markOf } from "../../shared/parts/words-in.tsx";
import { clockTime } from "../../shared/time.ts";
import { sayIn } from "../../shared/words/languages.ts";
import { language, words } from "../../shared/words/words.ts";
import type { FeedStore } from "../feed-store.ts";
import type { Day } from "./programme-choice.ts";
import { SessionList } from "./programme-list.tsx";
import { type Area, timetableOf } from "./timetable.ts";

/** The page allows no style in its markup; a script of its own may still place an element. */
const placed = (area: Area) => (element: HTMLElement | null) => {
  if (element !== null) element.style.gridArea = area;
};

/** One day, halls side by side. What is open all day stands before it. */
export function Grid({ store, day }: { store: FeedStore; day: Day }) {
  const halls = store.event.value?.halls ?? [];
  const zone = store.timeZone.value;
  const table = timetableOf(
    day.sessions,
    halls.map(({ id }) => id),
  );
  const nameOf = (id: string | undefined): string =>
    sayIn(halls.find((hall) => hall.id === id)?.name, language.value, store.defaultLanguages.value).text;
  const line = useComputed(() => table.lineAt(store.now.value)).value;
  const now = useRef<HTMLLIElement>(null);
  useEffect(() => {
    const { offsetTop = 0, parentElement: list } = now.current ?? {};
    if (list) list.scrollTop = offsetTop - list.clientHeight / 2;
  }, []);
  return (
    <>
      {table.allDay.length > 0 && (
        <SessionList store={store} day={{ ...day, sessions: table.allDay }} isNamed={false} />
      )}
      {table.blocks.length > 0 && (
        <ol class="timetable">
          {table.halls.map(({ hall, area }) => (
            <li key={`hall ${hall}`} class="head" aria-hidden="true" ref={placed(area)}>
              {nameOf(hall)}
            </li>
          ))}
          {table.hours.map(({ atMs, area }) => (
            <li key={`hour ${atMs}`} class="hour" aria-hidden="true" ref={placed(area)}>
              <ClockTime at={atMs} zone={zone} />
            </li>
          ))}
          {table.blocks.map(({ session, area }) => (
            <Block key={session.id} store={store} session={session} area={area} hall={nameOf(session.hall)} />
          ))}
          {line !== undefined && (
            <li
              key={line}
              class="line"
              aria-hidden="true"
              ref={(element) => {
                now.current = element;
                placed(line)(element);
              }}
            >
              <span class="plate now">
                <ClockTime at={Math.floor(store.now.peek() / 60_000) * 60_000} zone={zone} />
              </span>
            </li>
          )}
        </ol>
      )}
    </>
  );
}

function Block({
  store,
  session,
  area,
  hall,
}: {
  store: FeedStore;
  session: Session;
  area: Area;
  hall: string;
}) {
  const isNow = useComputed(() => isOn(session, store.now.value)).value;
  const isStarred = useComputed(() => store.starred.has(session.id)).value;
  const title = sayIn(session.title, language.value, store.defaultLanguages.value);
  const zone = store.timeZone.value;
  return (
    <li ref={placed(area)} class={isNow ? "block now" : "block"}>
      <small>
        {isStarred && <Icon name="star" />}
        <ClockTime at={Date.parse(session.startsAt)} zone={zone} />
        <span class="hush">
          {isNow && `${words.value.now} `}
          {words.value.until} {clockTime(Date.parse(session.endsAt), zone)} {hall}
        </span>
      </small>
      <a href={`#programme/${session.id}`} {...markOf(title.language)}>
        {title.text}
      </a>
    </li>
  );
}

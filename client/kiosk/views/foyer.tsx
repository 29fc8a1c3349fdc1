import type { Announcement } from "../../server/contract/announcement.ts";
import type { Session } from "../../server/contract/programme.ts";
import { isOn } from "../shared/now-and-next.ts";
import { ClockTime } from "../shared/parts/clock-time.tsx";
import { Mark } from "../shared/parts/icon.tsx";
import { standsAt } from "../shared/view-model.ts";
import { Both, columnsOf, headlines } from "./both.tsx";
import type { ScreenStore } from "./kiosk-store.ts";
import type { Screen } from "./kiosk-view.ts";
import { BigClock, EventName, Foot } from "./screen-parts.tsx";

/** The departure board: when, what, where; and the latest word below it. */
export function Foyer({ store, shown }: { store: ScreenStore; shown: Extract<Screen, { screen: "foyer" }> }) {
  const { rows, latest } = shown;
  if (rows.length === 0 && latest === undefined) return <Quiet store={store} />;
  return (
    <main class="foyer">
      <header class="head">
        <Mark />
        <EventName store={store} />
        <BigClock store={store} />
      </header>
      <ol class="rows">
        {rows.map((session) => (
          <Row key={session.id} store={store} session={session} />
        ))}
      </ol>
      {latest !== undefined && <Latest store={store} latest={latest} isAlone={rows.length === 0} />}
      <Foot store={store} />
    </main>
  );
}

function Row({ store, session }: { store: ScreenStore; session: Session }) {
  const isNow = isOn(session, store.now.value);
  const hall = store.event.value?.halls.find(({ id }) => id === session.hall);
  const time = <ClockTime at={Date.parse(session.startsAt)} zone={store.timeZone.value} />;
  return (
    <li data-session-id={session.id}>
      {isNow ? <span class="plate now">{time}</span> : <span>{time}</span>}
      <span class={isLongTitle(session.title) ? "both long" : "both"}>
        <Both store={store} words={session.title} />
      </span>
      <span class="place">
        {hall !== undefined && <HallPlate store={store} name={hall.name} isNow={isNow} />}
      </span>
    </li>
  );
}

/** Longer than a line of the board at its full size. */
const isLongTitle = (title: Record<string, string>): boolean =>
  Object.values(title).some((said) => columnsOf(said) > 26);

/** "Hall 4" is read as a number: it stands large, and the word beside it. */
function HallPlate({
  store,
  name,
  isNow,
}: {
  store: ScreenStore;
  name: Record<string, string>;
  isNow: boolean;
}) {
  const look = isNow ? "plate now" : "plate";
  const number = numberIn(name);
  if (number === undefined)
    return (
      <span class={`${look} both`}>
        <Both store={store} words={name} />
      </span>
    );
  const words = Object.fromEntries(
    Object.entries(name).map(([language, said]) => [
      language,
      said.replace(number, "").replace("号", "").trim(),
    ]),
  );
  return (
    <>
      <span class="both">
        <Both store={store} words={words} />
      </span>
      <span class={look}>{number}</span>
    </>
  );
}

/** The one number that a hall's name has in every language. */
function numberIn(name: Record<string, string>): string | undefined {
  const numbers = new Set(Object.values(name).map((said) => said.match(/\d+/g)?.join(" ") ?? ""));
  const [only] = numbers;
  return numbers.size === 1 && only !== undefined && /^\d+$/.test(only) ? only : undefined;
}

function Latest({ store, latest, isAlone }: { store: ScreenStore; latest: Announcement; isAlone: boolean }) {
  const [first, second] = store.said.value;
  return (
    <section
      class={isAlone ? "latest wide" : "latest"}
      data-announcement-id={latest.id}
      data-kind={latest.kind}
    >
      <p class="kind">
        <span>{first?.kind[latest.kind]}</span>
        <small>
          {second?.kind[latest.kind] ?? ""} <ClockTime at={standsAt(latest)} zone={store.timeZone.value} />
        </small>
      </p>
      <span class="both">
        <Both store={store} words={headlines(latest.text)} />
      </span>
    </section>
  );
}

/** Nothing near: only the time, dimmed, drifting slowly against burn-in. */
const Quiet = ({ store }: { store: ScreenStore }) => (
  <main class="quiet">
    <BigClock store={store} />
    <p class="soon">
      <EventName store={store} />
    </p>
    <Foot store={store} />
  </main>
);

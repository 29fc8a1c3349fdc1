import type { Announcement } from "../../../server/contract/announcement.ts";
import type { Session } from "../../../server/contract/programme.ts";
import { isOn } from "../../shared/now-and-next.ts";
import { Icon } from "../../shared/parts/icon.tsx";
import type { Screen } from "../show/screen-at.ts";
import { Both, headlines, Phrase } from "./both.tsx";
import { BigClock, EventName, Foot, HallPlate, shownAs, Time } from "./screen-parts.tsx";
import type { ScreenStore } from "./screen-store.ts";

/** One line after the other, each standing still while it is read: for a strip, or the edge of another picture. */
export function Ticker({
  store,
  shown,
}: {
  store: ScreenStore;
  shown: Extract<Screen, { screen: "ticker" }>;
}) {
  const { line } = shown;
  return (
    <main class="ticker">
      <div class="strip" key={line?.id}>
        {line === undefined ? (
          <EventName store={store} />
        ) : isSession(line) ? (
          <SessionLine store={store} session={line} />
        ) : (
          <NewsLine store={store} item={line} />
        )}
      </div>
      <BigClock store={store} />
      <Foot store={store} />
    </main>
  );
}

const isSession = (line: Session | Announcement): line is Session => "startsAt" in line;

function SessionLine({ store, session }: { store: ScreenStore; session: Session }) {
  const isNow = isOn(session, store.now.value);
  const hall = store.event.value?.halls.find(({ id }) => id === session.hall);
  return (
    <span class="line-of" data-session-id={session.id}>
      <span class={isNow ? "plate now" : "plate"}>
        <Time store={store} at={session.startsAt} />
      </span>
      <span class="both">
        <Both store={store} words={session.title} />
      </span>
      {hall !== undefined && (
        <span class="place">
          <HallPlate store={store} name={hall.name} isNow={isNow} move={store.moves.value.get(session.id)} />
        </span>
      )}
    </span>
  );
}

function NewsLine({ store, item }: { store: ScreenStore; item: Announcement }) {
  return (
    <span class="line-of" {...shownAs(item)}>
      <span class="kind">
        <Icon name={item.kind} />
        <span class="both">
          <Phrase store={store} of={({ kind }) => kind[item.kind]} />
        </span>
      </span>
      <span class="both">
        <Both store={store} words={headlines(item.text)} />
      </span>
    </span>
  );
}

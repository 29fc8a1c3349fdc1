import type { Announcement } from "../../../server/contract/announcement.ts";
import type { Session } from "../../../server/contract/programme.ts";
import { Icon } from "../../shared/parts/icon.tsx";
import { Both, bodies, columnsShown, headlines, Phrase, saidOf, type Words } from "./both.tsx";
import { QrCode } from "./qr-code.tsx";
import { BigClock, Countdown, Foot, HallPlate, shownAs, Time } from "./screen-parts.tsx";
import type { ScreenStore } from "./screen-store.ts";

/** Longer than these, in columns of a Latin letter, a headline steps down a size. */
const MEDIUM_COLUMNS = 24;
const LONG_COLUMNS = 44;
const VERY_LONG_COLUMNS = 100;

export function lengthOf(words: Words, store: ScreenStore): "short" | "medium" | "long" | "longest" {
  const columns = columnsShown(words, store);
  if (columns > VERY_LONG_COLUMNS) return "longest";
  if (columns > LONG_COLUMNS) return "long";
  return columns > MEDIUM_COLUMNS ? "medium" : "short";
}

/** One announcement, for as long as it takes to read it. */
export function Stage({ store, announcement }: { store: ScreenStore; announcement: Announcement }) {
  const said = headlines(announcement.text);
  return (
    <main class="stage" {...shownAs(announcement)}>
      <p class="top">
        <span class="kind">
          <Icon name={announcement.kind} />
          <span class="line">
            <Phrase store={store} of={({ kind }) => kind[announcement.kind]} />
          </span>
        </span>
        <BigClock store={store} />
      </p>
      <h1 class={lengthOf(said, store)}>
        <Both store={store} words={said} />
      </h1>
      <div class="tell">
        <span class="both">
          <Tell store={store} announcement={announcement} />
        </span>
        <QrCode
          address={new URL(`/a/${announcement.id}`, store.feedUrl.value).href}
          label={store.speaking.value.said[0]?.scanToRead ?? ""}
        />
      </div>
      <Foot store={store} />
    </main>
  );
}

/** What to do about it; without that the first of what it says, or where to read it. */
function Tell({ store, announcement }: { store: ScreenStore; announcement: Announcement }) {
  const action = announcement.actions.find(({ for: whom }) => whom !== "online");
  const first = Object.fromEntries(
    Object.entries(bodies(announcement.text)).map(([language, body]) => [
      language,
      body.split("\n")[0] ?? "",
    ]),
  );
  if (action !== undefined) return <Both store={store} words={action.label} />;
  if (saidOf(first, store).length > 0) return <Both store={store} words={first} />;
  return <Phrase store={store} of={({ scanToRead }) => scanToRead} />;
}

/** Beside a stage on which nothing is said: what is on there, or comes next. */
export function OnStage({ store, session, isNow }: { store: ScreenStore; session: Session; isNow: boolean }) {
  const hall = store.event.value?.halls.find(({ id }) => id === session.hall);
  const speakers = session.speakers.map(({ name }) => name).slice(0, 4);
  return (
    <main class="stage session" data-session-id={session.id}>
      <p class="top">
        <span class="tag">
          <span class={isNow ? "plate now" : "plate"}>
            <Phrase store={store} of={({ now, next }) => (isNow ? now : next)} />
          </span>
          <span class="num">
            <Time store={store} at={session.startsAt} /> – <Time store={store} at={session.endsAt} />
          </span>
        </span>
        <BigClock store={store} />
      </p>
      <h1 class={lengthOf(session.title, store)}>
        <Both store={store} words={session.title} />
      </h1>
      <div class="tell">
        <span class="both">
          {speakers.length > 0 && <span class="said">{speakers.join(" · ")}</span>}
          <Countdown
            store={store}
            to={isNow ? session.endsAt : session.startsAt}
            says={isNow ? "endsIn" : "startsIn"}
          />
        </span>
        {hall !== undefined && (
          <span class="place">
            <HallPlate store={store} name={hall.name} isNow={isNow} />
          </span>
        )}
      </div>
      <Foot store={store} />
    </main>
  );
}

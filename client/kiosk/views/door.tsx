import type { Announcement } from "../../../server/contract/announcement.ts";
import type { Hall } from "../../../server/contract/event.ts";
import type { Session } from "../../../server/contract/programme.ts";
import { hallNumber } from "../show/moves.ts";
import type { Screen } from "../show/screen-at.ts";
import { Both, columnsShown, headlines, Phrase } from "./both.tsx";
import { QrCode } from "./qr-code.tsx";
import { BigClock, Countdown, Foot, shownAs, Time } from "./screen-parts.tsx";
import type { ScreenStore } from "./screen-store.ts";

/** Longer than these, a title steps down a size. */
const MEDIUM_COLUMNS = 20;
const LONG_COLUMNS = 40;

const lengthOf = (session: Session, store: ScreenStore): string => {
  const columns = columnsShown(session.title, store);
  return columns > LONG_COLUMNS ? "long" : columns > MEDIUM_COLUMNS ? "medium" : "short";
};

/** A hall's sign: which hall it is, what is on in it, and what comes next. */
export function Door({ store, shown }: { store: ScreenStore; shown: Extract<Screen, { screen: "door" }> }) {
  const { hall, now, next, latest } = shown;
  const [first, ...others] = next;
  return (
    <main class="door">
      <Sign store={store} hall={hall} />
      {now !== undefined ? <OnNow store={store} session={now} /> : <Upcoming store={store} session={first} />}
      <Then
        store={store}
        sessions={now === undefined ? others : next}
        says={now === undefined ? "later" : "next"}
      />
      <Below store={store} hall={hall} latest={latest} session={now} />
      <Foot store={store} />
    </main>
  );
}

function Sign({ store, hall }: { store: ScreenStore; hall: Hall }) {
  const number = hallNumber(hall);
  return (
    <header class={number === undefined ? "sign named" : "sign"}>
      {number !== undefined && <span class="no">{number}</span>}
      <BigClock store={store} />
      <span class="both">
        <Both store={store} words={hall.name} />
      </span>
    </header>
  );
}

function OnNow({ store, session }: { store: ScreenStore; session: Session }) {
  return (
    <section class="on" data-session-id={session.id}>
      <p class="tag">
        <span class="plate now">
          <Phrase store={store} of={({ now }) => now} />
        </span>
      </p>
      <h2 class={lengthOf(session, store)}>
        <Both store={store} words={session.title} />
      </h2>
      <Gone store={store} session={session} />
      <Countdown store={store} to={session.endsAt} says="endsIn" />
    </section>
  );
}

/** How much of it has passed. */
function Gone({ store, session }: { store: ScreenStore; session: Session }) {
  const [from, to] = [Date.parse(session.startsAt), Date.parse(session.endsAt)];
  const share = store.isTimeKnown.value
    ? Math.min(1, Math.max(0, (store.now.value - from) / (to - from)))
    : 0;
  return (
    <p class="gone">
      <svg viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
        <rect class="rail" width="100" height="1" />
        <rect class="done" width={(share * 100).toFixed(1)} height="1" />
      </svg>
      <span class="num">
        <Time store={store} at={session.startsAt} /> – <Time store={store} at={session.endsAt} />
      </span>
    </p>
  );
}

function Upcoming({ store, session }: { store: ScreenStore; session: Session | undefined }) {
  if (session === undefined)
    return (
      <section class="on nothing">
        <h2 class="medium">
          <Phrase store={store} of={({ nothingMore }) => nothingMore} />
        </h2>
      </section>
    );
  return (
    <section class="on" data-session-id={session.id}>
      <p class="tag">
        <span class="plate">
          <Phrase store={store} of={({ next }) => next} />
        </span>
        <Time store={store} at={session.startsAt} />
      </p>
      <h2 class={lengthOf(session, store)}>
        <Both store={store} words={session.title} />
      </h2>
      <Countdown store={store} to={session.startsAt} says="startsIn" />
    </section>
  );
}

function Then({
  store,
  sessions,
  says,
}: {
  store: ScreenStore;
  sessions: readonly Session[];
  says: "next" | "later";
}) {
  if (sessions.length === 0) return <section class="then" />;
  return (
    <section class="then">
      <h2>
        <Phrase store={store} of={(said) => said[says]} />
      </h2>
      <ol>
        {sessions.slice(0, store.picture.value.isUpright ? 3 : 2).map((session) => (
          <li key={session.id} data-session-id={session.id}>
            <Time store={store} at={session.startsAt} />
            <span class="both">
              <Both store={store} words={session.title} />
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** What was said for here, or where those find it who do not get in. */
function Below({
  store,
  hall,
  latest,
  session,
}: {
  store: ScreenStore;
  hall: Hall;
  latest: Announcement | undefined;
  session: Session | undefined;
}) {
  const stream = session?.url ?? hall.streamUrl;
  const says = stream === undefined ? "scanToFollow" : "scanToWatch";
  const label = store.speaking.value.said[0]?.[says] ?? "";
  return (
    <section class="full" {...(latest === undefined ? {} : shownAs(latest))}>
      <span class={latest === undefined ? "both" : "both says"}>
        {latest === undefined ? (
          <Phrase store={store} of={(said) => said[says]} />
        ) : (
          <Both store={store} words={headlines(latest.text)} />
        )}
      </span>
      <QrCode address={stream ?? store.feedUrl.value} label={label} />
    </section>
  );
}

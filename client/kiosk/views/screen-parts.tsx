/** What the views of a screen share: the clock, the event's name, a hall's plate, what is left, the foot. */
import type { Announcement } from "../../../server/contract/announcement.ts";
import { ClockTime, Figures } from "../../shared/parts/clock-time.tsx";
import { Icon, Mark } from "../../shared/parts/icon.tsx";
import { dayOf, duration, weekday } from "../../shared/time.ts";
import { hallNumber, type Move } from "../show/moves.ts";
import { Both, Phrase, type Words } from "./both.tsx";
import type { ScreenStore } from "./screen-store.ts";

/** Hooks for receipts and tests: what of the feed is on the screen. */
export const shownAs = ({ id, revision, kind }: Announcement) => ({
  "data-announcement-id": id,
  "data-revision": revision,
  "data-kind": kind,
});

/** Nothing, rather than a time that may be wrong. */
export const BigClock = ({ store }: { store: ScreenStore }) => (
  <span class="big-time">
    {store.isTimeKnown.value && (
      <ClockTime at={Math.floor(store.now.value / 60_000) * 60_000} zone={store.timeZone.value} />
    )}
  </span>
);

export const EventName = ({ store }: { store: ScreenStore }) => (
  <span class="both">
    <Both store={store} words={store.event.value?.name} />
  </span>
);

export const Head = ({ store }: { store: ScreenStore }) => (
  <header class="head">
    <Mark />
    <EventName store={store} />
    <BigClock store={store} />
  </header>
);

/** "Hall 4" is read as a number: it stands large, and the word beside it. */
export function HallPlate({
  store,
  name,
  isNow = false,
  move,
}: {
  store: ScreenStore;
  name: Words;
  isNow?: boolean;
  move?: Move | undefined;
}) {
  const look = isNow ? "plate now" : "plate";
  const number = hallNumber({ name });
  if (number === undefined)
    return (
      <span class={`${look} both`}>
        <Both store={store} words={name} />
      </span>
    );
  return (
    <>
      <span class="both">
        <Both store={store} words={wordOf(name, number)} />
      </span>
      {move !== undefined && (
        <>
          <s>{move.from}</s>
          <Icon name="arrow" />
        </>
      )}
      <span class={look}>{number}</span>
    </>
  );
}

/** A hall's name without its number. */
const wordOf = (name: Words, number: string): Words =>
  Object.fromEntries(
    Object.entries(name).map(([language, said]) => [
      language,
      said.replace(number, "").replace("号", "").trim(),
    ]),
  );

export const Time = ({ store, at }: { store: ScreenStore; at: string }) => (
  <ClockTime at={Date.parse(at)} zone={store.timeZone.value} />
);

/** Who has longer to wait looks at the time itself. */
const COUNTED_MS = 3_600_000;

/** What is left of the last hour, in minutes and seconds. */
export function Countdown({
  store,
  to,
  says,
}: {
  store: ScreenStore;
  to: string;
  says: "startsIn" | "endsIn";
}) {
  const leftMs = Date.parse(to) - store.now.value;
  if (!store.isTimeKnown.value || leftMs <= 0 || leftMs > COUNTED_MS) return null;
  return (
    <p class="countdown" role="timer" aria-live="off">
      <span class="words">
        <Phrase store={store} of={(said) => said[says]} />
      </span>
      <span class="num">
        <Figures text={duration(leftMs)} />
      </span>
    </p>
  );
}

/**
 * That it is a rehearsal, how old this is when nothing has been
 * heard for a while, and the code where it needs one.
 */
export function Foot({ store, hasCode = true }: { store: ScreenStore; hasCode?: boolean }) {
  return (
    <p class="foot">
      <Rehearsal store={store} />
      <LastHeard store={store} />
      {hasCode && <CodeAtFoot store={store} />}
    </p>
  );
}

function Rehearsal({ store }: { store: ScreenStore }) {
  if (!store.isRehearsal.value) return <span />;
  return (
    <span class="rehearse">
      <span class="line">
        <Phrase store={store} of={({ rehearsal, rehearsalNotice }) => `${rehearsal} ${rehearsalNotice}`} />
      </span>
    </span>
  );
}

function LastHeard({ store }: { store: ScreenStore }) {
  const heardMs = store.lastHeardMs.value;
  if (heardMs === undefined) return null;
  const zone = store.timeZone.value;
  const isToday = dayOf(heardMs, zone) === dayOf(store.now.value, zone);
  const { tongues } = store.speaking.value;
  return (
    <span class="line" data-stale>
      <Phrase store={store} of={({ lastHeard }) => lastHeard} />
      <span class="num">
        {!isToday && `${weekday(heardMs, zone, tongues[0] ?? "en")} `}
        <ClockTime at={heardMs} zone={zone} />
      </span>
    </span>
  );
}

function CodeAtFoot({ store }: { store: ScreenStore }) {
  const unpaired = store.pairing.value;
  if (unpaired === undefined || unpaired.code === undefined) return null;
  return (
    <span class="line unpaired" data-user-code={unpaired.code.userCode}>
      <Icon name="unplugged" />
      <Phrase store={store} of={({ notPaired }) => notPaired} />
      <b class="num">{unpaired.code.userCode}</b>
    </span>
  );
}

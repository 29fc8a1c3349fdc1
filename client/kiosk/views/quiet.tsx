import type { Session } from "../../../server/contract/programme.ts";
import { Mark } from "../../shared/parts/icon.tsx";
import { dayOf, weekday } from "../../shared/time.ts";
import { Both } from "./both.tsx";
import { BigClock, EventName, Foot, Time } from "./screen-parts.tsx";
import type { ScreenStore } from "./screen-store.ts";

/** Nobody is there to read: the time, dimmed, and what comes next. */
export function Quiet({ store, next }: { store: ScreenStore; next: Session | undefined }) {
  const { timeZone, now, speaking } = store;
  const isToday =
    next !== undefined &&
    dayOf(Date.parse(next.startsAt), timeZone.value) === dayOf(now.value, timeZone.value);
  return (
    <main class="quiet">
      <BigClock store={store} />
      {next === undefined ? (
        <p class="soon">
          <EventName store={store} />
        </p>
      ) : (
        <p class="soon" data-session-id={next.id}>
          <span class="when">
            {!isToday && (
              <small>
                {weekday(Date.parse(next.startsAt), timeZone.value, speaking.value.tongues[0] ?? "en")}
              </small>
            )}
            <Time store={store} at={next.startsAt} />
          </span>
          <span class="both">
            <Both store={store} words={next.title} />
          </span>
        </p>
      )}
      <Foot store={store} />
    </main>
  );
}

/** Nothing, but for a sign that the screen is well. */
export const Blackout = () => (
  <main class="blackout">
    <Mark />
  </main>
);

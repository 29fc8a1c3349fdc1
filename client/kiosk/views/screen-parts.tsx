/** What every view of a screen has: the clock, the event's name, the foot. */
import { statusOf } from "../shared/link/connection-status.ts";
import { ClockTime } from "../shared/parts/clock-time.tsx";
import { Both, phrase } from "./both.tsx";
import type { ScreenStore } from "./kiosk-store.ts";

export const BigClock = ({ store }: { store: ScreenStore }) => (
  <span class="big-time">
    <ClockTime at={Math.floor(store.now.value / 60_000) * 60_000} zone={store.timeZone.value} />
  </span>
);

/** That it is a rehearsal, and how old this is when nothing has been heard for a while. */
export function Foot({ store, inset = false }: { store: ScreenStore; inset?: boolean }) {
  const event = store.event.value;
  const isRehearsal = store.client.hello.value?.rehearsal ?? event?.rehearsal ?? false;
  const { heardAt } = store.client.connection.value;
  const isStale =
    statusOf(store.client.connection.value, Date.now()) === "offline" || store.client.stale.value;
  return (
    <p class={inset ? "foot inset" : "foot"}>
      <span class={isRehearsal ? "rehearse" : undefined}>
        {isRehearsal && phrase(store, ({ rehearsal, rehearsalNotice }) => `${rehearsal} ${rehearsalNotice}`)}
      </span>
      {isStale && heardAt !== undefined && store.now.value > 0 && (
        <span data-stale>
          {phrase(store, ({ lastHeard }) => lastHeard)}{" "}
          <ClockTime at={heardAt + store.now.peek() - Date.now()} zone={store.timeZone.value} />
        </span>
      )}
    </p>
  );
}

export const EventName = ({ store }: { store: ScreenStore }) => (
  <span class="both">
    <Both store={store} words={store.event.value?.name} />
  </span>
);

import { statusOf } from "../../shared/connection-status.ts";
import { sayIn } from "../../shared/languages.ts";
import { ClockTime } from "../../shared/parts/clock-time.tsx";
import { Mark } from "../../shared/parts/icon.tsx";
import type { DeskProps } from "../desk-page.tsx";
import type { DeskStore } from "../state/desk-store.ts";

const roleNames = { author: "Author", moderator: "Moderator", lead: "Lead", admin: "Administrator" };

export function Bar({ store }: DeskProps) {
  const who = store.who.value;
  const event = store.event.value;
  const stats = store.stats.value;
  if (who == null) return null;
  const name = sayIn(event?.name, store.language.value, []).text;
  const isRehearsal = store.client.hello.value?.rehearsal ?? event?.rehearsal;
  return (
    <header class="bar">
      <Mark />
      <h1>
        {name || "Fanfare"}
        <span>Desk</span>
      </h1>
      {isRehearsal && (
        <span class="rehearse">
          <span class="hatch" aria-hidden="true" />
          Rehearsal
        </span>
      )}
      <Connection store={store} />
      <p class="stats">
        {stats && (
          <>
            <span>
              <b>{stats.online.toLocaleString("en")}</b> online
            </span>
            <span>
              <b>{stats.inPerson.toLocaleString("en")}</b> on site
            </span>
            <span>
              <b>{stats.kiosks.connected}</b> of {stats.kiosks.paired} screens
            </span>
          </>
        )}
      </p>
      <p class="me">
        <span>
          <b>{who.name ?? who.email ?? who.id}</b> <small>{roleNames[who.role]}</small>
        </span>
        <button type="button" class="button" onClick={() => void store.leave()}>
          Sign out
        </button>
      </p>
      <span class="clock">
        <ClockTime at={Math.floor(store.now.value / 60_000) * 60_000} zone={store.timeZone.value} />
      </span>
    </header>
  );
}

function Connection({ store }: { store: DeskStore }) {
  const status = store.now.value > 0 ? statusOf(store.client.connection.value, Date.now()) : "connecting";
  if (status === "live" && !store.client.stale.value)
    return (
      <span role="status" class="plate solid">
        Live
      </span>
    );
  const words = { live: "May be behind", connecting: "Connecting", catchingUp: "Catching up" };
  return (
    <span role="status" class="plate dashed">
      {status in words ? words[status as keyof typeof words] : "Offline: what you type is kept here"}
    </span>
  );
}

import { statusOf } from "../../shared/link/connection-status.ts";
import { ClockTime } from "../../shared/parts/clock-time.tsx";
import { Mark } from "../../shared/parts/icon.tsx";
import { sayIn } from "../../shared/words/languages.ts";
import { language } from "../../shared/words/words.ts";
import { hasUnsavedEvent } from "../setup/event-setup.ts";
import type { DeskProps } from "../state/desk-props.ts";
import type { DeskRight } from "../state/desk-rights.ts";
import type { DeskStore } from "../state/desk-store.ts";
import { type PageName, pages } from "../state/pages.ts";
import { Mine } from "./mine.tsx";
import { Rings } from "./rings.tsx";
import { shellWords } from "./words.ts";

/** Pages that are only shown to whoever may read them. */
const rightTo: Partial<Record<PageName, DeskRight>> = {
  event: "editEvent",
  people: "seePeople",
  audit: "readAudit",
};

export const pagesFor = (store: DeskStore): PageName[] =>
  pages.filter((name) => name !== "account" && (rightTo[name] === undefined || store.may(rightTo[name])));

/** Which event this is, where one is at the desk, how many listen, who else writes, and the venue's time. */
export function Bar({ store }: DeskProps) {
  const event = store.event.value;
  const { text: name } = sayIn(event?.name, language.value, event?.languages ?? []);
  const isRehearsal = store.client.hello.value?.rehearsal ?? event?.rehearsal;
  const said = shellWords.value;
  return (
    <header class="bar">
      <Mark />
      <h1 title={name || "Fanfare"}>
        {name || "Fanfare"}
        <span>{said.desk}</span>
      </h1>
      <Pages store={store} />
      {isRehearsal && (
        <span class="rehearse">
          <span class="hatch" aria-hidden="true" />
          {said.rehearsal}
        </span>
      )}
      <Connection store={store} />
      <Stats store={store} />
      <Rings store={store} />
      <Mine store={store} />
      <span class="clock">
        <ClockTime at={Math.floor(store.now.value / 60_000) * 60_000} zone={store.timeZone.value} />
      </span>
    </header>
  );
}

function Pages({ store }: { store: DeskStore }) {
  return (
    <nav class="pages" aria-label={shellWords.value.menu}>
      {pagesFor(store).map((name) => (
        <a
          key={name}
          href={name === "desk" ? "#" : `#${name}`}
          aria-current={store.page.value === name ? "page" : undefined}
        >
          {shellWords.value.pages[name]}
          {name === "event" && hasUnsavedEvent.value && (
            <span class="unsaved">
              <span class="hush">{shellWords.value.unsaved}</span>
            </span>
          )}
        </a>
      ))}
    </nav>
  );
}

function Stats({ store }: { store: DeskStore }) {
  const stats = store.stats.value;
  const said = shellWords.value;
  const count = (number: number) => number.toLocaleString(language.value);
  return (
    <p class="stats">
      {stats && (
        <>
          <span>
            <b class="num">{count(stats.online)}</b> {said.online}
          </span>
          <span>
            <b class="num">{count(stats.inPerson)}</b> {said.onSite}
          </span>
          {stats.undeclared > 0 && (
            <span class="undeclared">
              <b class="num">{count(stats.undeclared)}</b> {said.undeclared}
            </span>
          )}
          {stats.kiosks.paired > 0 && (
            <span class="num">{said.screens(stats.kiosks.connected, stats.kiosks.paired)}</span>
          )}
        </>
      )}
    </p>
  );
}

function Connection({ store }: { store: DeskStore }) {
  const status = store.now.value > 0 ? statusOf(store.client.connection.value, Date.now()) : "connecting";
  const said = shellWords.value;
  if (status === "live" && !store.client.stale.value)
    return (
      <span role="status" class="plate solid">
        {said.live}
      </span>
    );
  const words: Partial<Record<string, string>> = {
    live: said.mayBeBehind,
    connecting: said.connecting,
    catchingUp: said.catchingUp,
  };
  return (
    <span role="status" class="plate dashed">
      {words[status] ?? said.offline}
    </span>
  );
}

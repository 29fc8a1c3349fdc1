/** The widget that others show in their pages, at `/embed`: the newest headlines, live. */
import { hydrate } from "preact";
import type { Announcement } from "../../../server/contract/announcement.ts";
import type { PageStart } from "../../../server/contract/page-start.ts";
import { statusOf } from "../../shared/link/connection-status.ts";
import { ClockTime } from "../../shared/parts/clock-time.tsx";
import { Icon, Mark } from "../../shared/parts/icon.tsx";
import { Headline, markOf } from "../../shared/parts/words-in.tsx";
import { dayOf, weekday } from "../../shared/time.ts";
import { standsAt } from "../../shared/view-model.ts";
import { sayIn, textIn } from "../../shared/words/languages.ts";
import { language, readIn, words } from "../../shared/words/words.ts";
import { UrgentAlerts } from "../cards/urgent-alerts.tsx";
import { createEmbedStore, type EmbedStore } from "./embed-store.ts";

/** Whoever frames it must not lose their own page. */
const ELSEWHERE = { target: "_blank", rel: "noopener" } as const;

export function EmbedPage({ store }: { store: EmbedStore }) {
  const said = words.value;
  const name = sayIn(store.event.value.name, language.value, store.defaultLanguages.value);
  const items = store.items.value;
  return (
    <div class="embed">
      {store.isRehearsal.value && (
        <aside class="rehearsing">
          <span class="hatch" aria-hidden="true" />
          <b>{said.rehearsal}</b>
        </aside>
      )}
      <header>
        <h1>
          <a href="/" {...ELSEWHERE}>
            <Mark />
            <span {...markOf(name.language)}>{name.text || "Fanfare"}</span>
          </a>
        </h1>
        <State store={store} />
      </header>
      <UrgentAlerts store={store} />
      <main>
        {items.length === 0 ? (
          <p class="nothing">{said.nothingYet}</p>
        ) : (
          <ol>
            {items.map((item) => (
              <Line key={item.id} store={store} item={item} />
            ))}
          </ol>
        )}
      </main>
      <footer>
        <a href="/" {...ELSEWHERE}>
          {said.allAnnouncements}
          <Icon name="arrow" />
        </a>
      </footer>
    </div>
  );
}

function Line({ store, item }: { store: EmbedStore; item: Announcement }) {
  const zone = store.timeZone.value;
  const at = standsAt(item);
  const text = textIn(item, language.value, store.defaultLanguages.value);
  const isToday = dayOf(at, zone) === dayOf(store.now.value, zone);
  return (
    <li class={item.key ? "key" : undefined} data-announcement-id={item.id} data-kind={item.kind}>
      <span class="when">
        <ClockTime at={at} zone={zone} />
        {!isToday && <small>{weekday(at, zone, language.value)}</small>}
      </span>
      <a href={`/a/${item.id}`} {...ELSEWHERE}>
        <span class="kind">
          <Icon name={item.pinned ? "pin" : item.kind} />
          {words.value.kind[item.kind]}
        </span>
        <span class="headline" {...markOf(text.language)}>
          <Headline text={text.headline} language={text.language} />
        </span>
      </a>
    </li>
  );
}

/** One word, and without script none: what was served is not live. */
function State({ store: { client, now, served, timeZone } }: { store: EmbedStore }) {
  const said = words.value;
  const connection = client.connection.value;
  const status = statusOf(connection, now.value > 0 && connection.lostAt !== undefined ? Date.now() : 0);
  const isLive = status === "live" && !client.stale.value;
  const names = {
    live: isLive ? said.live : said.liveStale,
    connecting: said.connecting,
    catchingUp: said.catchingUp,
    offline: said.offline,
    stopped: said.offline,
  };
  return (
    <>
      <span class="unscripted">
        {said.asOf} <ClockTime at={Date.parse(served.servedAt)} zone={timeZone.value} />
      </span>
      <span role="status" class="scripted" data-status={status}>
        <span class={`plate${isLive ? " solid" : ""}${status === "offline" ? " dashed" : ""}`}>
          {isLive && <span class="pulse" />}
          {names[status]}
        </span>
      </span>
    </>
  );
}

/** The frame cannot know how high the widget is, so it is told, and may follow. */
function tellHeight(): void {
  if (window.parent === window) return;
  new ResizeObserver(([entry]) => {
    const px = Math.ceil(entry!.target.getBoundingClientRect().height);
    window.parent.postMessage({ type: "fanfare:height", px }, "*");
  }).observe(document.querySelector(".embed")!);
}

export async function startEmbed(start: PageStart): Promise<void> {
  const store = createEmbedStore(start);
  await readIn(start.language);
  hydrate(<EmbedPage store={store} />, document.querySelector("#app")!);
  store.start();
  tellHeight();
}

import { useSignalEffect } from "@preact/signals";
import { sayIn } from "../shared/languages.ts";
import { language, words } from "../shared/words.ts";
import { BoardView } from "./board-view.tsx";
import type { FeedStore } from "./feed-store.ts";
import { LiveRegions } from "./live-regions.tsx";
import { Masthead } from "./masthead.tsx";
import { Digest, Rail, Tools } from "./rail.tsx";
import { Stream } from "./stream.tsx";
import { UrgentAlerts } from "./urgent-alerts.tsx";

export function FeedPage({ store }: { store: FeedStore }) {
  useSignalEffect(() => {
    const name = sayIn(store.event.value?.name, language.value, store.defaultLanguages.value).text;
    document.title = name === "" ? "Fanfare" : `${name} · Fanfare`;
  });
  return (
    <>
      <a class="skip button primary" href="#stream">
        {words.value.skip}
      </a>
      <RehearsalStrip store={store} />
      <UrgentAlerts store={store} />
      <div class="page">
        <Masthead store={store} />
        <div class="columns">
          <Rail store={store} />
          <main class="stream" id="stream">
            <BoardView store={store} lead />
            <Tools store={store} />
            <Stream store={store} />
          </main>
          <aside class="side">
            <BoardView store={store} />
            <Digest store={store} />
          </aside>
        </div>
      </div>
      <LiveRegions store={store} />
    </>
  );
}

/** First on the page and not to be dismissed: nobody may take a rehearsal for the event. */
function RehearsalStrip({ store }: { store: FeedStore }) {
  const event = store.event.value;
  if (!(store.client.hello.value?.rehearsal ?? event?.rehearsal ?? false)) return null;
  const notice = sayIn(event?.rehearsalNotice, language.value, store.defaultLanguages.value);
  const text = notice.text || `${words.value.rehearsal} ${words.value.rehearsalNotice}`;
  const [, sentence, rest] = /^(.*?[.。])(.*)$/s.exec(text) ?? ["", text, ""];
  return (
    <aside class="rehearsal">
      <p>
        <span class="hatch" aria-hidden="true" />
        <span>
          <b>{sentence}</b> {rest}
        </span>
      </p>
    </aside>
  );
}

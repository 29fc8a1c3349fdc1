/** The feed: what everybody reads, in the halls and at home. The server has drawn it already; this takes it over. */
import { effect } from "@preact/signals";
import { hydrate } from "preact";
import { deviceStorage } from "../shared/held/device-storage.ts";
import { startTheme } from "../shared/theme.ts";
import { haveWords, language, readIn } from "../shared/words/words.ts";
import { followInstall } from "./device/install.ts";
import { FeedPage } from "./feed-page.tsx";
import { createFeedStore, type FeedStore } from "./feed-store.ts";
import { startLanguage } from "./frame/language-links.ts";
import { readStart, readWords } from "./start.ts";

/** So long live, the page has time for what it does not need for reading. */
const SETTLES_MS = 4_000;

const start = readStart(document);
const served = readWords(document, start.language);
if (served !== undefined) haveWords(start.language, served);
if (start.page === "embed") void import("./embed/embed-page.tsx").then(({ startEmbed }) => startEmbed(start));
else startFeed();

function startFeed(): void {
  startTheme();
  followInstall();
  const store = createFeedStore(start, () => {
    void import("./device/settled.tsx").then(({ loadAnew }) => loadAnew(store));
  });
  // Not awaited here: parts that are fetched later import from this file, and would wait for it for ever.
  void readIn(start.language).then(() => takeOver(store));
}

function takeOver(store: FeedStore): void {
  hydrate(<FeedPage store={store} />, document.querySelector("#app")!);
  store.start();
  startLanguage();
  titleWhenNeeded(store);
  tellWishes(store);
  settleLater(store);
  // Only a page that loads itself anew leaves that behind.
  if (history.scrollRestoration === "manual")
    void import("./stream/place.ts").then(({ goBack }) => goBack(store.reading));
}

function settleLater(store: FeedStore): void {
  const stop = effect(() => {
    if (store.client.connection.value.phase !== "live") return;
    queueMicrotask(() => stop());
    setTimeout(() => {
      import("./device/settled.tsx").then(
        ({ settle }) => settle(store),
        () => {}, // A page of a build that is gone goes on without.
      );
    }, SETTLES_MS);
  });
}

/** Who asked for push is known to the server by what they wish now. */
function tellWishes(store: FeedStore): void {
  if (deviceStorage.read("push") === null) return;
  import("./device/push-client.ts").then(
    ({ keepWishes }) => keepWishes(store),
    () => {}, // At the next visit.
  );
}

/** Until it is hidden or in another language, the page of the feed is called what the server called it. */
function titleWhenNeeded(feed: FeedStore): void {
  const { title } = document;
  const startOnce = () => {
    stop();
    removeEventListener("visibilitychange", startOnce);
    void import("./frame/page-title.ts").then(({ startTitle }) => startTitle(feed, title, start.language));
  };
  addEventListener("visibilitychange", startOnce);
  const stop = effect(() => {
    if (language.value !== start.language || start.announcementId) queueMicrotask(startOnce);
  });
}

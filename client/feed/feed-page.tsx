import { words } from "../shared/words/words.ts";
import type { FeedStore } from "./feed-store.ts";
import { Masthead } from "./frame/masthead.tsx";
import { ViewLinks } from "./frame/view-links.tsx";
import { Later } from "./later.tsx";
import { LiveRegions } from "./stream/live-regions.tsx";
import { Stream } from "./stream/stream.tsx";
import { WhenNeeded } from "./when-needed.tsx";

export function FeedPage({ store }: { store: FeedStore }) {
  return (
    <>
      <a class="skip button primary" href="#stream">
        {words.value.skip}
      </a>
      <Later store={store} name="strip" />
      <Later store={store} name="alerts" />
      <div class="page">
        <Masthead store={store} />
        <div class="columns">
          <Later store={store} name="rail" />
          <main class="stream" id="stream" tabIndex={-1}>
            <Later store={store} name="leadBoard" />
            <Later store={store} name="tools" />
            {store.served.page === "announcement" ? (
              <Later store={store} name="linked" />
            ) : (
              <WhenNeeded store={store} isNeeded={isLinkedHere} load={loadLinked} />
            )}
            <WhenNeeded store={store} isNeeded={concernsReader} load={loadMine} />
            <Stream store={store} />
          </main>
          <aside class="side">
            <Later store={store} name="board" />
            <Later store={store} name="moments" />
          </aside>
        </div>
      </div>
      <nav class="bar scripted" aria-label={words.value.programme}>
        <ViewLinks />
      </nav>
      <LiveRegions store={store} />
      <WhenNeeded store={store} isNeeded={isViewOpened} load={loadOpened} />
    </>
  );
}

const concernsReader = ({ view }: FeedStore): boolean =>
  view.value.forYou.length + view.value.missed.length > 0;
const loadMine = async () => (await import("./stream/mine.tsx")).Mine;
/** [SW5] The page of the feed, opened without a network at the address of an announcement. */
const isLinkedHere = ({ linkedId }: FeedStore): boolean => linkedId.value !== undefined;
const loadLinked = async () => (await import("./stream/linked.tsx")).Linked;
const isViewOpened = ({ isViewOpened }: FeedStore): boolean => isViewOpened.value;
const loadOpened = async () => (await import("./views/opened-view.tsx")).OpenedView;

import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { Icon } from "../../shared/parts/icon.tsx";
import { dayName } from "../../shared/time.ts";
import { language, words } from "../../shared/words/words.ts";
import { ItemView } from "../cards/announcement-view.tsx";
import type { FeedStore } from "../feed-store.ts";
import { Later } from "../later.tsx";

/** From so many on, those out of sight are not laid out. Fewer cost little, and are all there for whoever looks. */
const LONG = 40;

/**
 * The announcements, newest first: pinned, then by day. Page Up and Page Down go from one to the next. A feed
 * holds articles alone, so the name of a day stands in its first.
 */
export function Stream({ store }: { store: FeedStore }) {
  const { pinned, days, seenId } = store.view.value;
  const feed = useRef<HTMLElement>(null);
  const placeOf = usePlaces(feed);
  return (
    <>
      <NewPill store={store} />
      <section
        role={pinned.length + days.length > 0 ? "feed" : undefined}
        ref={feed}
        class={store.reading.limit.value > LONG ? "long" : undefined}
        aria-label={words.value.allAnnouncements}
        aria-busy={store.reading.isFetching.value}
        onKeyDown={stepThrough}
      >
        {pinned.map((item) => (
          <ItemView key={item.id} store={store} item={item} place={placeOf(item.id)} isPinned />
        ))}
        {/* One list with keys, not one in another: so all stay the elements that they are when one more comes. */}
        {days.flatMap(({ atMs, items }, day) =>
          items.map((item, at) => (
            <ItemView key={item.id} store={store} item={item} place={placeOf(item.id)}>
              {/* Undefined where nothing stands above it: what is given anew is drawn anew. */}
              {at === 0 || item.id === seenId ? (
                <>
                  {at === 0 && (
                    <h2 class="day">
                      {dayName(atMs, store.timeZone.value, language.value)}
                      {day === 0 && <span>{words.value.allTimes}</span>}
                    </h2>
                  )}
                  {item.id === seenId && (
                    <p class="seen">
                      <span>{words.value.seenLine}</span>
                    </p>
                  )}
                </>
              ) : undefined}
            </ItemView>
          )),
        )}
      </section>
      {pinned.length + days.length === 0 && <Nothing store={store} />}
      <Later store={store} name="older" />
    </>
  );
}

/**
 * The place of each announcement in the feed. One more above changes them all: that is written to the elements,
 * and none of them is drawn anew for it.
 */
function usePlaces(feed: { readonly current: HTMLElement | null }): (id: string) => number {
  const drawnAt = useRef(new Map<string, number>()).current;
  let place = 0;
  useLayoutEffect(() => {
    const articles = feed.current?.querySelectorAll("article") ?? [];
    let at = 0;
    for (const article of articles) article.setAttribute("aria-posinset", String(++at));
    if (drawnAt.size > 2 * articles.length + 100) drawnAt.clear();
  });
  return (id) => {
    place += 1;
    if (!drawnAt.has(id)) drawnAt.set(id, place);
    return drawnAt.get(id)!;
  };
}

/** The keys of a feed; what they do is fetched when somebody uses them. */
function stepThrough(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
  const { key, ctrlKey, currentTarget } = event;
  if (!(ctrlKey ? /^(Home|End)$/ : /^Page(Up|Down)$/).test(key)) return;
  event.preventDefault();
  void import("./feed-keys.ts").then(({ step }) => step(currentTarget, key));
}

/** What came while the reader was further down: counted, and shown when they ask. */
function NewPill({ store }: { store: FeedStore }) {
  const { arrived } = store.view.value;
  const wanted = useRef<string | undefined>(undefined);
  useEffect(() => {
    const article = wanted.current && document.getElementById(`a-${wanted.current}`);
    wanted.current = undefined;
    if (!article) return;
    article.scrollIntoView({ block: "center" });
    article.focus({ preventScroll: true });
  });
  if (arrived.length === 0) return null;
  const show = () => {
    wanted.current = store.showArrived();
  };
  return (
    <div class="new">
      <button type="button" onClick={show}>
        <Icon name="up" />
        {words.value.newCount(arrived.length)}
      </button>
    </div>
  );
}

function Nothing({ store }: { store: FeedStore }) {
  const said = words.value;
  const isEmpty = !store.client.held.value?.feed.announcements.size;
  if (!store.isFiltering.value) return <p class="nothing">{isEmpty ? said.nothingYet : said.nothing}</p>;
  return (
    <p class="nothing">
      {said.nothingChosen}{" "}
      <button type="button" class="button" onClick={store.showAll}>
        {said.showAll}
      </button>
    </p>
  );
}

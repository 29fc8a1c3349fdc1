import { words } from "../../shared/words/words.ts";
import { ItemView } from "../cards/announcement-view.tsx";
import type { FeedStore } from "../feed-store.ts";

/** Where a link led here: what it led to, whole, and the way to all the others. */
export function Linked({ store }: { store: FeedStore }) {
  const id = store.linkedId.value;
  if (id === undefined) return null;
  const item = store.client.held.value?.feed.announcements.get(id);
  const said = words.value;
  return (
    <>
      <section class="linked" aria-labelledby="linked">
        <h2 class="day" id="linked">
          {said.linked}
        </h2>
        {item === undefined ? (
          <p class="nothing">{said.notThere}</p>
        ) : (
          <ItemView store={store} item={item} place={1} />
        )}
      </section>
      <h2 class="all">
        <a href="/">{said.allAnnouncements}</a>
      </h2>
    </>
  );
}

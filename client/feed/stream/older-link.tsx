/** The way to what is older without a script: the same page with more of it. Rendered by the server alone. */
import { isWithdrawn } from "../../../server/core/feed-state.ts";
import { words } from "../../shared/words/words.ts";
import type { FeedStore } from "../feed-store.ts";

/** As many as a page may be asked for. */
const MORE = 100;
const MOST = 1_000;

export function OlderLink({ store: { served } }: { store: FeedStore }) {
  const { announcements, language, olderBefore } = served;
  const last = announcements.find(({ offset }) => offset === olderBefore);
  const size = announcements.length < MORE ? MORE : MOST;
  if (last === undefined || announcements.length >= MOST) return null;
  // Where the reader was, so that they go on from there.
  const place = isWithdrawn(last) || !last.pinned ? `#a-${last.id}` : "";
  return (
    <p class="older unscripted">
      <a class="button" href={`?newest=${size}&lang=${language}${place}`}>
        {words.value.older}
      </a>
    </p>
  );
}

import { markOf } from "../../shared/parts/words-in.tsx";
import { sayIn } from "../../shared/words/languages.ts";
import { language, words } from "../../shared/words/words.ts";
import type { FeedStore } from "../feed-store.ts";

/** First on the page and not to be dismissed: nobody may take a rehearsal for the event. */
export function RehearsalStrip({ store }: { store: FeedStore }) {
  const event = store.event.value;
  if (!store.isRehearsal.value) return null;
  const notice = sayIn(event?.rehearsalNotice, language.value, store.defaultLanguages.value);
  const text = notice.text || `${words.value.rehearsal} ${words.value.rehearsalNotice}`;
  const [, sentence, rest] = /^(.*?[.。])(.*)$/s.exec(text) ?? ["", text, ""];
  return (
    <aside class="rehearsal" aria-label={words.value.rehearsal}>
      <p>
        <span class="hatch" aria-hidden="true" />
        <span {...(notice.text && markOf(notice.language))}>
          <b>{sentence}</b> {rest}
        </span>
      </p>
    </aside>
  );
}

import type { Announcement, FeedItem } from "../../server/contract/announcement.ts";
import { isWithdrawn } from "../../server/core/feed-state.ts";
import { isSameLanguage, ownNameOf, sayIn, textIn } from "../shared/languages.ts";
import { ClockTime } from "../shared/parts/clock-time.tsx";
import { Icon } from "../shared/parts/icon.tsx";
import { Headline, markOf } from "../shared/parts/words-in.tsx";
import { urgentDetails } from "../shared/urgent.ts";
import { standsAt } from "../shared/view-model.ts";
import { language, words } from "../shared/words.ts";
import { Actions } from "./actions.tsx";
import { Corrected } from "./corrected.tsx";
import { DetailsView } from "./details-view.tsx";
import type { ItemStore } from "./feed-store.ts";

interface ItemProps<T> {
  readonly store: ItemStore;
  readonly item: T;
  /** In the feed, from 1. */
  readonly place: number;
  readonly isPinned?: boolean;
}

export const ItemView = ({ item, ...rest }: ItemProps<FeedItem>) =>
  isWithdrawn(item) ? <TombstoneView item={item} {...rest} /> : <AnnouncementView item={item} {...rest} />;

/** One grey line: when and why, never what. */
function TombstoneView({ store, item, place }: ItemProps<Extract<FeedItem, { withdrawnAt: string }>>) {
  return (
    <article
      class="item withdrawn"
      id={`a-${item.id}`}
      data-announcement-id={item.id}
      data-withdrawn
      aria-posinset={place}
      aria-setsize={-1}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the articles of a feed are stops of the keyboard
      tabIndex={0}
    >
      <span class="at">–</span>
      <p>
        {words.value.withdrawn} <ClockTime at={standsAt(item)} zone={store.timeZone.value} />: {item.reason}
      </p>
    </article>
  );
}

function AnnouncementView({ store, item, place, isPinned = false }: ItemProps<Announcement>) {
  const said = textIn(item, language.value, store.defaultLanguages.value);
  const mark = markOf(said.language, language.value);
  const heading = `h-${item.id}`;
  const look = [
    "item",
    item.kind === "notice" && !item.key && !isPinned ? "small" : "",
    item.key || isPinned ? "key" : "",
  ];
  return (
    <article
      class={[...look, isPinned ? "pinned" : ""].filter(Boolean).join(" ")}
      id={`a-${item.id}`}
      data-announcement-id={item.id}
      data-revision={item.revision}
      data-kind={item.kind}
      aria-labelledby={heading}
      aria-posinset={place}
      aria-setsize={-1}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the articles of a feed are stops of the keyboard
      tabIndex={0}
    >
      <span class="at">
        <ClockTime at={standsAt(item)} zone={store.timeZone.value} />
      </span>
      <div>
        <Meta store={store} item={item} isPinned={isPinned} textLanguage={said.language} />
        <h3 id={heading} {...mark}>
          <a href={`/a/${item.id}`}>
            {firstWord(item, said.headline)}
            <Headline text={said.headline} language={said.language} />
          </a>
        </h3>
        <DetailsView store={store} item={item} />
        {said.body && (
          <p class="body" {...mark}>
            {said.body}
          </p>
        )}
        {item.correctedAt !== undefined && <Corrected store={store} item={item} />}
        <Actions store={store} item={item} />
      </div>
    </article>
  );
}

/** An exercise and a test say so in the first word, unless their author wrote it there. */
export function firstWord(item: Announcement, headline: string): string {
  const details = urgentDetails(item);
  if (details === undefined || details.status === "actual") return "";
  const word = words.value[details.status];
  return headline.toLowerCase().includes(word.toLowerCase()) ? "" : `${word}: `;
}

function Meta({
  store,
  item,
  isPinned,
  textLanguage,
}: {
  store: ItemStore;
  item: Announcement;
  isPinned: boolean;
  textLanguage: string;
}) {
  const said = words.value;
  const { attendance, zones } = item.audience;
  const names = zones.map((id) => store.event.value?.zones.find((zone) => zone.id === id)?.name);
  const isForeign = !isSameLanguage(textLanguage, language.value);
  return (
    <p class="meta">
      <span class="kind">
        <Icon name={isPinned ? "pin" : item.kind} />
        {isPinned ? said.pinned : said.kind[item.kind]}
      </span>
      {attendance === "in-person" && <span>{said.forInPerson}</span>}
      {attendance === "online" && <span>{said.forOnline}</span>}
      {names.map((name) => (
        <span>{sayIn(name, language.value, store.defaultLanguages.value).text}</span>
      ))}
      {isForeign && (
        <>
          <span class="plate soft" lang={textLanguage}>
            {ownNameOf(textLanguage)}
          </span>
          <span>{said.toFollow}</span>
        </>
      )}
    </p>
  );
}

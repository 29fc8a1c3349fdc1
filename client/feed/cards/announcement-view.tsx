import { useComputed } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { Announcement, FeedItem, Tombstone } from "../../../server/contract/announcement.ts";
import { isWithdrawn } from "../../../server/core/feed-state.ts";
import { ClockTime } from "../../shared/parts/clock-time.tsx";
import { Icon } from "../../shared/parts/icon.tsx";
import { Before, Headline, markOf } from "../../shared/parts/words-in.tsx";
import { urgentDetails } from "../../shared/urgent.ts";
import { standsAt } from "../../shared/view-model.ts";
import { isSameLanguage, ownNameOf, sayIn, textIn } from "../../shared/words/languages.ts";
import { language, words } from "../../shared/words/words.ts";
import type { ItemStore } from "../feed-store.ts";
import { Actions } from "./actions.tsx";
import { Corrected } from "./corrected.tsx";
import { DetailsView } from "./details-view.tsx";
import { OwnTime, ownZone } from "./own-time.tsx";
import { SessionLine } from "./session-line.tsx";
import { ShareLink } from "./share-link.tsx";

/** So young, and on a page that is its reader's already, it comes in before their eyes. */
const FRESH_MS = 30_000;

interface ItemProps<T> {
  readonly store: ItemStore;
  readonly item: T;
  /** In the feed, from 1. */
  readonly place: number;
  readonly isPinned?: boolean;
  /** What stands above it, across both columns. */
  readonly children?: ComponentChildren;
}

export const ItemView = ({ item, ...rest }: ItemProps<FeedItem>) =>
  isWithdrawn(item) ? <TombstoneView item={item} {...rest} /> : <AnnouncementView item={item} {...rest} />;

/** One grey line: when and why, never what. */
function TombstoneView({ store, item, place, children }: ItemProps<Tombstone>) {
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
      {children}
      <span class="at" aria-hidden="true">
        –
      </span>
      <p>
        {words.value.withdrawn} <ClockTime at={standsAt(item)} zone={store.timeZone.value} />: {item.reason}
      </p>
    </article>
  );
}

function AnnouncementView({ store, item, place, isPinned = false, children }: ItemProps<Announcement>) {
  const said = textIn(item, language.value, store.defaultLanguages.value);
  const mark = markOf(said.language);
  const heading = `h-${item.id}`;
  const at = standsAt(item);
  const zone = store.timeZone.value;
  const session = useComputed(() => store.sessions?.value.get(item.sessionId ?? "")).value;
  const [isFresh] = useState(() => ownZone.peek() !== undefined && store.now.peek() - at < FRESH_MS);
  const look = [
    "item",
    isFresh ? "fresh" : "",
    item.kind === "notice" && !item.key && !isPinned ? "small" : "",
    item.key || isPinned ? "key" : "",
    isPinned ? "pinned" : "",
  ];
  return (
    <article
      class={look.filter(Boolean).join(" ")}
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
      {children}
      <span class="at">
        <ClockTime at={at} zone={zone} />
        <OwnTime at={at} zone={zone} />
      </span>
      <div>
        <Meta store={store} item={item} isPinned={isPinned} textLanguage={said.language} />
        <h3 id={heading} {...mark}>
          <a href={`/a/${item.id}`}>
            <FirstWord item={item} headline={said.headline} />
            <Headline text={said.headline} language={said.language} />
          </a>
        </h3>
        <DetailsView store={store} item={item} />
        {said.body && (
          <p class="body" {...mark}>
            {said.body}
          </p>
        )}
        {session && (isPinned || item.kind === "session-start") && (
          <SessionLine key={session.startsAt + session.endsAt} store={store} session={session} />
        )}
        {item.correctedAt !== undefined && <Corrected store={store} item={item} />}
        <Actions store={store} item={item} session={session} />
        <ShareLink id={item.id} headline={said.headline} />
      </div>
    </article>
  );
}

/** An exercise and a test say so in the first word, unless their author wrote it there. */
function FirstWord({ item, headline }: { item: Announcement; headline: string }) {
  const details = urgentDetails(item);
  return details && details.status !== "actual" ? (
    <Before said={[words.value[details.status]]} headline={headline} />
  ) : null;
}

interface MetaProps {
  readonly store: ItemStore;
  readonly item: Announcement;
  readonly isPinned: boolean;
  readonly textLanguage: string;
}

function Meta({ store, item, isPinned, textLanguage }: MetaProps) {
  const said = words.value;
  const languages = store.defaultLanguages.value;
  const { attendance, zones } = item.audience;
  const names = zones.map((id) => store.event.value?.zones.find((zone) => zone.id === id)?.name);
  return (
    <p class="meta">
      <span class="kind">
        <Icon name={isPinned ? "pin" : item.kind} />
        {isPinned ? said.pinned : said.kind[item.kind]}
      </span>
      {attendance === "in-person" && <span>{said.forInPerson}</span>}
      {attendance === "online" && <span>{said.forOnline}</span>}
      {names.map((name) => (
        <span>{sayIn(name, language.value, languages).text}</span>
      ))}
      {!isSameLanguage(textLanguage, language.value) && (
        <>
          <span class="plate soft" {...markOf(textLanguage)}>
            {ownNameOf(textLanguage)}
          </span>
          {languages.some((tag) => isSameLanguage(tag, language.value)) && <span>{said.toFollow}</span>}
        </>
      )}
    </p>
  );
}

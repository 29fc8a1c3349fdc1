import { effect, signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Announcement, FeedItem, Kind } from "../../../server/contract/announcement.ts";
import { isWithdrawn, newestFirst } from "../../../server/core/feed-state.ts";
import { foldText, matches } from "../../../server/core/visible.ts";
import { parseItems } from "../../shared/held/parse.ts";
import { ClockTime } from "../../shared/parts/clock-time.tsx";
import { markOf } from "../../shared/parts/words-in.tsx";
import { shortDay } from "../../shared/time.ts";
import { isOnFeed, KINDS, standsAt } from "../../shared/view-model.ts";
import { sayIn, textIn } from "../../shared/words/languages.ts";
import { language, words } from "../../shared/words/words.ts";
import type { FeedStore } from "../feed-store.ts";
import { hitsIn } from "./hits.ts";
import { viewWords } from "./words.ts";
import "./views.css";

const PAUSE_MS = 300;
const PAGE = 20;

interface Found {
  readonly items: readonly Announcement[];
  /** `before` of the next page. */
  readonly next?: number | undefined;
  /** Only what this device holds was searched. */
  readonly isHere?: boolean;
}

/** What was looked for stays so until the page is left. */
const looked = signal("");
const kind = signal<Kind | undefined>(undefined);
const track = signal<string | undefined>(undefined);
/** Undefined before the first answer; it stands until the next one, so that nothing flickers. */
const found = signal<Found | undefined>(undefined);
const isAsking = signal(false);

const isLiving = (item: FeedItem): item is Announcement => !isWithdrawn(item) && isOnFeed(item);

let asking: AbortController | undefined;

/** Asks the server; where it cannot be reached, looks among what is held. */
async function ask(store: FeedStore, before?: number): Promise<void> {
  const q = looked.peek().trim();
  asking?.abort();
  const mine = new AbortController();
  asking = mine;
  isAsking.value = true;
  const wanted = { q, kind: kind.peek(), track: track.peek(), before, limit: PAGE };
  const query = Object.entries(wanted).flatMap(([name, value]) => (value ? [[name, String(value)]] : []));
  try {
    const answer = await fetch(`/api/v1/feed?${new URLSearchParams(query)}`, { signal: mine.signal });
    if (!answer.ok) throw new Error(String(answer.status));
    const { announcements, next } = await answer.json();
    const items = parseItems(announcements).filter(isLiving);
    const sofar = before === undefined ? [] : (found.peek()?.items ?? []);
    found.value = { items: [...sofar, ...items], next: Number(next) || undefined };
  } catch {
    if (mine.signal.aborted) return;
    if (before === undefined) found.value = { items: heldOf(store, q), isHere: true };
  }
  isAsking.value = false;
}

function heldOf({ client, event }: FeedStore, q: string): Announcement[] {
  const filter = { words: foldText(q), kind: kind.peek(), track: track.peek() };
  const held = newestFirst(client.held.peek()?.feed.announcements ?? new Map());
  return held.filter(isLiving).filter((item) => matches(item, filter, event.peek()?.zones ?? []));
}

function follow(store: FeedStore): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = effect(() => {
    const isEmpty = looked.value.trim() === "";
    void [kind.value, track.value];
    clearTimeout(timer);
    // Back on the net, all of them are searched after all.
    if (store.client.connection.value.phase !== "live" && found.peek()?.isHere) return;
    if (isEmpty) found.value = undefined;
    else timer = setTimeout(ask, PAUSE_MS, store);
  });
  return () => {
    stop();
    clearTimeout(timer);
    asking?.abort();
  };
}

/** Search over all announcements that there ever were. */
export function view({ store }: { store: FeedStore }) {
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    box.current?.focus();
    return follow(store);
  }, []);
  const all = found.value;
  const tracks = store.event.value?.tracks ?? [];
  return (
    <>
      <search class="choices">
        <input
          type="search"
          maxLength={200}
          ref={box}
          aria-label={`${words.value.views.search}: ${words.value.allAnnouncements}`}
          placeholder={words.value.views.search}
          value={looked.value}
          onInput={(event) => (looked.value = event.currentTarget.value)}
        />
        <select
          aria-label={words.value.show}
          value={kind.value ?? ""}
          onChange={(event) => (kind.value = (event.currentTarget.value || undefined) as Kind | undefined)}
        >
          <option value="">{words.value.everything}</option>
          {KINDS.map((name) => (
            <option key={name} value={name}>
              {words.value.kinds[name]}
            </option>
          ))}
        </select>
        {tracks.length > 0 && (
          <select
            aria-label={words.value.tracks}
            value={track.value ?? ""}
            onChange={(event) => (track.value = event.currentTarget.value || undefined)}
          >
            <option value="">{words.value.allTracks}</option>
            {tracks.map(({ id, name }) => (
              <option key={id} value={id}>
                {sayIn(name, language.value, store.defaultLanguages.value).text}
              </option>
            ))}
          </select>
        )}
      </search>
      <p class="waiting" role="status" aria-busy={isAsking.value}>
        {all === undefined ? isAsking.value && words.value.oneMoment : outcomeOf(all)}
      </p>
      <ol class="sessions found">
        {all?.items.map((item) => (
          <Result key={item.id} store={store} item={item} />
        ))}
      </ol>
      {all?.next !== undefined && (
        <p class="acts">
          <button
            type="button"
            class="button"
            disabled={isAsking.value}
            onClick={() => void ask(store, all.next)}
          >
            {words.value.older}
          </button>
        </p>
      )}
    </>
  );
}

function outcomeOf({ items, next, isHere }: Found): string {
  const { offline, offlineHint, nothingChosen } = words.value;
  const count =
    items.length === 0 ? nothingChosen : `${viewWords.value.found(items.length)}${next ? " …" : ""}`;
  return isHere ? `${offline}. ${offlineHint} ${count}` : count;
}

function Result({ store, item }: { store: FeedStore; item: Announcement }) {
  const text = textIn(item, language.value, store.defaultLanguages.value);
  const zone = store.timeZone.value;
  return (
    <li>
      <span class="when">
        <ClockTime at={standsAt(item)} zone={zone} />
        <small>{shortDay(standsAt(item), zone, language.value)}</small>
      </span>
      <span {...markOf(text.language)}>
        <a href={`/a/${item.id}`} onClick={(event) => toArticle(event, item.id)}>
          <Hits text={text.headline} />
        </a>
        <small>
          <Hits text={text.body} isCut />
        </small>
      </span>
    </li>
  );
}

const Hits = ({ text, isCut = false }: { text: string; isCut?: boolean }) => (
  <>
    {hitsIn(text, looked.value.trim(), isCut).map((piece) =>
      piece.isHit ? <mark>{piece.text}</mark> : piece.text,
    )}
  </>
);

/** Where the feed below shows it, that is where it is read; else on a page of its own. */
function toArticle(event: MouseEvent, id: string): void {
  const article = document.getElementById(`a-${id}`);
  if (article === null || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const show = () => requestAnimationFrame(() => article.focus());
  addEventListener("hashchange", show, { once: true });
  location.hash = `a-${id}`;
}

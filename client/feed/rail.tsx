import type { Kind } from "../../server/contract/announcement.ts";
import { ownNameOf, sayIn, textIn } from "../shared/languages.ts";
import { ClockTime } from "../shared/parts/clock-time.tsx";
import { Icon } from "../shared/parts/icon.tsx";
import { Headline, markOf } from "../shared/parts/words-in.tsx";
import { KINDS, standsAt } from "../shared/view-model.ts";
import { chooseInterface, interfaceLanguages, language, words } from "../shared/words.ts";
import type { FeedStore } from "./feed-store.ts";

/** Beside the stream on a laptop: what to show, which track, which language. */
export function Rail({ store }: { store: FeedStore }) {
  const said = words.value;
  const { counts } = store.view.value;
  const tracks = store.event.value?.tracks ?? [];
  return (
    <nav class="rail" aria-label={said.show}>
      <div class="filters">
        <h2>{said.show}</h2>
        <button
          type="button"
          aria-pressed={store.kind.value === undefined}
          onClick={() => store.choose({ kind: undefined })}
        >
          {said.everything}
          <span class="num">{counts.get("all") ?? 0}</span>
        </button>
        {KINDS.map((kind) => (
          <button
            key={kind}
            type="button"
            data-kind={kind}
            aria-pressed={store.kind.value === kind}
            onClick={() => store.choose({ kind: store.kind.peek() === kind ? undefined : kind })}
          >
            <Icon name={kind} />
            {said.kinds[kind]}
            <span class="num">{counts.get(kind) ?? 0}</span>
          </button>
        ))}
      </div>
      {tracks.length > 0 && (
        <div class="filters">
          <h2>{said.tracks}</h2>
          {tracks.map(({ id, name }) => (
            <button
              key={id}
              type="button"
              aria-pressed={store.track.value === id}
              onClick={() => store.choose({ track: store.track.peek() === id ? undefined : id })}
            >
              {sayIn(name, language.value, store.defaultLanguages.value).text}
            </button>
          ))}
        </div>
      )}
      <div class="filters">
        <h2>{said.languageWord}</h2>
        {interfaceLanguages.map((tag) => (
          <button
            key={tag}
            type="button"
            lang={tag}
            aria-pressed={language.value === tag}
            onClick={() => chooseInterface(tag)}
          >
            {ownNameOf(tag)}
          </button>
        ))}
      </div>
    </nav>
  );
}

/** The same choices on a phone, in the device's own menus. */
export function Tools({ store }: { store: FeedStore }) {
  const said = words.value;
  const tracks = store.event.value?.tracks ?? [];
  const chosenIn = (event: { currentTarget: HTMLSelectElement }) => event.currentTarget.value || undefined;
  return (
    <div class="tools">
      <label>
        <span class="hush">{said.show}</span>
        <select
          value={store.kind.value ?? ""}
          onChange={(event) => store.choose({ kind: chosenIn(event) as Kind | undefined })}
        >
          <option value="">{said.everything}</option>
          {KINDS.map((kind) => (
            <option key={kind} value={kind}>
              {said.kinds[kind]}
            </option>
          ))}
        </select>
      </label>
      {tracks.length > 0 && (
        <label>
          <span class="hush">{said.tracks}</span>
          <select
            value={store.track.value ?? ""}
            onChange={(event) => store.choose({ track: chosenIn(event) })}
          >
            <option value="">{said.allTracks}</option>
            {tracks.map(({ id, name }) => (
              <option key={id} value={id}>
                {sayIn(name, language.value, store.defaultLanguages.value).text}
              </option>
            ))}
          </select>
        </label>
      )}
      <label>
        <span class="hush">{said.languageWord}</span>
        <select value={language.value} onChange={(event) => chooseInterface(event.currentTarget.value)}>
          {interfaceLanguages.map((tag) => (
            <option key={tag} value={tag} lang={tag}>
              {ownNameOf(tag)}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}

const DIGEST = 6;

export function Digest({ store }: { store: FeedStore }) {
  const moments = store.view.value.keyMoments.slice(0, DIGEST);
  if (moments.length === 0) return null;
  return (
    <section class="digest">
      <h2>{words.value.keyMoments}</h2>
      <ol>
        {moments.map((moment) => {
          const text = textIn(moment, language.value, store.defaultLanguages.value);
          return (
            <li key={moment.id}>
              <ClockTime at={standsAt(moment)} zone={store.timeZone.value} />
              <a href={`#a-${moment.id}`} {...markOf(text.language, language.value)}>
                <Headline text={text.headline} language={text.language} />
              </a>
            </li>
          );
        })}
      </ol>
    </section>
  );
}

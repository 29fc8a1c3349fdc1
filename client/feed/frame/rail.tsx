import type { ComponentChildren } from "preact";
import { ClockTime } from "../../shared/parts/clock-time.tsx";
import { Icon } from "../../shared/parts/icon.tsx";
import { Headline, markOf } from "../../shared/parts/words-in.tsx";
import { KINDS, standsAt } from "../../shared/view-model.ts";
import { ownNameOf, textIn } from "../../shared/words/languages.ts";
import { interfaceLanguages, language, words } from "../../shared/words/words.ts";
import type { FeedStore } from "../feed-store.ts";
import { Menu, optionsOf } from "./tools.tsx";
import { ViewLinks } from "./view-links.tsx";

/** Beside the stream on a laptop: what else there is, what to show, which language. */
export function Rail({ store }: { store: FeedStore }) {
  const said = words.value;
  const { counts } = store.view.value;
  const { tracks = [], halls = [] } = store.event.value ?? {};
  const kind = store.kind.value;
  return (
    <div class="rail">
      <nav class="filters scripted" aria-label={said.programme}>
        <ViewLinks />
      </nav>
      <section class="filters scripted" aria-labelledby="rail-show">
        <h2 id="rail-show">{said.show}</h2>
        <Choice
          isChosen={kind === undefined}
          count={counts.get("all")}
          choose={() => store.choose({ kind: undefined })}
        >
          {said.everything}
        </Choice>
        {KINDS.map((name) => (
          <Choice
            key={name}
            kind={name}
            isChosen={kind === name}
            count={counts.get(name)}
            choose={() => store.choose({ kind: kind === name ? undefined : name })}
          >
            <Icon name={name} />
            {said.kinds[name]}
          </Choice>
        ))}
        <Following store={store} />
      </section>
      <Named store={store} of="track" title={said.tracks} none={said.allTracks} all={tracks} />
      <Named store={store} of="hall" title={said.halls} none={said.allHalls} all={halls} />
      <Languages />
    </div>
  );
}

interface ChoiceProps {
  readonly isChosen: boolean;
  readonly choose: () => void;
  readonly kind?: string;
  readonly count?: number | undefined;
  readonly children: ComponentChildren;
}

function Choice({ isChosen, choose, kind, children, ...rest }: ChoiceProps) {
  return (
    <button type="button" data-kind={kind} aria-pressed={isChosen} onClick={choose}>
      {children}
      {"count" in rest && <span class="num">{rest.count ?? 0}</span>}
    </button>
  );
}

function Following({ store }: { store: FeedStore }) {
  const isOn = store.onlyStarred.value;
  if (store.starred.sessions.value.size === 0 && !isOn) return null;
  return (
    <Choice isChosen={isOn} choose={() => store.choose({ onlyStarred: !isOn })}>
      <Icon name="star" />
      {words.value.following}
    </Choice>
  );
}

interface NamedProps {
  readonly store: FeedStore;
  readonly of: "track" | "hall";
  readonly title: string;
  /** What chooses none of them. */
  readonly none: string;
  readonly all: readonly { readonly id: string; readonly name: Record<string, string> }[];
}

/** More than a few would push the languages out of reach. */
const MANY = 8;

function Named({ store, of, title, none, all }: NamedProps) {
  if (all.length === 0) return null;
  const chosen = store[of].value;
  const options = optionsOf(store, all);
  const choose = (id: string | undefined) => store.choose({ [of]: id });
  return (
    <section class="filters scripted" aria-labelledby={`rail-${of}`}>
      <h2 id={`rail-${of}`}>{title}</h2>
      {all.length > MANY ? (
        <Menu title={title} all={none} options={options} value={chosen} choose={choose} />
      ) : (
        options.map(([id, name]) => (
          <Choice key={id} isChosen={chosen === id} choose={() => choose(chosen === id ? undefined : id)}>
            {name}
          </Choice>
        ))
      )}
    </section>
  );
}

/** Real links, for readers without scripts and for search engines; with scripts the page changes in place. */
export function Languages() {
  return (
    <nav class="filters" aria-label={words.value.languageWord}>
      <h2>{words.value.languageWord}</h2>
      {interfaceLanguages.map((tag) => (
        <a
          key={tag}
          href={`?lang=${tag}`}
          lang={tag}
          hreflang={tag}
          aria-current={language.value === tag ? "true" : undefined}
        >
          {ownNameOf(tag)}
        </a>
      ))}
    </nav>
  );
}

const MOMENTS = 6;

export function Moments({ store }: { store: FeedStore }) {
  const moments = store.view.value.keyMoments.slice(0, MOMENTS);
  if (moments.length === 0) return null;
  return (
    <section class="digest">
      <h2>{words.value.keyMoments}</h2>
      <Headlines store={store} items={moments} />
    </section>
  );
}

type Items = FeedStore["view"]["value"]["keyMoments"];

/** Times and headlines that lead to the announcement: in the stream where it stands there, else to its own page. */
export function Headlines({ store, items }: { store: FeedStore; items: Items }) {
  return (
    <ol>
      {items.map((item) => {
        const text = textIn(item, language.value, store.defaultLanguages.value);
        return (
          <li key={item.id}>
            <ClockTime at={standsAt(item)} zone={store.timeZone.value} />
            <a href={`/a/${item.id}`} onClick={goTo(item.id)} {...markOf(text.language)}>
              <Headline text={text.headline} language={text.language} />
            </a>
          </li>
        );
      })}
    </ol>
  );
}

const goTo =
  (id: string) =>
  (event: MouseEvent): void => {
    const article = document.getElementById(`a-${id}`);
    if (article === null || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    article.scrollIntoView({ block: "center" });
    article.focus({ preventScroll: true });
  };

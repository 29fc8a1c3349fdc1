import type { Kind } from "../../server/contract/announcement.ts";
import { ownNameOf, sayIn } from "../shared/languages.ts";
import { Icon } from "../shared/parts/icon.tsx";
import { KINDS } from "../shared/view-model.ts";
import { interfaceLanguages, language, words } from "../shared/words.ts";
import { changeLanguage } from "./change-language.ts";
import type { FeedStore } from "./feed-store.ts";

/** What the rail has on a laptop, on a phone in the device's own menus. */
export function Tools({ store }: { store: FeedStore }) {
  const said = words.value;
  const { tracks = [], halls = [] } = store.event.value ?? {};
  const isOn = store.onlyStarred.value;
  const named = (all: typeof tracks): Option[] =>
    all.map(({ id, name }) => [id, sayIn(name, language.value, store.defaultLanguages.value).text]);
  return (
    <div class="tools scripted">
      <Menu
        title={said.show}
        all={said.everything}
        options={KINDS.map((kind) => [kind, said.kinds[kind]])}
        value={store.kind.value}
        choose={(kind) => store.choose({ kind: kind as Kind | undefined })}
      />
      <Menu
        title={said.tracks}
        all={said.allTracks}
        options={named(tracks)}
        value={store.track.value}
        choose={(track) => store.choose({ track })}
      />
      <Menu
        title={said.halls}
        all={said.allHalls}
        options={named(halls)}
        value={store.hall.value}
        choose={(hall) => store.choose({ hall })}
      />
      <Menu
        title={said.languageWord}
        options={interfaceLanguages.map((tag) => [tag, ownNameOf(tag), tag])}
        value={language.value}
        choose={(tag) => void changeLanguage(tag!)}
      />
      {(isOn || store.starred.sessions.value.size > 0) && (
        <button
          type="button"
          class="button"
          aria-pressed={isOn}
          onClick={() => store.choose({ onlyStarred: !isOn })}
        >
          <Icon name="star" />
          {said.following}
        </button>
      )}
    </div>
  );
}

type Option = readonly [value: string, text: string, lang?: string];

interface MenuProps {
  readonly title: string;
  /** What leaves nothing out; absent where one must be chosen. */
  readonly all?: string;
  readonly options: readonly Option[];
  readonly value: string | undefined;
  readonly choose: (value: string | undefined) => void;
}

function Menu({ title, all, options, value, choose }: MenuProps) {
  if (options.length === 0) return null;
  return (
    <label>
      <span class="hush">{title}</span>
      <select value={value ?? ""} onChange={({ currentTarget }) => choose(currentTarget.value || undefined)}>
        {all !== undefined && <option value="">{all}</option>}
        {options.map(([name, text, lang]) => (
          <option key={name} value={name} lang={lang} selected={name === value}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

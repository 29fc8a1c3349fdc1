import { Icon } from "../../shared/parts/icon.tsx";
import { KINDS } from "../../shared/view-model.ts";
import { ownNameOf, sayIn } from "../../shared/words/languages.ts";
import { interfaceLanguages, language, words } from "../../shared/words/words.ts";
import type { FeedStore } from "../feed-store.ts";
import { changeLanguage } from "./change-language.ts";

/** What the rail has on a laptop, on a phone in one row; it unfolds into the device's own menus. */
export function Tools({ store }: { store: FeedStore }) {
  const said = words.value;
  const { tracks = [], halls = [] } = store.event.value ?? {};
  const isOn = store.onlyStarred.value;
  const kinds = KINDS.map((kind): Option => [kind, said.kinds[kind]]);
  const menus = [
    { of: "kind", title: said.show, all: said.everything, options: kinds },
    { of: "track", title: said.tracks, all: said.allTracks, options: optionsOf(store, tracks) },
    { of: "hall", title: said.halls, all: said.allHalls, options: optionsOf(store, halls) },
  ] as const;
  const chosen = menus.map(({ of, options }) => options.find(([name]) => name === store[of].value)?.[1]);
  if (isOn) chosen.push(said.following);
  return (
    <div class="tools scripted">
      <details>
        <summary>
          {said.show} <b>{chosen.filter(Boolean).join(" · ") || said.everything}</b>
        </summary>
        <div>
          {menus.map(({ of, ...menu }) => (
            <Menu
              key={of}
              {...menu}
              value={store[of].value}
              choose={(name) => store.choose({ [of]: name })}
            />
          ))}
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
      </details>
      <Menu
        title={said.languageWord}
        options={interfaceLanguages.map((tag) => [tag, ownNameOf(tag), tag])}
        value={language.value}
        choose={(tag) => void changeLanguage(tag!)}
      />
    </div>
  );
}

type Option = readonly [value: string, text: string, lang?: string];

/** Tracks or halls, by their names in the reader's language. */
export const optionsOf = (
  { defaultLanguages }: FeedStore,
  all: readonly { readonly id: string; readonly name: Record<string, string> }[],
): readonly Option[] =>
  all.map(({ id, name }) => [id, sayIn(name, language.value, defaultLanguages.value).text]);

interface MenuProps {
  readonly title: string;
  /** What leaves nothing out; absent where one must be chosen. */
  readonly all?: string;
  readonly options: readonly Option[];
  readonly value: string | undefined;
  readonly choose: (value: string | undefined) => void;
}

export function Menu({ title, all, options, value, choose }: MenuProps) {
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

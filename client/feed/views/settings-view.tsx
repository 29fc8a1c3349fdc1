import type { ComponentChildren } from "preact";
import { chooseTheme, theme, themes } from "../../shared/theme.ts";
import { ownNameOf } from "../../shared/words/languages.ts";
import { interfaceLanguages, language, words } from "../../shared/words/words.ts";
import { install, installable } from "../device/install.ts";
import { installState } from "../device/installed.ts";
import type { FeedStore } from "../feed-store.ts";
import { changeLanguage } from "../frame/change-language.ts";
import { KeptHere, KeptThere } from "./kept-view.tsx";
import { PushWishes } from "./push-view.tsx";
import { viewWords } from "./words.ts";
import "./views.css";

/** What is the reader's own to choose, and what is kept about them. */
export function view({ store }: { store: FeedStore }) {
  const said = viewWords.value;
  return (
    <div class="settings">
      <Part label={words.value.whereAreYou}>
        <Switch
          name="attending"
          label={words.value.whereAreYou}
          chosen={store.attendance.value}
          options={[
            ["online", words.value.online],
            ["in-person", words.value.inPerson],
          ]}
          choose={store.attend}
        />
      </Part>
      <Part label={words.value.languageWord}>
        <select
          aria-label={words.value.languageWord}
          value={language.value}
          onChange={(event) => void changeLanguage(event.currentTarget.value)}
        >
          {interfaceLanguages.map((tag) => (
            <option key={tag} value={tag} lang={tag}>
              {ownNameOf(tag)}
            </option>
          ))}
        </select>
      </Part>
      <Part label={said.appearance}>
        <Switch
          name="appearance"
          label={said.appearance}
          chosen={theme.value}
          options={themes.map((name) => [name, said.looks[name]])}
          choose={chooseTheme}
        />
      </Part>
      <Part label={said.notifications}>
        <PushWishes store={store} />
      </Part>
      {installState() === "byHand" && (
        <Part label={said.install}>
          <p>{said.byHand}</p>
        </Part>
      )}
      {Boolean(installable.value) && (
        <p class="acts">
          <button type="button" class="button" onClick={install}>
            {said.install}
          </button>
        </p>
      )}
      <Part label={said.keptHere}>
        <KeptHere store={store} />
      </Part>
      <Part label={said.keptThere}>
        <KeptThere />
      </Part>
    </div>
  );
}

const Part = ({ label, children }: { label: string; children: ComponentChildren }) => (
  <section>
    <h3>{label}</h3>
    {children}
  </section>
);

function Switch<T extends string>({
  name,
  label,
  chosen,
  options,
  choose,
}: {
  name: string;
  label: string;
  chosen: T | undefined;
  options: readonly (readonly [T, string])[];
  choose: (to: T) => void;
}) {
  return (
    <fieldset>
      <legend class="hush">{label}</legend>
      <div class="switch">
        {options.map(([value, word]) => (
          <>
            <input
              type="radio"
              name={name}
              id={`${name}-${value}`}
              checked={chosen === value}
              onChange={() => choose(value)}
            />
            <label for={`${name}-${value}`}>{word}</label>
          </>
        ))}
      </div>
    </fieldset>
  );
}

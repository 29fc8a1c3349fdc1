import { Icon } from "../../shared/parts/icon.tsx";
import { ownNameOf } from "../../shared/words/languages.ts";
import { languagesOf } from "../composer/writing.ts";
import { Faults } from "../parts/form-field.tsx";
import type { SettingsProps } from "./settings-fields.tsx";
import { LANGUAGES_MOST } from "./settings-form.ts";
import { settingsWords } from "./settings-words.ts";

/** Which languages, and which of them is first. */
export function LanguageRows({ store, form, problem, onEdit }: SettingsProps) {
  const words = settingsWords.value;
  const { languages } = form;
  const others = languagesOf(store).filter((tag) => !languages.includes(tag));
  const put = (next: readonly string[]) => onEdit({ languages: next });
  const raise = (at: number) => put(languages.with(at - 1, languages[at]!).with(at, languages[at - 1]!));
  return (
    <fieldset class="language-rows" data-path="languages">
      <legend>{words.languages}</legend>
      {languages.length > 1 && <p class="hint">{words.languagesHint}</p>}
      <ol>
        {languages.map((tag, at) => (
          <li key={tag}>
            <b lang={tag}>{ownNameOf(tag)}</b>
            {at > 0 && (
              <button
                type="button"
                class="chip"
                aria-label={words.firstLanguage(ownNameOf(tag))}
                onClick={() => raise(at)}
              >
                <Icon name="up" />
              </button>
            )}
            <button
              type="button"
              class="plain"
              aria-label={words.removeLanguage(ownNameOf(tag))}
              onClick={() => put(languages.filter((other) => other !== tag))}
            >
              {words.remove}
            </button>
          </li>
        ))}
      </ol>
      {others.length > 0 && languages.length < LANGUAGES_MOST && (
        <p class="chips">
          {others.map((tag) => (
            <button key={tag} type="button" class="chip" onClick={() => put([...languages, tag])}>
              {words.addLanguage(ownNameOf(tag))}
            </button>
          ))}
        </p>
      )}
      <Faults problem={problem} path="languages" />
    </fieldset>
  );
}

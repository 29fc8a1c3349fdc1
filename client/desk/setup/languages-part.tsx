import { useSignal } from "@preact/signals";
import { directionOf, ownNameOf } from "../../shared/words/languages.ts";
import { language } from "../../shared/words/words.ts";
import { Faults } from "../parts/form-field.tsx";
import { stepped, withoutLanguage } from "./event-form.ts";
import { languages } from "./pick.ts";
import { Picker } from "./picker.tsx";
import { Removal, type Removing } from "./removal.tsx";
import { Steps, stepOf, useDrag } from "./rows.tsx";
import { Part, type SectionProps } from "./section.tsx";
import { setupWords } from "./words.ts";

const OFFERED = 12;

/** In their order: the first is the one that everything must have. */
export function LanguagesPart(props: SectionProps) {
  const { setup, form } = props;
  const words = setupWords.value;
  const removing = useSignal<Removing | undefined>(undefined);
  const said = useSignal("");
  const move = (tag: string, by: -1 | 1) => {
    const next = stepped(form.languages, form.languages.indexOf(tag), by);
    if (next === form.languages) return;
    setup.edit((held) => ({ ...held, languages: next }));
    said.value = words.movedTo(ownNameOf(tag), next.indexOf(tag) + 1, next.length);
  };
  const drag = useDrag((tag, to) =>
    setup.edit((held) => {
      const others = held.languages.filter((other) => other !== tag);
      return { ...held, languages: [...others.slice(0, to), tag, ...others.slice(to)] };
    }),
  );
  return (
    <Part title={words.sections.languages} hint={words.languagesHint}>
      <ol class="setup-rows">
        {form.languages.map((tag, at) => (
          <li
            key={tag}
            {...drag(tag, at)}
            onKeyDown={(event) => {
              const step = stepOf(event);
              if (step === "up" || step === "down") move(tag, step === "up" ? -1 : 1);
            }}
          >
            <span class="num place">{at + 1}</span>
            <span class="what">
              <b lang={tag} dir={directionOf(tag)}>
                {ownNameOf(tag)}
              </b>
              <small>
                {tag}
                {at === 0 && <span class="plate soft">{words.defaultLanguage}</span>}
              </small>
            </span>
            <Steps
              name={ownNameOf(tag)}
              isFirst={at === 0}
              isLast={at === form.languages.length - 1}
              onStep={(by) => move(tag, by)}
            />
            <button
              type="button"
              class="button"
              disabled={form.languages.length === 1}
              aria-label={words.removeNamed(ownNameOf(tag))}
              onClick={() => {
                const remove: Removing["remove"] = (held) => withoutLanguage(held, tag);
                removing.value = { kind: "language", id: tag, name: ownNameOf(tag), remove };
              }}
            >
              {words.remove}
            </button>
          </li>
        ))}
      </ol>
      <Faults problem={setup.problem.value} path="languages" />
      <p class="hush" role="status">
        {said}
      </p>
      <Picker
        label={words.addLanguage}
        hint={words.languageHint}
        value=""
        find={(query) => languages(query, language.value, form.languages, OFFERED)}
        onPick={(tag) => setup.edit((held) => ({ ...held, languages: [...held.languages, tag] }))}
        path=""
        problem={undefined}
      />
      {removing.value && (
        <Removal {...props} removing={removing.value} onClose={() => (removing.value = undefined)} />
      )}
    </Part>
  );
}

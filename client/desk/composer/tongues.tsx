import { useId } from "preact/hooks";
import { Icon } from "../../shared/parts/icon.tsx";
import { directionOf, ownNameOf } from "../../shared/words/languages.ts";
import { Faults, faultsAt } from "../parts/form-field.tsx";
import { counted } from "../parts/length-left.ts";
import type { DeskProps } from "../state/desk-props.ts";
import type { DeskStore } from "../state/desk-store.ts";
import { screenFit } from "./screen-fit.ts";
import { type TongueState, tongueState } from "./stale.ts";
import { BODY_MAX, HEADLINE_MAX } from "./templates.ts";
import { writeWords } from "./words.ts";
import { languagesOf } from "./writing.ts";

type Part = "headline" | "body";

const write = (store: DeskStore, language: string, change: { headline?: string; body?: string }): void => {
  const { text } = store.form.peek();
  store.edit({ text: { ...text, [language]: { headline: "", body: "", ...text[language], ...change } } });
};

/** The same words in each language, side by side, so that their fields align. */
export function Tongues({ store, commands }: DeskProps) {
  const { text } = store.form.value;
  const languages = languagesOf(store);
  // What a form holds in a language that is no longer the event's is shown too: it must be taken away by hand.
  const others = Object.keys(text).filter((language) => !languages.includes(language));
  const shown = [...languages.filter((language) => language in text), ...others];
  const absent = languages.filter((language) => !(language in text));
  return (
    <>
      <div class="tongues" data-path="text">
        {shown.map((language) => (
          <Tongue key={language} store={store} commands={commands} language={language} />
        ))}
      </div>
      {absent.length > 0 && (
        <p class="chips">
          {absent.map((language) => (
            <button type="button" class="chip" key={language} onClick={() => write(store, language, {})}>
              {writeWords.value.addTongue} <span lang={language}>{ownNameOf(language)}</span>
            </button>
          ))}
        </p>
      )}
    </>
  );
}

function Tongue({ store, commands, language }: DeskProps & { language: string }) {
  const said = writeWords.value;
  const [first = language] = languagesOf(store);
  const item = store.openItem.value;
  const state = tongueState(store.form.value, item, language, first);
  return (
    <section class="tongue" aria-label={ownNameOf(language)}>
      <TongueHead store={store} language={language} state={state} first={first} />
      <TongueField store={store} language={language} part="headline" isFirst={language === first} />
      <TongueField store={store} language={language} part="body" isFirst={language === first} />
      <p class="fits">
        <Fits store={store} language={language} />
        {state === "stale" && (
          <button type="button" class="plain" onClick={() => void commands.markCurrent([language])}>
            {said.markCurrent}
            <span class="hush">, {ownNameOf(language)}</span>
          </button>
        )}
      </p>
    </section>
  );
}

interface HeadProps {
  readonly store: DeskStore;
  readonly language: string;
  readonly state: TongueState;
  readonly first: string;
}

function TongueHead({ store, language, state, first }: HeadProps) {
  const said = writeWords.value;
  const remove = () => {
    const { [language]: _removed, ...rest } = store.form.peek().text;
    store.edit({ text: rest });
  };
  return (
    <header>
      <b lang={language}>{ownNameOf(language)}</b>
      {state === "first" && <span>{said.first}</span>}
      {state === "missing" && <span class="stale dashed">{said.missing}</span>}
      {state === "stale" && (
        <span class="stale">
          <Icon name="urgent" />
          {said.olderThan(ownNameOf(first))}
        </span>
      )}
      {state !== "first" && (
        <button
          type="button"
          class="plain"
          aria-label={said.removeTongue(ownNameOf(language))}
          onClick={remove}
        >
          {said.remove}
        </button>
      )}
    </header>
  );
}

interface TongueFieldProps {
  readonly store: DeskStore;
  readonly language: string;
  readonly part: Part;
  readonly isFirst: boolean;
}

const maxOf: Record<Part, number> = { headline: HEADLINE_MAX, body: BODY_MAX };

function TongueField({ store, language, part, isFirst }: TongueFieldProps) {
  const id = useId();
  const said = writeWords.value;
  const path = `text.${language}.${part}`;
  const problem = store.problem.value;
  const value = store.form.value.text[language]?.[part] ?? "";
  const isFaulty = faultsAt(problem, path).length > 0;
  const isOver = counted(value, maxOf[part])?.isOver ?? false;
  const word = part === "headline" ? said.headline : said.text;
  /** A headline is one line: Enter goes on to the text. With Ctrl or Cmd it is the black button's. */
  const onKey = (event: KeyboardEvent) => {
    const isPlain = event.key === "Enter" && !event.isComposing && !event.ctrlKey && !event.metaKey;
    if (part !== "headline" || !isPlain) return;
    event.preventDefault();
    document.querySelector<HTMLElement>(`[data-path="text.${language}.body"]`)?.focus();
  };
  return (
    <div class="field">
      <label for={id}>
        {word}
        {!isFirst && <span class="hush">, {ownNameOf(language)}</span>}
      </label>
      <textarea
        id={id}
        class={part === "headline" ? "headline" : "text"}
        rows={part === "headline" ? 2 : 4}
        lang={language}
        dir={directionOf(language)}
        value={value}
        data-path={path}
        aria-required={part === "headline"}
        aria-invalid={isFaulty || isOver}
        aria-describedby={isFaulty ? `${id}-fault` : undefined}
        onKeyDown={onKey}
        onInput={({ currentTarget: { value: given } }) =>
          write(store, language, { [part]: part === "headline" ? given.replaceAll(/\r?\n/g, " ") : given })
        }
      />
      <Faults problem={problem} path={path} id={`${id}-fault`} />
    </div>
  );
}

/** Whether the headline can be read across a hall, and how much of it there may be. */
function Fits({ store, language }: { store: DeskStore; language: string }) {
  const said = writeWords.value;
  const { text, surfaces } = store.form.value;
  const { headline = "", body = "" } = text[language] ?? {};
  const { fits, most } = screenFit(headline);
  const left = counted(body, BODY_MAX);
  return (
    <>
      {surfaces.includes("kiosk") && headline.trim() !== "" && (
        <span class={fits === "long" ? "too-long" : undefined}>
          <Icon name="screen" />
          {fits === "long" ? said.fits.long(most) : said.fits[fits]}
        </span>
      )}
      <span class={headline.trim().length > HEADLINE_MAX || left?.isOver ? "num too-long" : "num"}>
        {headline.trim().length} / {HEADLINE_MAX}
        {left !== undefined && ` · ${body.trim().length} / ${BODY_MAX}`}
      </span>
    </>
  );
}

import { useId } from "preact/hooks";
import { directionOf, ownNameOf } from "../../shared/words/languages.ts";
import { type ClashChoice, choiceFor } from "./conflict-choices.ts";
import { conflictWords } from "./conflict-words.ts";
import { Words } from "./difference.tsx";
import { type Clash, keyOf } from "./merge.ts";
import { isFree, languageOf, nameOfField, type SayContext, sayField } from "./say-field.ts";

interface ClashProps {
  readonly clash: Clash;
  /** What was decided of it last, though it may have been between other texts. */
  readonly kept: ClashChoice | undefined;
  readonly context: SayContext;
  readonly onChoice: (choice: ClashChoice) => void;
}

/** One field that both changed: theirs against mine, word by word, and which of them stands. */
export function ClashQuestion({ clash, kept, context, onChoice }: ClashProps) {
  const id = useId();
  const words = conflictWords.value;
  const { path, base, mine, theirs } = clash;
  const tongue = languageOf(path);
  const field = nameOfField(path, context.words);
  const named = tongue === undefined ? field : `${field}, ${ownNameOf(tongue)}`;
  const say = (value: unknown): string => sayField(path, value, context);
  const choice = choiceFor(clash, { [keyOf(path)]: kept! });
  const text = kept?.text ?? say(mine);
  const take = (way: ClashChoice["take"], written?: string) =>
    onChoice({
      take: way,
      mine,
      theirs,
      ...(written === undefined ? { text: kept?.text } : { text: written }),
    });
  const mayEdit = isFree(path) && [mine, theirs].every((value) => typeof value === "string");
  const option = (way: ClashChoice["take"], word: string) => (
    <span>
      <input
        type="radio"
        name={id}
        id={`${id}-${way}`}
        checked={choice?.take === way}
        onChange={() => take(way, way === "edited" ? text : undefined)}
      />
      <label for={`${id}-${way}`}>{word}</label>
    </span>
  );
  return (
    <fieldset class="clash" data-field={path.join(".")} data-decided={choice !== undefined}>
      <legend>{words.choose(named)}</legend>
      <div class="sides heads" aria-hidden="true">
        <b>{words.theirsSide}</b>
        <b>{words.mineSide}</b>
      </div>
      <Words
        was={say(theirs)}
        is={say(mine)}
        language={tongue}
        heard={{ removed: words.onlyTheirs, added: words.onlyMine }}
      />
      {base !== undefined && say(base) !== "" && (
        <p class="hint">
          {words.base}:{" "}
          <span {...(tongue ? { lang: tongue, dir: directionOf(tongue) } : {})}>{say(base)}</span>
        </p>
      )}
      <div class="ways">
        {option("theirs", words.theirs)}
        {option("mine", words.mine)}
        {mayEdit && option("edited", words.edit)}
      </div>
      {mayEdit && choice?.take === "edited" && (
        <div class="field">
          <label for={`${id}-text`}>{words.yourText(named)}</label>
          <textarea
            id={`${id}-text`}
            rows={path.at(-1) === "body" ? 5 : 2}
            value={text}
            {...(tongue ? { lang: tongue, dir: directionOf(tongue) } : {})}
            onInput={(event) => take("edited", event.currentTarget.value)}
          />
        </div>
      )}
    </fieldset>
  );
}

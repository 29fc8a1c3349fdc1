import type { Piece } from "../../shared/text-pieces.ts";
import { directionOf, ownNameOf } from "../../shared/words/languages.ts";
import { language as interfaceLanguage } from "../../shared/words/words.ts";
import { historyWords } from "./history-words.ts";
import type { Difference } from "./merge.ts";
import { isFree, languageOf, nameOfField, type SayContext, sayField } from "./say-field.ts";
import { wordDiff } from "./word-diff.ts";

/** Fields that differ, side by side: free text by its words, anything else as it was and as it is. */
export function DifferenceRows({ rows, context }: { rows: readonly Difference[]; context: SayContext }) {
  return (
    <dl class="differs">
      {rows.map((row) => (
        <DifferenceRow key={row.path.join("/")} row={row} context={context} />
      ))}
    </dl>
  );
}

function DifferenceRow({ row, context }: { row: Difference; context: SayContext }) {
  const tongue = languageOf(row.path);
  const was = sayField(row.path, row.was, context);
  const is = sayField(row.path, row.is, context);
  return (
    <div data-field={row.path.join(".")}>
      <dt>
        {nameOfField(row.path, context.words)}
        {tongue !== undefined && (
          <>
            {" "}
            <span class="plate soft" lang={tongue}>
              {ownNameOf(tongue)}
            </span>
          </>
        )}
      </dt>
      <dd>
        {isFree(row.path) ? <Words was={was} is={is} language={tongue} /> : <WasIs was={was} is={is} />}
      </dd>
    </div>
  );
}

interface WordsProps {
  readonly was: string;
  readonly is: string;
  readonly language: string | undefined;
  /** What is said of a change to those who hear it; absent: removed and added. */
  readonly heard?: { readonly removed: string; readonly added: string };
}

/** Old at the side where reading begins, new beside it; each holds only what it has. */
export function Words({ was, is, language, heard }: WordsProps) {
  const tongue = language ?? interfaceLanguage.value;
  const pieces = wordDiff(was, is, tongue);
  const mark = language === undefined ? {} : { lang: language, dir: directionOf(language) };
  return (
    <div class="sides">
      <p {...mark}>
        {was === "" ? (
          <Nothing />
        ) : (
          <Pieces pieces={pieces.filter(({ change }) => change !== "added")} heard={heard} />
        )}
      </p>
      <p {...mark}>
        {is === "" ? (
          <Nothing />
        ) : (
          <Pieces pieces={pieces.filter(({ change }) => change !== "removed")} heard={heard} />
        )}
      </p>
    </div>
  );
}

const Nothing = () => (
  <span class="nothing" lang={interfaceLanguage.value}>
    {historyWords.value.nothing}
  </span>
);

/** What was added and removed is said in words as well, for those who hear it. */
function Pieces({ pieces, heard }: { pieces: readonly Piece[]; heard: WordsProps["heard"] }) {
  const words = historyWords.value;
  return (
    <>
      {pieces.map(({ change, text }) => {
        if (change === "same") return text;
        const Mark = change === "removed" ? "del" : "ins";
        return (
          <Mark>
            <span class="hush">{(heard ?? words)[change]} </span>
            {text}
            <span class="hush"> {words.end}</span>
          </Mark>
        );
      })}
    </>
  );
}

export function WasIs({ was, is }: { was: string; is: string }) {
  const words = historyWords.value;
  return (
    <div class="sides">
      <p>
        <del>
          <span class="hush">{words.removed} </span>
          {was === "" ? words.nothing : was}
        </del>
      </p>
      <p>
        <ins>
          <span class="hush">{words.added} </span>
          {is === "" ? words.nothing : is}
        </ins>
      </p>
    </div>
  );
}

/** What changed between two texts, word by word. Pure. */
import { diffArrays } from "diff";
import { inRuns, type Piece } from "../../shared/text-pieces.ts";

/** Longer texts together are compared by line: a difference must appear while somebody waits for it. */
const WORDS_UP_TO = 40_000;

const segmenters = new Map<string, Intl.Segmenter>();

function segmenterOf(language: string): Intl.Segmenter {
  let segmenter = segmenters.get(language);
  if (segmenter === undefined) {
    segmenter = new Intl.Segmenter(language, { granularity: "word" });
    segmenters.set(language, segmenter);
  }
  return segmenter;
}

/** Words, the marks and the room between them. Chinese and Japanese are cut into words as well. */
const wordsOf = (text: string, language: string): string[] =>
  [...segmenterOf(language).segment(text)].map(({ segment }) => segment);
const linesOf = (text: string): string[] => (text === "" ? [] : text.split(/(?<=\n)/));

/**
 * - [D1] The pieces that are not `added` make up the old text, those not `removed` the new one, to the letter.
 * - [D2] A piece begins and ends between words; what reads as one word in the language is never cut.
 */
export function wordDiff(was: string, is: string, language: string): readonly Piece[] {
  const cut = (text: string) =>
    was.length + is.length > WORDS_UP_TO ? linesOf(text) : wordsOf(text, language);
  const changes = diffArrays(cut(was), cut(is)).map(({ added, removed, value }): Piece => {
    const change = added ? "added" : removed ? "removed" : "same";
    return { change, text: value.join("") };
  });
  return inRuns(changes);
}

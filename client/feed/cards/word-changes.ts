/** What changed between two texts, word by word. Small, and enough for what a correction changes. Pure. */
import { inRuns, type Piece } from "../../shared/text-pieces.ts";

/** Beyond this a text is told to have been replaced: nobody reads a difference so long. */
const MOST_WORDS = 1_200;

const cut = (text: string, language: string): string[] =>
  [...new Intl.Segmenter(language, { granularity: "word" }).segment(text)].map(({ segment }) => segment);

/** The pieces that are not `added` make up the old text, those not `removed` the new one, to the letter. */
export function wordChanges(was: string, is: string, language: string): readonly Piece[] {
  const [a, b] = [cut(was, language), cut(is, language)];
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  const pieces: { change: Piece["change"]; text: string }[] = [];
  const say = (change: Piece["change"], text: string): void => {
    const last = pieces.at(-1);
    if (last?.change === change) last.text += text;
    else if (text !== "") pieces.push({ change, text });
  };
  say("same", a.slice(0, start).join(""));
  for (const { change, text } of middle(a.slice(start, a.length - end), b.slice(start, b.length - end)))
    say(change, text);
  say("same", end === 0 ? "" : a.slice(-end).join(""));
  return inRuns(pieces);
}

/** By the longest common sequence of words. */
function middle(a: readonly string[], b: readonly string[]): Piece[] {
  if (a.length + b.length > MOST_WORDS)
    return [
      { change: "removed", text: a.join("") },
      { change: "added", text: b.join("") },
    ];
  const width = b.length + 1;
  const common = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      common[i * width + j] =
        a[i] === b[j]
          ? common[(i + 1) * width + j + 1]! + 1
          : Math.max(common[(i + 1) * width + j]!, common[i * width + j + 1]!);
  const pieces: Piece[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && a[i] === b[j]) {
      pieces.push({ change: "same", text: a[i++]! });
      j++;
    } else if (j < b.length && (i === a.length || common[i * width + j + 1]! > common[(i + 1) * width + j]!))
      pieces.push({ change: "added", text: b[j++]! });
    else pieces.push({ change: "removed", text: a[i++]! });
  }
  return pieces;
}

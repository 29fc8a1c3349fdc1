/** Where in a text the words are that were looked for, whatever case and accents they have there. Pure. */
import { foldText } from "../../../server/core/visible.ts";

export interface Piece {
  readonly text: string;
  readonly isHit: boolean;
}

/** So much stands before the first hit and after it, where a text is long. */
const BEFORE = 60;
const LONG = 240;

/** For each character of the folded text the place in the text that it comes from. */
function foldedWithPlaces(text: string): { folded: string; places: number[] } {
  const places: number[] = [];
  let folded = "";
  let at = 0;
  for (const character of text) {
    const part = foldText(character);
    folded += part;
    for (let index = 0; index < part.length; index += 1) places.push(at);
    at += character.length;
  }
  places.push(text.length);
  return { folded, places };
}

/** [HT1] The pieces in their order are the text, cut short around the first hit where it is long. */
export function hitsIn(text: string, looked: string, isCut = false): Piece[] {
  const words = foldText(looked);
  const { folded, places } = foldedWithPlaces(text);
  const found: number[] = [];
  for (
    let at = folded.indexOf(words);
    words !== "" && at !== -1;
    at = folded.indexOf(words, at + words.length)
  )
    found.push(at);
  const first = places[found[0] ?? 0]!;
  const from = isCut && text.length > LONG && first > BEFORE ? first - BEFORE : 0;
  const to = isCut && text.length - from > LONG ? from + LONG : text.length;
  const pieces: Piece[] = [];
  const add = (start: number, end: number, isHit: boolean) => {
    const piece = text.slice(Math.max(start, from), Math.min(end, to));
    if (piece !== "") pieces.push({ text: piece, isHit });
  };
  let done = from;
  if (from > 0) pieces.push({ text: "… ", isHit: false });
  for (const at of found) {
    add(done, places[at]!, false);
    done = places[at + words.length]!;
    add(places[at]!, done, true);
  }
  add(done, to, false);
  if (to < text.length) pieces.push({ text: " …", isHit: false });
  return pieces;
}

/**
 * Whether a headline fits a screen that is read across a hall. Pure.
 *
 * A screen of 1920 px has 1744 for the headline; at 84 px, the least that is read at eight metres, a Latin
 * letter takes about 0.52 of that, a Chinese one all of it: 40 columns a line, two lines at most.
 */
export const LINE_COLUMNS = 40;
const LINES = 2;

export interface ScreenFit {
  readonly fits: "one" | "two" | "long";
  /** About how many characters like these fit. */
  readonly most: number;
}

const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;
const MARK = /^[\p{M}\u200b-\u200f\u2066-\u2069]$/u;

const widthOf = (letter: string): number => (MARK.test(letter) ? 0 : WIDE.test(letter) ? 2 : 1);

/** How wide a text is, in Latin letters: a Chinese one is as wide as two. */
export const columnsOf = (text: string): number =>
  [...text].reduce((sum, letter) => sum + widthOf(letter), 0);

/** What may not be parted: a word, or one Chinese letter with the punctuation after it. */
const PIECE = new RegExp(`\\s+|${WIDE.source}\\p{P}*|(?:(?!${WIDE.source})\\S)+`, "gu");

/** How many lines it takes where words stay whole. */
export function linesOf(text: string): number {
  let lines = 1;
  let used = 0;
  for (const [piece] of text.trim().matchAll(PIECE)) {
    const width = columnsOf(piece);
    if (used + width <= LINE_COLUMNS) {
      used += width;
      continue;
    }
    if (piece.trim() === "") continue;
    lines += used === 0 ? Math.ceil(width / LINE_COLUMNS) - 1 : Math.ceil(width / LINE_COLUMNS);
    used = width % LINE_COLUMNS || LINE_COLUMNS;
  }
  return lines;
}

export function screenFit(headline: string): ScreenFit {
  const letters = [...headline.trim()].filter((letter) => widthOf(letter) > 0).length;
  const average = letters === 0 ? 1 : columnsOf(headline.trim()) / letters;
  const most = Math.floor((LINE_COLUMNS * LINES) / Math.max(1, average));
  const lines = linesOf(headline);
  return { fits: lines <= 1 ? "one" : lines <= LINES ? "two" : "long", most };
}

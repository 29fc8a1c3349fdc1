/**
 * Which lines of a long list are drawn: those in sight and a little more, and those that must not go, such as
 * the one with the focus; gaps as high as what is left out stand between. Pure.
 */

/** Where each line begins, and after the last one where the list ends. */
export function topsOf(heights: readonly number[]): Float64Array {
  const tops = new Float64Array(heights.length + 1);
  for (let at = 0; at < heights.length; at++) tops[at + 1] = tops[at]! + heights[at]!;
  return tops;
}

/** The line that covers a height; the last one below the end, the first one above the top. */
export function lineAt(tops: Float64Array, height: number): number {
  let [from, to] = [0, Math.max(0, tops.length - 2)];
  while (from < to) {
    const middle = (from + to + 1) >> 1;
    if (tops[middle]! <= height) from = middle;
    else to = middle - 1;
  }
  return from;
}

export type Piece =
  | { readonly is: "line"; readonly at: number }
  | { readonly is: "gap"; readonly at: number; readonly height: number };

export function piecesOf(
  tops: Float64Array,
  sight: { readonly top: number; readonly bottom: number },
  kept: readonly number[],
): Piece[] {
  const count = tops.length - 1;
  if (count === 0) return [];
  const drawn = new Set(kept.filter((at) => at >= 0 && at < count));
  for (let at = lineAt(tops, sight.top); at <= lineAt(tops, sight.bottom); at++) drawn.add(at);
  const pieces: Piece[] = [];
  let next = 0;
  const gapTo = (at: number) => {
    if (at > next) pieces.push({ is: "gap", at: next, height: tops[at]! - tops[next]! });
  };
  for (const at of [...drawn].sort((a, b) => a - b)) {
    gapTo(at);
    pieces.push({ is: "line", at });
    next = at + 1;
  }
  gapTo(count);
  return pieces;
}

/**
 * How far the whole picture stands from its place, so that no edge of a letter stays on the same pixels for days:
 * a little further each minute, along a path that closes after some hours. In pixels of a 1080p screen.
 */
const MINUTE_MS = 60_000;
const FARTHEST = { x: 10, y: 6 } as const;
/** Two prime numbers of minutes: the picture comes back to the same place after three and a half hours. */
const ROUND = { x: 19, y: 11 } as const;

export interface Shift {
  readonly x: number;
  readonly y: number;
}

export function shiftAt(nowMs: number): Shift {
  const minute = Math.floor(nowMs / MINUTE_MS);
  const along = (round: number, farthest: number) =>
    Math.round(farthest * Math.sin((2 * Math.PI * (minute % round)) / round));
  return { x: along(ROUND.x, FARTHEST.x), y: along(ROUND.y, FARTHEST.y) };
}

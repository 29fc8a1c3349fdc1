/** From here on what is left is worth saying: a fifth of the whole, but no more than so many characters. */
const NEAR = 0.2;
const NEAR_MOST = 60;

export interface LengthLeft {
  readonly count: number;
  readonly isOver: boolean;
}

/** How many characters still fit, or are too many; undefined while the limit is far. Counted as the server does. */
export function counted(value: string, maxLength: number | undefined): LengthLeft | undefined {
  if (maxLength === undefined) return undefined;
  const left = maxLength - value.trim().length;
  if (left > Math.min(maxLength * NEAR, NEAR_MOST)) return undefined;
  return { count: Math.abs(left), isOver: left < 0 };
}

/** A small seeded generator (mulberry32): the same seed gives the same run, so a failure can be named. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export const below = (random: () => number, most: number): number => Math.floor(random() * most);

export const pick = <T>(random: () => number, from: readonly T[]): T => from[below(random, from.length)]!;

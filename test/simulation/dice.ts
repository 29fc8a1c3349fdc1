/** Chance with a seed, as a world asks for it: the same seed throws the same. */
import { below, pick, seeded } from "../../scripts/chaos/seeded.ts";

export class Dice {
  readonly random: () => number;

  constructor(seed: number) {
    this.random = seeded(seed);
  }

  /** True that often. */
  chance(share: number): boolean {
    return this.random() < share;
  }

  between(least: number, most: number): number {
    return least + this.random() * (most - least);
  }

  /** 0 up to, not including, `most`. */
  whole(most: number): number {
    return below(this.random, most);
  }

  pick<T>(from: readonly T[]): T {
    return pick(this.random, from);
  }

  /** By how often each is to be chosen. */
  weighted<T extends { readonly weight: number }>(from: readonly T[]): T {
    let left = this.random() * from.reduce((sum, { weight }) => sum + weight, 0);
    for (const each of from) {
      left -= each.weight;
      if (left < 0) return each;
    }
    return from.at(-1)!;
  }
}

/** A seed for one part of what a seed determines, so that leaving one part out leaves the others as they are. */
export const seedOf = (seed: number, part: number): number =>
  Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(part + 1, 0xc2b2ae35);

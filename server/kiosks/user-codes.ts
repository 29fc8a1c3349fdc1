/**
 * The codes that screens show and people type. Twenty-four letters and digits of which no two look or sound alike
 * (no vowels, so that no words come of them); eight of them are 36.7 bits, good for ten minutes and five guesses.
 */
import { randomInt } from "node:crypto";

export const USER_CODE_LETTERS = "BCDFGHJKLPQRSTVXZ2345679";
const HALF = 4;

/** `BKTD-4P7X` */
export function newUserCode(): string {
  const half = () =>
    Array.from({ length: HALF }, () => USER_CODE_LETTERS[randomInt(USER_CODE_LETTERS.length)]).join("");
  return `${half()}-${half()}`;
}

/** As it was shown, however it was typed; anything else stays what no screen shows. */
export function readUserCode(typed: string): string {
  const plain = typed.toUpperCase().replaceAll(/[\s\p{Pd}]/gu, "");
  return `${plain.slice(0, HALF)}-${plain.slice(HALF)}`;
}

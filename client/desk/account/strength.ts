/**
 * How hard a password is to guess, as far as a page can tell without asking anybody. Advice, never a rule: the
 * server wants twelve characters and nothing else (NIST SP 800-63B).
 */
export const PASSWORD_MIN = 12;
export const PASSWORD_MAX = 256;

export type Strength =
  | { readonly is: "empty" }
  | { readonly is: "short"; readonly missing: number }
  | { readonly is: "long"; readonly over: number }
  | { readonly is: "known" | "repeated" | "row" }
  | { readonly is: "fair" | "strong" };

/** From here on length alone makes up for plain words. */
const STRONG = 18;

const rows = [
  "abcdefghijklmnopqrstuvwxyz",
  "01234567890123456789",
  "qwertyuiop",
  "asdfghjkl",
  "zxcvbnm",
  "azertyuiop",
  "qwertzuiop",
];

export function strengthOf(password: string, known: readonly string[]): Strength {
  if (password === "") return { is: "empty" };
  const missing = PASSWORD_MIN - password.length;
  if (missing > 0) return { is: "short", missing };
  if (password.length > PASSWORD_MAX) return { is: "long", over: password.length - PASSWORD_MAX };
  const plain = password.toLowerCase();
  if (isRepeated(plain)) return { is: "repeated" };
  if (isMostly(plain, known.flatMap(wordsOf))) return { is: "known" };
  if (isMostly(plain, runsOf(plain))) return { is: "row" };
  return { is: password.length >= STRONG && new Set(plain).size >= 8 ? "strong" : "fair" };
}

/** A short piece over and over: `haha haha haha`. */
const isRepeated = (plain: string): boolean =>
  new Set(plain).size <= 4 || /^(.{1,6})\1{2,}.{0,3}$/.test(plain);

/** What is left without these is less than half of a password. */
function isMostly(plain: string, pieces: readonly string[]): boolean {
  const left = pieces.reduce((rest, piece) => rest.replaceAll(piece, ""), plain);
  return left.length < plain.length && left.length < PASSWORD_MIN / 2;
}

/** Names and addresses in the pieces in which people use them. */
const wordsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length >= 4);

/** Pieces of the alphabet, of the digits and of a keyboard, either way round. */
function runsOf(plain: string): string[] {
  const both = rows.flatMap((row) => [row, [...row].reverse().join("")]);
  const found: string[] = [];
  for (let at = 0; at < plain.length; at++) {
    let to = at + 4;
    while (to <= plain.length && both.some((row) => row.includes(plain.slice(at, to)))) to++;
    if (to - 1 - at >= 4) {
      found.push(plain.slice(at, to - 1));
      at = to - 2;
    }
  }
  return found;
}

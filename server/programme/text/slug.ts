/** Letters that decomposition leaves whole, as they are commonly written in ASCII. */
const LETTERS: Readonly<Record<string, string>> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  đ: "d",
  ð: "d",
  þ: "th",
  ł: "l",
  ı: "i",
};
const LONGEST = 48;

/**
 * A name in lower-case ASCII with dashes. `whole` is false when letters or digits had to be left out (other
 * scripts, or too long), so that two such names may share a slug without being the same.
 */
export function slug(name: string): { text: string; whole: boolean } {
  const folded = name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/\p{M}+/gu, "")
    .replace(/[ßæœøđðþłı]/g, (letter) => LETTERS[letter] ?? letter);
  const dashed = folded.replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
  const text = dashed.slice(0, LONGEST).replace(/-$/, "");
  return { text, whole: text !== "" && text === dashed && !/[^\P{L}a-z]|[^\P{N}0-9]/u.test(folded) };
}

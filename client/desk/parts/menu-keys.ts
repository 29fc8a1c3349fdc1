/** Where the focus goes in an open menu: arrows go round, Home and End to its ends, letters to what begins so. */

const steps: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowDown: (at, count) => (at + 1) % count,
  ArrowUp: (at, count) => (at <= 0 ? count : at) - 1,
  Home: () => 0,
  End: (_, count) => count - 1,
};

/** The item that the key leads to from `at` (-1: none yet); undefined where the key is not for moving. */
export function itemAfterKey(key: string, at: number, count: number): number | undefined {
  return count === 0 ? undefined : steps[key]?.(at, count);
}

const folded = (text: string): string =>
  text
    .normalize("NFKD")
    .replace(/\p{Mark}/gu, "")
    .toLocaleLowerCase();

/**
 * The item whose words begin with what was typed, accents and case apart. One letter again and again goes
 * on to the next such item; more letters stay on the item while it still fits.
 */
export function itemByTyping(typed: string, at: number, says: readonly string[]): number | undefined {
  const letters = [...folded(typed)];
  const isOneLetter = letters.every((letter) => letter === letters[0]);
  const wanted = isOneLetter ? (letters[0] ?? "") : letters.join("");
  if (wanted.trim() === "") return undefined;
  const first = isOneLetter ? at + 1 : Math.max(at, 0);
  for (let step = 0; step < says.length; step++) {
    const item = (first + step) % says.length;
    if (folded(says[item]!).startsWith(wanted)) return item;
  }
  return undefined;
}

/** The code that a screen shows, as people type it. Pure. */

const HALF = 4;

/** As it stands on the screen: in capitals, in two groups. What cannot be a code stays as it was typed. */
export function writtenCode(typed: string): string {
  const plain = typed.toUpperCase().replaceAll(/[\s\p{Pd}]/gu, "");
  if (plain.length <= HALF || !/^[A-Z0-9]*$/.test(plain)) return typed.trim().toUpperCase();
  return `${plain.slice(0, HALF)}-${plain.slice(HALF)}`;
}

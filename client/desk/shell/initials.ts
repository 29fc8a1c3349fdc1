/** "Mei Lin" is ML, "王小明" is 小明, "jonas.roth@example.org" is JR: what fits into a ring. Pure. */
export function initialsOf(name: string): string {
  const called = name.split("@")[0]!.trim();
  if (/^\p{Script=Han}+$/u.test(called)) return [...called].slice(-2).join("");
  const words = called.split(/[\s._-]+/).filter(Boolean);
  const [first = "?", last] = [words[0], words.length > 1 ? words.at(-1) : undefined];
  return ([...first][0]! + (last === undefined ? "" : [...last][0]!)).toLocaleUpperCase();
}

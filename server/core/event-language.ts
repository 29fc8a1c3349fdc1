/** In which language somebody is told things, and what they are told where it is not said in that one. */

/**
 * The language asked for, by the lookup of RFC 4647, 3.4 (`zh` serves `zh-Hant-TW`); else another form of it;
 * else the event's default, which is its first.
 */
export function languageFor(asked: string | undefined, languages: readonly string[]): string {
  const byTag = new Map(languages.map((language) => [language.toLowerCase(), language]));
  for (let range = asked?.toLowerCase() ?? ""; range !== ""; range = range.replace(/-?[^-]*$/, "")) {
    const found = byTag.get(range);
    if (found !== undefined) return found;
  }
  return languages.find((language) => asked !== undefined && isForm(language, asked)) ?? languages[0]!;
}

/** In the first of some languages in which there is something, or in another form of it, else in any at all. */
export function saidIn<T>(
  words: Readonly<Record<string, T>>,
  languages: readonly string[],
): readonly [language: string, said: T] | undefined {
  const known = Object.keys(words);
  const formOf = (wanted: string) => known.find((language) => isForm(language, wanted));
  const found = languages
    .map((wanted) => (words[wanted] === undefined ? formOf(wanted) : wanted))
    .find((language) => language !== undefined);
  const language = found ?? known[0];
  return language === undefined ? undefined : [language, words[language]!];
}

const primary = (language: string): string => language.split("-")[0]!.toLowerCase();
const isForm = (language: string, wanted: string): boolean => primary(language) === primary(wanted);

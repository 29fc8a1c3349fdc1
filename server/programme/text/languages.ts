/** Names that organisers write where a tag belongs. */
const NAMED: Readonly<Record<string, string>> = {
  arabic: "ar",
  chinese: "zh",
  czech: "cs",
  deutsch: "de",
  dutch: "nl",
  english: "en",
  englisch: "en",
  french: "fr",
  français: "fr",
  german: "de",
  italian: "it",
  japanese: "ja",
  korean: "ko",
  polish: "pl",
  portuguese: "pt",
  russian: "ru",
  spanish: "es",
  español: "es",
};

/** For words whose language nobody has said (BCP 47: undetermined). */
export const UNDETERMINED = "und";

/**
 * The BCP 47 tag that a file means by `en`, `DE`, `pt_BR`, `de-informal` or `English`; undefined when it
 * says nothing or nothing that can be read.
 */
export function languageTag(text: string): string | undefined {
  const given = text.trim().replaceAll("_", "-");
  const named = NAMED[given.toLowerCase()];
  if (named !== undefined) return named;
  if (given.length > 35 || !/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/.test(given)) return undefined;
  try {
    const canonical = Intl.getCanonicalLocales(given)[0];
    return canonical === UNDETERMINED || (canonical?.length ?? 36) > 35 ? undefined : canonical;
  } catch {
    return undefined;
  }
}

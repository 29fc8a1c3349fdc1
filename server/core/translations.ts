/**
 * Which text of the default language each other language's own text belongs to, so that a translation that
 * is older than what it translates is seen. Kept beside what was written, since nobody writes it.
 */
import type { WrittenAnnouncement } from "../contract/announcement.ts";
import { fieldError } from "../contract/field-codes.ts";
import { type FieldError, granted, type Result, refused } from "../contract/refusals.ts";
import { fingerprint, saysTheSame } from "./fingerprint.ts";
import { unknownLanguage } from "./references.ts";

export interface Translations {
  /** The default language then: where the event's is another by now, the next revision counts from that one. */
  readonly from: string;
  /** By language, the fingerprint of the text in `from` that its own belongs to. */
  readonly of: Readonly<Record<string, string>>;
}

/** Nothing is written in a language that became the default after. */
const printOf = (words: object | undefined): string => fingerprint(words ?? null);

type Texts = Pick<WrittenAnnouncement, "text">;

/**
 * After a revision. A text that changed with it, or is new, belongs to the default text of the revision; one
 * that did not, to what it belonged to before. Of what has no record of it, each belongs to what stood beside it.
 */
export function translated(
  before: Texts & { readonly translations?: Translations | undefined },
  after: Texts,
  from: string,
): Translations {
  const known = before.translations?.from === from ? before.translations.of : {};
  const was = printOf(before.text[from]);
  const is = printOf(after.text[from]);
  const entries = Object.entries(after.text)
    .filter(([language]) => language !== from)
    .map(([language, words]): [string, string] =>
      saysTheSame(words, before.text[language]) ? [language, known[language] ?? was] : [language, is],
    );
  return { from, of: Object.fromEntries(entries) };
}

/** Languages whose text is older than that of the default language, in the order in which they are written. */
export function staleLanguages({ text }: Texts, translations: Translations | undefined): string[] {
  if (translations === undefined || text[translations.from] === undefined) return [];
  const is = printOf(text[translations.from]);
  return Object.keys(text).filter((language) => (translations.of[language] ?? is) !== is);
}

/** These languages belong to the default text as it now is: somebody looked, and nothing had to change. */
export function markedCurrent(
  { text, translations }: Texts & { readonly translations?: Translations | undefined },
  languages: readonly string[],
  eventLanguages: readonly string[],
): Result<Translations> {
  const [from] = eventLanguages as [string];
  const errors = languages.flatMap((language, at): FieldError[] => {
    const path = `languages.${at}`;
    if (language === from)
      return [fieldError(path, "is the default language", "is_default_language", { language })];
    if (!eventLanguages.includes(language)) return [unknownLanguage(path, language)];
    if (text[language] !== undefined) return [];
    return [fieldError(path, "has no text here", "no_text_in_language", { language })];
  });
  if (errors.length > 0) return refused("invalid", undefined, { errors });
  const { of } = translated({ text, translations }, { text }, from);
  const is = printOf(text[from]);
  return granted({ from, of: { ...of, ...Object.fromEntries(languages.map((each) => [each, is])) } });
}

/** Which language a text is shown in: the reader's where there is one, else the event's, marked as such. */
import type { Announcement } from "../../../server/contract/announcement.ts";

export { directionOf } from "../../../server/core/direction.ts";

const primaryOf = (language: string): string => language.split("-")[0]!.toLowerCase();

/** `zh-Hans` and `zh` are one language to a reader. */
export const isSameLanguage = (a: string, b: string): boolean => primaryOf(a) === primaryOf(b);

/** The tag among `offered` that suits the reader best: their own, then the event's, then any. */
export function chooseLanguage(
  offered: readonly string[],
  wanted: string,
  otherwise: readonly string[],
): string | undefined {
  for (const language of [wanted, ...otherwise]) {
    const exact = offered.find((tag) => tag.toLowerCase() === language.toLowerCase());
    const near = exact ?? offered.find((tag) => isSameLanguage(tag, language));
    if (near !== undefined) return near;
  }
  return offered[0];
}

/** Words in a language, and the attributes that mark it where it is not the page's own. */
export interface Said {
  readonly language: string;
  readonly text: string;
}

export function sayIn(
  words: Readonly<Record<string, string>> | undefined,
  wanted: string,
  otherwise: readonly string[],
): Said {
  const language = chooseLanguage(Object.keys(words ?? {}), wanted, otherwise) ?? wanted;
  return { language, text: words?.[language] ?? "" };
}

export interface SaidText {
  readonly language: string;
  readonly headline: string;
  readonly body: string;
}

export function textIn(
  { text }: Pick<Announcement, "text">,
  wanted: string,
  otherwise: readonly string[],
): SaidText {
  const language = chooseLanguage(Object.keys(text), wanted, otherwise) ?? wanted;
  const said = text[language];
  return { language, headline: said?.headline ?? "", body: said?.body ?? "" };
}

const ownNames = new Map<string, string>();

/** What speakers of a language call it. */
export function ownNameOf(language: string): string {
  let name = ownNames.get(language);
  if (name === undefined) {
    const tag = isSameLanguage(language, "zh") ? "zh" : language;
    name = new Intl.DisplayNames([tag], { type: "language" }).of(tag) ?? language;
    name = name.charAt(0).toLocaleUpperCase(tag) + name.slice(1);
    ownNames.set(language, name);
  }
  return name;
}

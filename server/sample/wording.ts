/**
 * Words of the sample event in its three languages, and the marks that keep fiction from passing for a record.
 *
 * "Rehearsal" is 试运行 in Chinese and « répétition » in French, never 演练, which stands too close to 演习,
 * the safety word for an exercise.
 */

export const sampleLanguages = ["en", "zh", "fr"] as const;
export type SampleLanguage = (typeof sampleLanguages)[number];

/** The same words in English, Chinese and French, in this order. */
export type InThree = readonly [en: string, zh: string, fr: string];

/**
 * French as it is set: narrow no-break spaces inside quotation marks, before double punctuation and
 * between thousands, and the curly apostrophe. The sources here keep to keys that a keyboard has.
 */
export const setFrench = (text: string): string =>
  text
    .replaceAll("'", "’")
    .replace(/ (?=[;:!?»%])/g, "\u202f")
    .replaceAll("« ", "«\u202f")
    .replace(/(\d) (?=\d{3}(?!\d))/g, "$1\u202f")
    .replace(/(\d) (?=(janvier|novembre)\b)/g, "$1\u00a0");

export const words = ([en, zh, fr]: InThree): Record<SampleLanguage, string> => ({
  en,
  zh,
  fr: setFrench(fr),
});

/**
 * How much of an item is fact.
 *
 * - `reported`: all of it, by the sources named beside it.
 * - `placed`: what it tells is reported, when and where is made up.
 * - `named`: a session whose name is reported; `subject`: one of whose subject is.
 * - `illustrative`: all of it is made up.
 */
export type Basis = "reported" | "placed" | "named" | "subject" | "illustrative";

const marks: Record<Basis, InThree | undefined> = {
  reported: undefined,
  placed: ["Hour and place are illustrative.", "具体时刻和地点为示例。", "Heure et lieu fictifs."],
  named: [
    "The name is reported; hall, time and description are illustrative.",
    "名称见于报道；会场、时间和说明为示例。",
    "Le nom est attesté par la presse ; salle, heure et description sont fictives.",
  ],
  subject: [
    "The subject is reported; title, hall, time and description are illustrative.",
    "议题见于报道；标题、会场、时间和说明为示例。",
    "Le sujet est attesté par la presse ; titre, salle, heure et description sont fictifs.",
  ],
  illustrative: ["Illustrative.", "示例。", "Exemple fictif."],
};

/** The text with what its basis asks to be said at its end; Chinese sets no space between sentences. */
export function marked(text: string, basis: Basis, language: SampleLanguage): string {
  const mark = marks[basis];
  if (mark === undefined) return language === "fr" ? setFrench(text) : text;
  const said = words(mark)[language];
  if (language === "zh") return text + said;
  return [language === "fr" ? setFrench(text) : text, said].filter((part) => part !== "").join(" ");
}

export const markedWords = ([en, zh, fr]: InThree, basis: Basis): Record<SampleLanguage, string> => ({
  en: marked(en, basis, "en"),
  zh: marked(zh, basis, "zh"),
  fr: marked(fr, basis, "fr"),
});

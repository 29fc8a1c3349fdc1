/** The words of screens, by language; English where a language has none. */
import { words as english, type KioskWords } from "./words-en.ts";

const loaders: Readonly<Record<string, () => Promise<{ words: KioskWords }>>> = {
  zh: () => import("./words-zh.ts"),
  fr: () => import("./words-fr.ts"),
  es: () => import("./words-es.ts"),
  ru: () => import("./words-ru.ts"),
  ar: () => import("./words-ar.ts"),
};

export async function kioskWordsIn(tag: string): Promise<KioskWords> {
  try {
    return (await loaders[tag.split("-")[0]!.toLowerCase()]?.())?.words ?? english;
  } catch {
    return english;
  }
}

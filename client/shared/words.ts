/**
 * The words of the interface. One file for each language, with the same names; English is always
 * there, the others are loaded when chosen. A phrase with a number in it is a function.
 */
import { signal } from "@preact/signals";
import { deviceStorage } from "./device-storage.ts";
import { chooseLanguage, directionOf } from "./languages.ts";
import { words as english, type InterfaceWords } from "./words-en.ts";

const loaders: Readonly<Record<string, () => Promise<{ words: InterfaceWords }>>> = {
  fr: () => import("./words-fr.ts"),
  zh: () => import("./words-zh.ts"),
};

/** In the order in which they are offered. */
export const interfaceLanguages: readonly string[] = ["en", "zh", "fr"];

/** The language that is read now; {@link words} are its words. */
export const language = signal("en");
export const words = signal<InterfaceWords>(english);

/** Changes everything that is read, in place; if its words cannot be had, all stays as it is. */
export async function readIn(chosen: string): Promise<void> {
  const loaded = await wordsIn(chosen);
  if (loaded === undefined) return;
  words.value = loaded;
  language.value = chosen in loaders ? chosen : "en";
  document.documentElement.lang = language.value;
  document.documentElement.dir = directionOf(language.value);
}

/** The words of a language, English where it has none of its own; undefined when they cannot be had now. */
export async function wordsIn(tag: string): Promise<InterfaceWords | undefined> {
  const load = loaders[tag.split("-")[0]!];
  try {
    return load === undefined ? english : (await load()).words;
  } catch {
    return undefined;
  }
}

/** What was chosen on this device, else what its owner's browser asks for. */
export function preferredLanguage(): string {
  const wanted = [deviceStorage.read("language") ?? "", ...navigator.languages].filter(Boolean);
  return chooseLanguage(interfaceLanguages, wanted[0] ?? "en", wanted.slice(1)) ?? "en";
}

export function chooseInterface(chosen: string): void {
  deviceStorage.write("language", chosen);
  void readIn(chosen);
}

/**
 * The words of the interface. One file for each language, with the same names; English is always
 * there, the others are loaded when chosen. A phrase with a number in it is a function.
 */
import { signal } from "@preact/signals";
import { deviceStorage } from "../held/device-storage.ts";
import { chooseLanguage, directionOf } from "./languages.ts";
import type { InterfaceWords } from "./words-en.ts";

const loaders: Readonly<Record<string, () => Promise<{ words: InterfaceWords }>>> = {
  en: () => import("./words-en.ts"),
  zh: () => import("./words-zh.ts"),
  fr: () => import("./words-fr.ts"),
  es: () => import("./words-es.ts"),
  ru: () => import("./words-ru.ts"),
  ar: () => import("./words-ar.ts"),
};

/** In the order in which they are offered. */
export const interfaceLanguages: readonly string[] = Object.keys(loaders);

/** The language that is read now; {@link words} are its words. */
export const language = signal("en");
/** Nothing is drawn before {@link readIn} or {@link speak} has set them. */
export const words = signal<InterfaceWords>({} as InterfaceWords);

/** Changes everything that is read, in place. */
export function speak(spoken: InterfaceWords, tag: string): void {
  words.value = spoken;
  language.value = tag;
}

/** Changes everything that is read, in place; if its words cannot be had, all stays as it is. */
export async function readIn(chosen: string): Promise<void> {
  const loaded = await wordsIn(chosen);
  if (loaded === undefined) return;
  speak(loaded, chosen in loaders ? chosen : "en");
  document.documentElement.lang = language.value;
  document.documentElement.dir = directionOf(language.value);
}

const atHand = new Map<string, InterfaceWords>();

/** What a page was served with need not be fetched. */
export const haveWords = (tag: string, served: InterfaceWords): unknown => atHand.set(tag, served);

/** The words of a language, English where it has none of its own; undefined when they cannot be had now. */
export async function wordsIn(tag: string): Promise<InterfaceWords | undefined> {
  if (atHand.has(tag)) return atHand.get(tag);
  const load = loaders[tag.split("-")[0]!] ?? loaders.en!;
  try {
    return (await load()).words;
  } catch {
    return undefined;
  }
}

/** Of the languages that a page has: what was chosen on this device, else what its owner's browser asks for. */
export function preferredLanguage(offered: readonly string[] = interfaceLanguages): string {
  const wanted = [deviceStorage.read("language") ?? "", ...navigator.languages].filter(Boolean);
  return chooseLanguage(offered, wanted[0] ?? "en", wanted.slice(1)) ?? "en";
}

export function chooseInterface(chosen: string): Promise<void> {
  deviceStorage.write("language", chosen);
  return readIn(chosen);
}

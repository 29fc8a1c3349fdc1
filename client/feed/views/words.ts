/** The words of the views, loaded with the first view that is opened; they follow the language of the page. */
import { effect, signal } from "@preact/signals";
import { language } from "../../shared/words/words.ts";
import type { ViewWords } from "./words-en.ts";

const loaders: Readonly<Record<string, () => Promise<{ words: ViewWords }>>> = {
  en: () => import("./words-en.ts"),
  zh: () => import("./words-zh.ts"),
  fr: () => import("./words-fr.ts"),
  es: () => import("./words-es.ts"),
  ru: () => import("./words-ru.ts"),
  ar: () => import("./words-ar.ts"),
};

/** Nothing is drawn before {@link loadViewWords} has set them. */
export const viewWords = signal<ViewWords>({} as ViewWords);

let isFollowing = false;

/** Fails where they cannot be had. Of a language chosen later they come when they can; until then these stay. */
export async function loadViewWords(): Promise<void> {
  const load = async (tag: string) => {
    const { words } = await (loaders[tag] ?? loaders.en!)();
    if (tag === language.peek()) viewWords.value = words;
  };
  await load(language.peek());
  if (isFollowing) return;
  isFollowing = true;
  effect(() => void load(language.value).catch(() => {}));
}

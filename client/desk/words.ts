/**
 * Words of the desk. Each part of it keeps its own beside it, in every language of the interface: a word
 * that is missing in one does not compile.
 */
import { computed, type ReadonlySignal } from "@preact/signals";
import { language } from "../shared/words/words.ts";

export interface Tongues<T> {
  readonly en: T;
  readonly zh: NoInfer<T>;
  readonly fr: NoInfer<T>;
}

/** Those that the desk has all its words in; a feed on the same device may be read in another. */
export const deskLanguages: readonly string[] = Object.keys({
  en: 1,
  zh: 1,
  fr: 1,
} satisfies Record<keyof Tongues<never>, 1>);

/** The words in the language that is read now. A phrase with a number or a name in it is a function. */
export const deskWords = <T extends object>(tongues: Tongues<T>): ReadonlySignal<T> =>
  computed(() => tongues[language.value as keyof Tongues<T>] ?? tongues.en);

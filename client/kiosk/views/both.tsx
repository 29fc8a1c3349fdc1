import type { Text } from "../../../server/contract/announcement.ts";
import { Headline, markOf } from "../../shared/parts/words-in.tsx";
import { chooseLanguage, isSameLanguage } from "../../shared/words/languages.ts";
import type { ScreenWords } from "../state/speaking.ts";
import type { ScreenStore } from "./screen-store.ts";

export type Words = Readonly<Record<string, string>>;
type Speaker = Pick<ScreenStore, "speaking" | "event">;

export const headlines = (text: Text): Words =>
  Object.fromEntries(Object.entries(text).map(([language, { headline }]) => [language, headline]));
export const bodies = (text: Text): Words =>
  Object.fromEntries(Object.entries(text).map(([language, { body }]) => [language, body]));

/** Of what is offered, what a screen says large and what below it; what exists in one language is said once. */
export function saidOf(words: Words | undefined, { speaking, event }: Speaker): readonly string[] {
  const { tongues } = speaking.value;
  const offered = Object.keys(words ?? {}).filter((language) => words![language] !== "");
  const large = chooseLanguage(offered, tongues[0] ?? "en", [
    ...tongues.slice(1),
    ...(event.value?.languages ?? []),
  ]);
  if (large === undefined) return [];
  const small = tongues
    .slice(1)
    .map((tongue) => offered.find((language) => isSameLanguage(language, tongue)))
    .find((language) => language !== undefined && language !== large);
  return small === undefined ? [large] : [large, small];
}

/** The same words in the languages that are spoken now, the first of them large. */
export function Both({ store, words }: { store: Speaker; words: Words | undefined }) {
  return (
    <>
      {saidOf(words, store).map((language, at) => (
        <span key={at} class={at === 0 ? "said" : "also"} {...markOf(language)}>
          <Headline text={words?.[language] ?? ""} language={language} />
        </span>
      ))}
    </>
  );
}

/** Words of the interface, in the languages that are spoken now. */
export function Phrase({ store, of }: { store: Speaker; of: (said: ScreenWords) => string }) {
  const { tongues, said } = store.speaking.value;
  const phrases = said.map(of);
  return (
    <>
      {phrases.map(
        (phrase, at) =>
          phrases.indexOf(phrase) === at && (
            <span key={at} class={at === 0 ? "said" : "also"} {...markOf(tongues[at] ?? "en")}>
              {phrase}
            </span>
          ),
      )}
    </>
  );
}

/** How wide a text is, in Latin letters: a Chinese one is as wide as two. */
export const columnsOf = (text: string): number =>
  [...text].reduce((sum, letter) => sum + (letter.codePointAt(0)! > 0x2e80 ? 2 : 1), 0);

/** Of the longest of the languages that are shown. */
export const columnsShown = (words: Words | undefined, store: Speaker): number =>
  Math.max(0, ...saidOf(words, store).map((language) => columnsOf(words?.[language] ?? "")));

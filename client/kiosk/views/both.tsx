import type { Text } from "../../server/contract/announcement.ts";
import { Headline, markOf } from "../shared/parts/words-in.tsx";
import { chooseLanguage } from "../shared/words/languages.ts";
import type { ScreenStore } from "./kiosk-store.ts";

type Words = Readonly<Record<string, string>>;

export const headlines = (text: Text): Words =>
  Object.fromEntries(Object.entries(text).map(([language, { headline }]) => [language, headline]));
export const bodies = (text: Text): Words =>
  Object.fromEntries(Object.entries(text).map(([language, { body }]) => [language, body]));

/** The same words in the event's first two languages; what exists in one is said once. */
export function Both({ store, words }: { store: ScreenStore; words: Words | undefined }) {
  if (words === undefined) return null;
  const [first, second] = store.tongues.value;
  const offered = Object.keys(words).filter((language) => words[language] !== "");
  const large = chooseLanguage(offered, first ?? "en", store.event.value?.languages ?? []);
  if (large === undefined) return null;
  const small = second === undefined ? undefined : offered.find((language) => language === second);
  return (
    <>
      <span class="said" {...markOf(large)}>
        <Headline text={words[large] ?? ""} language={large} />
      </span>
      {small !== undefined && small !== large && (
        <span class="also" {...markOf(small)}>
          <Headline text={words[small] ?? ""} language={small} />
        </span>
      )}
    </>
  );
}

/** A phrase of the interface, in both languages on one line. */
export const phrase = (
  store: ScreenStore,
  of: (said: ScreenStore["said"]["value"][number]) => string,
): string => [...new Set(store.said.value.map(of))].join(" · ");

/** How wide a text is, in Latin letters: a Chinese one is as wide as two. */
export const columnsOf = (text: string): number =>
  [...text].reduce((sum, letter) => sum + (letter.codePointAt(0)! > 0x2e80 ? 2 : 1), 0);

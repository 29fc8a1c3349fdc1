/** The words in the languages that a screen speaks at the moment, the first of them being the page's own. */
import { effect, type ReadonlySignal, signal } from "@preact/signals";
import { directionOf } from "../../shared/words/languages.ts";
import { wordsIn } from "../../shared/words/words.ts";
import { words as english, type InterfaceWords } from "../../shared/words/words-en.ts";
import { kioskWordsIn } from "../words/words.ts";
import { type KioskWords, words as kioskEnglish } from "../words/words-en.ts";

export type ScreenWords = InterfaceWords & KioskWords;

export interface Speaking {
  /** Tags: the one that is large, and maybe one below it. */
  readonly tongues: readonly string[];
  readonly said: readonly ScreenWords[];
}

async function wordsOf(tag: string): Promise<ScreenWords> {
  const [shared, own] = await Promise.all([wordsIn(tag), kioskWordsIn(tag)]);
  return { ...(shared ?? english), ...own };
}

/** Changes when the words are at hand, so that languages and words change together. */
export function speakIn(tongues: ReadonlySignal<readonly string[]>): ReadonlySignal<Speaking> {
  const speaking = signal<Speaking>({ tongues: ["en"], said: [{ ...english, ...kioskEnglish }] });
  let wanted = "";
  effect(() => {
    const tags = tongues.value;
    if (wanted === tags.join(" ")) return;
    wanted = tags.join(" ");
    void Promise.all(tags.map(wordsOf)).then((said) => {
      if (wanted !== tags.join(" ")) return;
      speaking.value = { tongues: tags, said };
      document.documentElement.lang = tags[0] ?? "en";
      document.documentElement.dir = directionOf(tags[0] ?? "en");
    });
  });
  return speaking;
}

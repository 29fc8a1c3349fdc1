import { language, words } from "../../shared/words/words.ts";
import type { DeskStore } from "../state/desk-store.ts";
import type { SayContext } from "./say-field.ts";
import { fieldWords } from "./words.ts";

/** What it takes to say the fields of this event in the language that is read now. */
export const sayContext = (store: DeskStore): SayContext => ({
  words: fieldWords.value,
  kinds: words.value.kinds,
  event: store.event.value,
  programme: store.programme.value,
  zone: store.timeZone.value,
  screens: new Map(store.screens.standing.value.map(({ id, name }) => [id, name])),
  language: language.value,
});

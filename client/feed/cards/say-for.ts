import type { UrgentDetails } from "../../../server/contract/announcement.ts";
import { sayIn } from "../../shared/words/languages.ts";
import { language } from "../../shared/words/words.ts";
import type { ItemStore } from "../feed-store.ts";

/** Words as this reader gets them, a bare text in the event's language. */
export const sayFor = (store: ItemStore, said: UrgentDetails["instruction"]) =>
  typeof said === "string"
    ? { language: store.defaultLanguages.value[0]!, text: said }
    : sayIn(said, language.value, store.defaultLanguages.value);

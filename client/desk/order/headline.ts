/** Titles as whoever sits here reads them: in the language of the interface, else in the event's. */
import type { Session } from "../../../server/contract/programme.ts";
import { type Said, type SaidText, sayIn, textIn } from "../../shared/words/languages.ts";
import { language } from "../../shared/words/words.ts";
import type { DeskStore } from "../state/desk-store.ts";
import { type DeskItem, isSealed } from "./running-order.ts";

const eventLanguages = (store: DeskStore): readonly string[] => store.event.value?.languages ?? [];

export const headlineIn = (store: DeskStore, item: DeskItem): SaidText =>
  isSealed(item)
    ? { language: language.value, headline: "", body: "" }
    : textIn(item, language.value, eventLanguages(store));

export const titleIn = (store: DeskStore, session: Session): Said =>
  sayIn(session.title, language.value, eventLanguages(store));

export const hallName = (store: DeskStore, id: string | undefined): string =>
  sayIn(store.event.value?.halls.find((hall) => hall.id === id)?.name, language.value, eventLanguages(store))
    .text;

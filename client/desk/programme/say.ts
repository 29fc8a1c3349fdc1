/** Sessions in words. */
import type { Session } from "../../../server/contract/programme.ts";
import { type Said, sayIn } from "../../shared/words/languages.ts";
import { language } from "../../shared/words/words.ts";
import type { DeskStore } from "../state/desk-store.ts";

const languagesOf = (store: DeskStore): readonly string[] => store.event.value?.languages ?? [];

export const sayTitle = (store: DeskStore, { title }: Pick<Session, "title">): Said =>
  sayIn(title, language.value, languagesOf(store));

/** A hall as readers know it; its id where the event does not know it any more. */
export function sayHall(store: DeskStore, hall: string | undefined): string {
  if (hall === undefined) return "";
  const known = store.event.value?.halls.find(({ id }) => id === hall);
  return sayIn(known?.name, language.value, languagesOf(store)).text || hall;
}

export function sayTrack(store: DeskStore, track: string | undefined): string {
  if (track === undefined) return "";
  const known = store.event.value?.tracks.find(({ id }) => id === track);
  return sayIn(known?.name, language.value, languagesOf(store)).text || track;
}

export const saySpeakers = ({ speakers }: Pick<Session, "speakers">): string =>
  speakers
    .map(({ name, affiliation }) => (affiliation === undefined ? name : `${name} (${affiliation})`))
    .join(", ");

/** Headlines for the audit, which has none: only what whoever reads may see, in their language. */
import { textIn } from "../../shared/words/languages.ts";
import { language } from "../../shared/words/words.ts";
import type { DeskStore } from "../state/desk-store.ts";

export function headlineOf(store: DeskStore, id: string): string | undefined {
  const item = store.items.all.value.get(id);
  if (item === undefined || "sealed" in item) return undefined;
  return textIn(item, language.value, store.event.value?.languages ?? []).headline;
}

const MOST = 5;

/** Announcements whose headline, in any language, has these words in it: what the audit cannot be searched for. */
export function announcementsWith(store: DeskStore, words: string): readonly string[] {
  const wanted = words.trim().toLocaleLowerCase();
  if (wanted.length < 2) return [];
  return [...store.items.all.value.values()]
    .filter(
      (item) =>
        "text" in item &&
        Object.values(item.text).some(({ headline }) => headline.toLocaleLowerCase().includes(wanted)),
    )
    .slice(0, MOST)
    .map(({ id }) => id);
}

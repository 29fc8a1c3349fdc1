/** An entry of the audit as one sentence: who did what with what. Pure. */
import type { AuditEntry } from "./audit-log.ts";
import type { AuditWords } from "./words.ts";

/** What stands for a name in a sentence, so that a page can make a link of it. */
export type Piece =
  | { readonly is: "text"; readonly text: string }
  | { readonly is: "who"; readonly text: string }
  | { readonly is: "what"; readonly text: string };

export interface Names {
  /** The headline of an announcement, where whoever reads may see it. */
  headlineOf(id: string): string | undefined;
  /** Of a person or a program's token. */
  nameOf(id: string): string | undefined;
}

/** Parts of Fanfare that do things by themselves, by the ids under which they do. */
export function actorOf({ by, byName }: Pick<AuditEntry, "by" | "byName">, words: AuditWords): string {
  return Object.hasOwn(words.actors, by) ? words.actors[by as keyof typeof words.actors] : byName;
}

export function sentenceOf(entry: AuditEntry, words: AuditWords, names: Names): readonly Piece[] {
  const { sentences } = words;
  const { action } = entry;
  const phrase = Object.hasOwn(sentences, action)
    ? sentences[action as keyof typeof sentences]
    : words.unknownAction.replace("{action}", action);
  const pieces: Record<string, Piece> = {
    "{who}": { is: "who", text: actorOf(entry, words) },
    "{what}": { is: "what", text: whatOf(entry, words, names) },
    "{whom}": { is: "who", text: whomOf(entry, words, names) },
  };
  return phrase
    .split(/(\{who\}|\{what\}|\{whom\})/)
    .filter((text) => text !== "")
    .map((text) => pieces[text] ?? { is: "text", text });
}

function whatOf({ announcementId }: AuditEntry, words: AuditWords, names: Names): string {
  if (announcementId === undefined) return "";
  const headline = names.headlineOf(announcementId);
  return headline === undefined || headline === ""
    ? words.anAnnouncement.replace("{id}", announcementId.slice(0, 8))
    : words.quoted.replace("{headline}", headline);
}

function whomOf({ about, by }: AuditEntry, words: AuditWords, names: Names): string {
  if (about === undefined) return words.somebody;
  if (about === by) return words.themselves;
  return names.nameOf(about) ?? words.somebody;
}

/** A state or a role, as it is called; what is not known is said as it stands. */
export const called = (value: string, ...tables: readonly Readonly<Record<string, string>>[]): string =>
  tables.find((table) => Object.hasOwn(table, value))?.[value] ?? value;

/** Only where it changed: `from` and `to` of one state say nothing. */
export const isMove = ({ from, to }: Pick<AuditEntry, "from" | "to">): boolean =>
  to !== undefined && from !== to;

/** Everybody who did something here, by id: an entry about them has the id alone. */
export const namesIn = (entries: readonly AuditEntry[]): ReadonlyMap<string, string> =>
  new Map([...entries].reverse().map(({ by, byName }) => [by, byName]));

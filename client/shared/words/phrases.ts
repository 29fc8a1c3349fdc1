/**
 * Words as data, so that a page carries them in itself and a language is fetched without being code: a text with
 * `{0}` in it is a phrase that takes something, and the forms of a plural stand under `#`.
 */
import { type Forms, plural } from "./plural.ts";

const PLACE = /\{(\d)\}/g;

type Phrase = (...args: unknown[]) => string;

/** What the server writes into a page. The inverse of {@link wordsFrom}. */
export function dataOf(words: object): object {
  return Object.fromEntries(Object.entries(words).map(([name, said]) => [name, written(said)]));
}

function written(said: unknown): unknown {
  if (typeof said !== "function") return said;
  return "forms" in said ? { "#": said.forms } : (said as Phrase)("{0}", "{1}");
}

export function wordsFrom<Words>(data: object, language: string): Words {
  return Object.fromEntries(
    Object.entries(data).map(([name, said]) => [name, spoken(said, language)]),
  ) as Words;
}

function spoken(said: string | { readonly "#"?: Forms }, language: string): unknown {
  if (typeof said !== "string") return said["#"] ? plural(language, said["#"]) : said;
  if (!said.includes("{0}")) return said;
  return (...args: unknown[]) => said.replace(PLACE, (_place, at) => String(args[at]));
}

/** Of a language that the reader changes to. */
export async function fetchWords<Words>(address: string, language: string): Promise<{ words: Words }> {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(String(answer.status));
  return { words: wordsFrom(await answer.json(), language) };
}

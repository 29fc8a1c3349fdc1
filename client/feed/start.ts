/** What the page was served with, read back from it. */
import type { PageStart } from "../../server/contract/page-start.ts";
import { wordsFrom } from "../shared/words/phrases.ts";
import type { InterfaceWords } from "../shared/words/words-en.ts";

/** The server writes it whole, so it is taken as it is. */
export const readStart = (page: Document): PageStart =>
  JSON.parse(page.querySelector("#start")!.textContent!) as PageStart;

/** The words of its language; undefined where a page of another build does not carry them. */
export function readWords(page: Document, language: string): InterfaceWords | undefined {
  const text = page.querySelector("#words")?.textContent;
  return text ? wordsFrom(JSON.parse(text), language) : undefined;
}

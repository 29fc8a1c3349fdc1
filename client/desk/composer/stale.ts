/**
 * Which languages are missing, and which are older than the default
 * one: by the server, and by what is typed now. Pure.
 */
import type { DeskAnnouncement } from "../../../server/contract/desk-announcement.ts";
import type { ComposerForm, FormText } from "./composer-form.ts";

export type TongueState = "first" | "missing" | "stale" | "current";

const isBlank = (words: FormText[string] | undefined): boolean =>
  words === undefined || `${words.headline}${words.body}`.trim() === "";

const isSame = (a: FormText[string] | undefined, b: FormText[string] | undefined): boolean =>
  a?.headline.trim() === b?.headline.trim() && (a?.body ?? "") === (b?.body ?? "");

export function tongueState(
  form: Pick<ComposerForm, "text">,
  item: Pick<DeskAnnouncement, "text" | "stale"> | undefined,
  language: string,
  first: string,
): TongueState {
  if (language === first) return "first";
  const words = form.text[language];
  if (isBlank(words) || words?.headline.trim() === "") return "missing";
  if (item === undefined || !isSame(words, item.text[language])) return "current";
  const isFirstChanged = !isSame(form.text[first], item.text[first]);
  return isFirstChanged || item.stale?.includes(language) === true ? "stale" : "current";
}

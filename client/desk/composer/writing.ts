/**
 * What every field of the composer needs: the form, what is known
 * around it, and templates that fill what is empty.
 */

import type { Session } from "../../../server/contract/programme.ts";
import { sayIn, textIn } from "../../shared/words/languages.ts";
import { language } from "../../shared/words/words.ts";
import type { DeskStore } from "../state/desk-store.ts";
import type { ComposerForm } from "./composer-form.ts";
import { filledByTemplate } from "./templates.ts";

/** The event's languages, the default first; the one that is read stands in where it is not loaded yet. */
export const languagesOf = (store: DeskStore): readonly string[] =>
  store.event.value?.languages ?? [store.language.value];

export const sessionOf = (store: DeskStore, id: string): Session | undefined =>
  id === "" ? undefined : store.programme.value?.sessions.find((session) => session.id === id);

/** A name as whoever sits here reads it. */
export const nameIn = (store: DeskStore, words: Readonly<Record<string, string>> | undefined): string =>
  sayIn(words, language.value, languagesOf(store)).text;

export const headlineIn = (store: DeskStore, form: Pick<ComposerForm, "text">): string =>
  textIn({ text: form.text }, language.value, languagesOf(store)).headline;

/** An answer to a template, or what it looks at: what it writes from it follows. */
export function answer(store: DeskStore, change: Partial<ComposerForm>): void {
  const event = store.event.peek();
  const form = { ...store.form.peek(), ...change };
  if (event === undefined) {
    store.edit(change);
    return;
  }
  const alert = store.items.all.peek().get(form.urgent.refersTo ?? "");
  const filled = filledByTemplate(form, {
    event,
    session: sessionOf(store, form.sessionId),
    alert: alert !== undefined && "text" in alert ? alert.text : undefined,
  });
  const { text, generated } = filled;
  store.edit(filled === form ? change : { ...change, text, generated });
}

/**
 * What was typed and is not yet with the server, kept on this device: over a reload, a crash, a sign-out, a day
 * without network. Each person's apart, each new draft by a key of its own, so that none overwrites another.
 */
import { type ComposerForm, emptyForm } from "./composer-form.ts";

/** The part of the browser's storage that this needs. It may be full or forbidden: then nothing is kept. */
export interface Shelf {
  readonly length: number;
  key(at: number): string | null;
  getItem(name: string): string | null;
  setItem(name: string, text: string): void;
  removeItem(name: string): void;
}

/** A request of which it is not known whether it was done: asked once more, the very same, before anything newer. */
export interface Unsettled {
  readonly path: string;
  readonly method: "POST" | "PUT";
  readonly body: unknown;
  readonly ifMatch?: number | undefined;
  readonly idempotencyKey: string;
}

export interface Kept {
  readonly form: ComposerForm;
  readonly keptAtMs: number;
  readonly unsettled?: Unsettled | undefined;
}

export interface KeptForms {
  read(name: string): Kept | undefined;
  /** Whether it is kept now. */
  write(name: string, kept: Kept): boolean;
  forget(name: string): void;
  /** All of this person's, the newest first. */
  list(): readonly { readonly name: string; readonly kept: Kept }[];
}

export const nameOf = ({ id, draftKey }: Pick<ComposerForm, "id" | "draftKey">): string =>
  id ?? `new-${draftKey ?? ""}`;

export function keptForms(shelf: Shelf, accountId: string): KeptForms {
  const prefix = `fanfare.desk.kept.${accountId}.`;
  const read = (name: string): Kept | undefined => parsed(tried(() => shelf.getItem(prefix + name)));
  return {
    read,
    write: (name, kept) =>
      tried(() => {
        shelf.setItem(prefix + name, JSON.stringify(kept));
        return true;
      }) ?? false,
    forget: (name) => void tried(() => shelf.removeItem(prefix + name)),
    list: () =>
      namesOn(shelf)
        .filter((name) => name.startsWith(prefix))
        .flatMap((full) => {
          const name = full.slice(prefix.length);
          const kept = read(name);
          return kept === undefined ? [] : [{ name, kept }];
        })
        .sort((a, b) => b.kept.keptAtMs - a.kept.keptAtMs),
  };
}

const namesOn = (shelf: Shelf): string[] =>
  tried(() => Array.from({ length: shelf.length }, (_, at) => shelf.key(at) ?? "")) ?? [];

function tried<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

/** An older page may have kept a form with fewer fields: what is missing is empty. */
function parsed(text: string | null | undefined): Kept | undefined {
  const kept = tried(() => JSON.parse(text ?? "null") as Partial<Kept> | null);
  if (typeof kept?.form !== "object" || kept.form === null || typeof kept.form.text !== "object")
    return undefined;
  return { ...kept, form: { ...emptyForm("en"), ...kept.form }, keptAtMs: kept.keptAtMs ?? 0 };
}

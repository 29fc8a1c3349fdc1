/** Drafts as they are opened: empty, as the server has them, or with what was typed and kept on the device. */
import type { ReadonlySignal } from "@preact/signals";
import type { DeskAnnouncement } from "../../../server/contract/desk-announcement.ts";
import { saysTheSame } from "../../../server/core/fingerprint.ts";
import { isUnsaved, untouched } from "../composer/autosave.ts";
import { type ComposerForm, emptyForm, formFrom, writtenFrom } from "../composer/composer-form.ts";
import { type Kept, type KeptForms, nameOf } from "../composer/kept-forms.ts";
import type { Draft } from "./desk-saving.ts";

export interface DraftsDeps {
  readonly itemOf: (id: string | undefined) => DeskAnnouncement | undefined;
  readonly language: ReadonlySignal<string>;
  readonly timeZone: ReadonlySignal<string>;
  readonly newKey: () => string;
  /** Of whoever sits here; undefined while nobody does. */
  readonly kept: () => KeptForms | undefined;
}

/** One that was typed, and is nowhere but on this device. */
export interface KeptLine {
  readonly name: string;
  readonly form: ComposerForm;
  readonly keptAtMs: number;
}

export function createDrafts({ itemOf, language, timeZone, newKey, kept }: DraftsDeps) {
  const fresh = (): Draft => ({
    form: { ...emptyForm(language.peek()), draftKey: newKey() },
    saving: untouched,
    hasAside: false,
  });
  const cleanForm = (item: DeskAnnouncement): ComposerForm =>
    formFrom(item, timeZone.peek(), language.peek());

  /** A new one in which nothing stands yet but what kind it is to be. */
  function isBlank(form: ComposerForm): boolean {
    const { draftKey: _name, exact: _times, id, ...rest } = form;
    if (id !== undefined) return false;
    const { kind, expiresAt, template, when } = form;
    const same = { kind, template, when, ...(kind === "urgent" ? { expiresAt } : {}) };
    return saysTheSame(rest, { ...emptyForm(language.peek()), ...same });
  }

  /** Whether saving the form would change anything. */
  function differs(form: ComposerForm, item: DeskAnnouncement): boolean {
    const zone = timeZone.peek();
    return !saysTheSame(writtenFrom(form, zone), writtenFrom(cleanForm(item), zone));
  }

  function restored({ form, unsettled, keptAtMs }: Kept, item: DeskAnnouncement | undefined): Draft {
    const isTyped = unsettled !== undefined || item === undefined || differs(form, item);
    const { at, when, leadMinutes } = form;
    return {
      form: isTyped ? form : { ...cleanForm(item), at, when, leadMinutes },
      saving: {
        ...untouched,
        // One key that the unsettled request carried, and one after it.
        typed: isTyped ? 2 : 0,
        typedAtMs: keptAtMs,
        unsettled: unsettled === undefined ? undefined : 1,
      },
      unsettled,
      hasAside: !isTyped,
    };
  }

  /** Keeps what the server has not, and forgets what it has. Whether nothing can be lost now. */
  function keep(draft: Draft, nowMs: number, former?: ComposerForm): boolean {
    const shelf = kept();
    if (shelf === undefined) return true;
    const { form, saving, unsettled, hasAside } = draft;
    const name = nameOf(form);
    if (former !== undefined && nameOf(former) !== name) shelf.forget(nameOf(former));
    const isWorth = (isUnsaved(saving) || hasAside) && !isBlank(form);
    if (unsettled !== undefined || isWorth) return shelf.write(name, { form, keptAtMs: nowMs, unsettled });
    shelf.forget(name);
    return true;
  }

  return {
    fresh,
    cleanForm,
    isBlank,
    keep,
    /** Typed and taken back: there is nothing to save. */
    isAsSaved({ form }: Draft): boolean {
      const item = itemOf(form.id);
      return item !== undefined && item.revision === form.revision && !differs(form, item);
    },
    named(name: string, item: DeskAnnouncement | undefined): Draft {
      const found = kept()?.read(name);
      if (found !== undefined) return restored(found, item);
      return item === undefined ? fresh() : { form: cleanForm(item), saving: untouched, hasAside: false };
    },
    lines: (except: string): readonly KeptLine[] =>
      (kept()?.list() ?? []).flatMap(({ name, kept: { form, keptAtMs } }) => {
        const item = itemOf(form.id);
        const isOnServer = item !== undefined && !differs(form, item);
        return name === except || isOnServer ? [] : [{ name, form, keptAtMs }];
      }),
  };
}

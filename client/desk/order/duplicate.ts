/**
 * A new form with what another announcement says: its words and whom they
 * are for, none of its ids and times but its embargo. Pure.
 */
import type { DeskAnnouncement } from "../../../server/contract/desk-announcement.ts";
import { type ComposerForm, formFrom } from "../composer/composer-form.ts";

/** What a new form does not take over: it has an identity and a moment of its own. */
type Own = "id" | "revision" | "draftKey";

export function duplicateForm(
  item: DeskAnnouncement,
  zone: string,
  language: string,
  nowMs: number,
): Omit<ComposerForm, Own> {
  const { id: _id, revision: _revision, draftKey: _draftKey, ...form } = formFrom(item, zone, language);
  const { refersTo: _refersTo, ...urgent } = form.urgent;
  // The same words are as secret in a copy as they are here.
  const isSecret = item.embargoUntil !== undefined && Date.parse(item.embargoUntil) > nowMs;
  const embargoUntil = isSecret ? form.embargoUntil : "";
  const exact = isSecret ? { embargoUntil: form.exact?.embargoUntil } : {};
  const untimed = { at: "", when: "now", embargoUntil, expiresAt: "", exact } as const;
  return { ...form, ...untimed, urgent, pinned: false };
}

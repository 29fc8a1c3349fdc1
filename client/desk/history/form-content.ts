/** What of a form is said to readers, and what belongs to whoever writes it. Pure. */
import type { DeskAnnouncement } from "../../../server/contract/desk-announcement.ts";
import { type ComposerForm, formFrom } from "../composer/composer-form.ts";
import type { Tree } from "./merge.ts";

/** Of the writing, not of the announcement: never compared, never merged, never restored. */
const ASIDE: ReadonlySet<string> = new Set([
  "id",
  "revision",
  "draftKey",
  "exact",
  "at",
  "when",
  "leadMinutes",
  "removePrevious",
  "template",
  "prompts",
  "generated",
]);

export const contentOf = (form: ComposerForm): Tree =>
  Object.fromEntries(Object.entries(form).filter(([name]) => !ASIDE.has(name)));

/** As the form of a revision would show it. Undefined where the revision is not kept. */
export function contentOfRevision(
  item: DeskAnnouncement,
  revision: number | undefined,
  zone: string,
  language: string,
): Tree | undefined {
  const kept = item.revisions?.find((each) => each.revision === revision);
  return kept === undefined ? undefined : contentOf(formOfRevision(item, kept.written, zone, language));
}

export type Written = NonNullable<DeskAnnouncement["revisions"]>[number]["written"];

export function formOfRevision(
  item: DeskAnnouncement,
  written: Written,
  zone: string,
  language: string,
): ComposerForm {
  // What a revision leaves out it does not have, whatever the newest one has.
  const { details: _d, embargoUntil: _e, expiresAt: _x, sessionId: _s, ...rest } = item;
  return formFrom({ ...rest, ...written } as DeskAnnouncement, zone, language);
}

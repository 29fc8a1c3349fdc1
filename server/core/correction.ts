/** Applies a partial correction to what was written, and checks the whole that comes of it. */
import {
  type Correction,
  type WrittenAnnouncement,
  writtenAnnouncementSchema,
} from "../contract/announcement.ts";
import { fieldErrors } from "../contract/field-errors.ts";
import { granted, type Result, refused } from "../contract/refusals.ts";

/**
 * A field given replaces, `text` merges by language (and within one, headline and body), null removes.
 * The result must be whole again: details of its kind, an expiry for what is urgent.
 */
export function corrected(written: WrittenAnnouncement, correction: Correction): Result<WrittenAnnouncement> {
  const { text, removePrevious: _removePrevious, ...given } = correction;
  const merged: Record<string, unknown> = { ...written };
  for (const [field, value] of Object.entries(given)) {
    if (value === null || value === undefined) Reflect.deleteProperty(merged, field);
    else merged[field] = value;
  }
  if (text !== undefined) {
    const languages: Record<string, unknown> = { ...written.text };
    for (const [language, words] of Object.entries(text)) {
      if (words === null) Reflect.deleteProperty(languages, language);
      else languages[language] = { ...written.text[language], ...words };
    }
    merged.text = languages;
  }
  const parsed = writtenAnnouncementSchema.safeParse(merged);
  if (parsed.success) return granted(parsed.data);
  return refused("invalid", undefined, { errors: fieldErrors(parsed.error, merged) });
}

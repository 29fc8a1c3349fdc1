/**
 * What concerns a reader: the one filter of attendance, zone, track, kind and words, the same on the
 * server's paged feed, in a reader's own view and on a kiosk.
 */
import type { Announcement, FeedItem, Kind } from "../contract/announcement.ts";
import type { Zone } from "../contract/event.ts";
import { isFor, type Place } from "./audience.ts";
import { isWithdrawn } from "./feed-state.ts";

export interface Filter extends Place {
  readonly kind?: Kind | undefined;
  /** Folded already, by {@link foldText}. */
  readonly words?: string | undefined;
}

export const isFiltering = (filter: Filter): boolean =>
  Object.values(filter).some((value) => value !== undefined);

/**
 * - [V1] `online` is what is for everyone or online; likewise `in-person`.
 * - [V2] Empty zones or tracks mean all of them; a parent zone covers its children.
 * - [V3] Attendance, zone, track, kind and words must each match.
 * - [V4] A tombstone says nothing that could match: it shows only where nothing is filtered.
 */
export function matches(item: FeedItem, filter: Filter, zones: readonly Zone[]): boolean {
  if (isWithdrawn(item)) return !isFiltering(filter);
  if (filter.kind !== undefined && item.kind !== filter.kind) return false;
  if (!isFor(item, filter, zones)) return false;
  return filter.words === undefined || holdsWords(item, filter.words);
}

/** Marks, what has no width, and the Arabic stroke that only draws a word out. */
const UNHEARD = /[\p{M}\p{Cf}ـ]+/gu;
/** Letters that Unicode does not take apart, though people write them as others. */
const AS_WRITTEN: Readonly<Record<string, string>> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  ł: "l",
  đ: "d",
  ı: "i",
  ς: "σ",
  ٱ: "ا",
  ى: "ي",
  ی: "ي",
  ة: "ه",
  ک: "ك",
};
const OTHERWISE_WRITTEN = /[ßæœøłđıςٱىیةک]/g;
const ARABIC_DIGITS = /[٠-٩۰-۹]/g;

/**
 * Without case, accents and width, so that "resume" finds "Résumé", "STRASSE" "Straße" and "احمد" "أحمد".
 */
export const foldText = (text: string): string =>
  text
    .normalize("NFKD")
    .replace(UNHEARD, "")
    .toLowerCase()
    .replace(OTHERWISE_WRITTEN, (letter) => AS_WRITTEN[letter]!)
    .replace(ARABIC_DIGITS, (digit) => String(digit.charCodeAt(0) % 16));

const folded = new WeakMap<Announcement, string>();

function holdsWords(item: Announcement, words: string): boolean {
  let text = folded.get(item);
  if (text === undefined) {
    text = foldText(
      Object.values(item.text)
        .map(({ headline, body }) => `${headline}\n${body}`)
        .join("\n"),
    );
    folded.set(item, text);
  }
  return text.includes(words);
}

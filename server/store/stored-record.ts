/** Reads what the writer script keeps: hashes of strings, back into records and feed items. */
import type { Announcement, FeedItem } from "../contract/announcement.ts";
import { type AnnouncementRecord, instant, type PublicContent, publicAnnouncement } from "../core/record.ts";
import type { Stored } from "./feed-log.ts";

/** The fields of a record's hash, in the order that {@link parseRecord} takes them. */
export const RECORD_FIELDS = [
  "version",
  "record",
  "offset",
  "publishedAtMs",
  "correctedAtMs",
  "withdrawnAtMs",
] as const;

export type Fields = readonly (string | null)[];

export function parseRecord(fields: Fields): Stored<AnnouncementRecord> | undefined {
  const [version, record, offset, publishedAtMs, correctedAtMs, withdrawnAtMs] = fields;
  if (!version || !record) return undefined;
  const value = {
    ...(JSON.parse(record) as AnnouncementRecord),
    ...number("offset", offset),
    ...number("publishedAtMs", publishedAtMs),
    ...number("correctedAtMs", correctedAtMs),
    ...number("withdrawnAtMs", withdrawnAtMs),
  };
  return { version: Number(version), value };
}

const number = (name: string, text: string | null | undefined) => (text ? { [name]: Number(text) } : {});

/** One announcement as `load.lua` answers it; undefined where its text is gone but it is not withdrawn. */
export function parseLoaded(loaded: readonly string[]): FeedItem | undefined {
  const [id, , pinned, offset, publishedAtMs, correctedAtMs, withdrawnAtMs, reason, content] = loaded as [
    string,
    ...string[],
  ];
  if (withdrawnAtMs) {
    return { id, offset: Number(offset), withdrawnAt: instant(Number(withdrawnAtMs)), reason: reason ?? "" };
  }
  if (!content) return undefined;
  return publicAnnouncement(JSON.parse(content) as PublicContent, {
    offset: Number(offset),
    publishedAt: instant(Number(publishedAtMs)),
    correctedAt: correctedAtMs ? instant(Number(correctedAtMs)) : undefined,
    pinned: pinned === "1",
  });
}

/** The public revisions of an announcement, newest first, each with the instant at which it became public. */
export function publicRevisions(
  record: AnnouncementRecord,
  contents: readonly { readonly content: PublicContent; readonly atMs: number }[],
): Announcement[] {
  return contents
    .toSorted((a, b) => b.content.revision - a.content.revision)
    .map(({ content, atMs }, place, all) =>
      publicAnnouncement(content, {
        offset: record.offset!,
        publishedAt: instant(record.publishedAtMs!),
        // The first is published, those after it are corrections.
        correctedAt: place === all.length - 1 && atMs === record.publishedAtMs ? undefined : instant(atMs),
        pinned: record.pinned,
      }),
    );
}

/** `[id, [field, value, …]]` of a stream into its offset and its fields. */
export function parseStreamEntry([id, flat]: [string, string[]]): {
  offset: number;
  fields: Map<string, string>;
} {
  const fields = new Map<string, string>();
  for (let at = 0; at + 1 < flat.length; at += 2) fields.set(flat[at]!, flat[at + 1]!);
  return { offset: Number(id.slice(0, id.indexOf("-"))), fields };
}

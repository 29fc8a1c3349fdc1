/**
 * What the server sends, read tolerantly: this page may be older than the server.
 *
 * - [T1] A frame or snapshot without its frame fields is not one: undefined.
 * - [T2] An entry that cannot be read keeps its offset and loses its type, so it is skipped and the
 *        cursor still moves; a field that is missing gets what its absence means.
 */
import type { Announcement, FeedItem } from "../../../server/contract/announcement.ts";
import type { Entry, Frame, Snapshot } from "../../../server/contract/feed.ts";
import type { SocketRefusal } from "../../../server/contract/socket.ts";

type Loose = Record<string, unknown>;

const isRecord = (value: unknown): value is Loose => typeof value === "object" && value !== null;
const isWhole = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

export function parseFrame(raw: unknown): Frame | undefined {
  if (!isRecord(raw) || typeof raw.epoch !== "string") return undefined;
  const { epoch, after, upTo, entries } = raw;
  if (!isWhole(after) || !isWhole(upTo) || !Array.isArray(entries)) return undefined;
  const read = entries.map(parseEntry);
  if (read.includes(undefined)) return undefined;
  return {
    epoch,
    after,
    upTo,
    entries: read as Entry[],
    ...(raw.stale === true ? { stale: true as const } : {}),
  };
}

function parseEntry(raw: unknown): Entry | undefined {
  if (!isRecord(raw) || !isWhole(raw.offset)) return undefined;
  const unknown = { offset: raw.offset, at: raw.at, type: "unknown" } as unknown as Entry;
  if (!("announcement" in raw)) {
    const isReadable = raw.type !== "announcementWithdrawn" || isWhole(raw.announcementOffset);
    return isReadable ? (raw as unknown as Entry) : unknown;
  }
  const announcement = parseAnnouncement(raw.announcement);
  return announcement === undefined ? unknown : ({ ...raw, announcement } as unknown as Entry);
}

export function parseSnapshot(raw: unknown): Snapshot | undefined {
  if (!isRecord(raw) || !isRecord(raw.cursor) || !Array.isArray(raw.announcements)) return undefined;
  const { epoch, offset } = raw.cursor;
  if (typeof epoch !== "string" || !isWhole(offset)) return undefined;
  return {
    reason: (raw.reason as Snapshot["reason"]) ?? "new",
    cursor: { epoch, offset },
    announcements: parseItems(raw.announcements),
    programmeRevision: isWhole(raw.programmeRevision) ? raw.programmeRevision : 0,
  };
}

export const parseItems = (raw: readonly unknown[]): FeedItem[] =>
  raw.map(parseItem).filter((item) => item !== undefined);

function parseItem(raw: unknown): FeedItem | undefined {
  if (!isRecord(raw) || typeof raw.withdrawnAt !== "string") return parseAnnouncement(raw);
  return typeof raw.id === "string" && isWhole(raw.offset) ? (raw as unknown as FeedItem) : undefined;
}

function parseAnnouncement(raw: unknown): Announcement | undefined {
  if (!isRecord(raw) || typeof raw.id !== "string" || !isWhole(raw.offset)) return undefined;
  if (!isRecord(raw.text) || Object.keys(raw.text).length === 0) return undefined;
  if (typeof raw.publishedAt !== "string") return undefined;
  const audience = isRecord(raw.audience) ? raw.audience : {};
  return {
    ...(raw as unknown as Announcement),
    revision: isWhole(raw.revision) ? raw.revision : 1,
    audience: { attendance: "everyone", zones: [], tracks: [], ...audience } as Announcement["audience"],
    actions: Array.isArray(raw.actions) ? raw.actions : [],
    surfaces: Array.isArray(raw.surfaces) ? raw.surfaces : ["feed", "kiosk"],
    pinned: raw.pinned === true,
    key: raw.key === true,
  };
}

/** A refusal that cannot be read is one to come back from. */
export function parseRefusal(raw: unknown): SocketRefusal {
  const { code, action, retryAfterMs } = isRecord(raw) ? raw : ({} as Loose);
  return {
    code: typeof code === "string" ? code : "unknown",
    action: action === "stop" || action === "reset" ? action : "retry",
    ...(isWhole(retryAfterMs) ? { retryAfterMs } : {}),
  };
}

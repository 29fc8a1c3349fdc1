/** Between entries as the log keeps them, without text, and entries as readers get them. */
import type { Entry } from "../contract/feed.ts";
import type { EntryDraft } from "../core/change.ts";
import type { LoggedEntry } from "../core/recent-window.ts";
import { instant, type PublicContent, publicAnnouncement } from "../core/record.ts";

/** Which text an entry points to, if it points to any. */
export function contentOf(draft: EntryDraft): { id: string; revision: number } | undefined {
  switch (draft.type) {
    case "announcementPublished":
    case "announcementCorrected":
    case "announcementPinned":
      return { id: draft.announcementId, revision: draft.revision };
    default:
      return undefined;
  }
}

/** The entry as readers get it; where its text is gone, the mark that stands in its place. */
export function resolveEntry(
  draft: EntryDraft,
  offset: number,
  atMs: number,
  content: PublicContent | undefined,
): LoggedEntry {
  const at = instant(atMs);
  switch (draft.type) {
    case "announcementPublished":
    case "announcementCorrected":
    case "announcementPinned": {
      const { announcementId, type } = draft;
      if (content === undefined)
        return { entry: { offset, at, type: "announcementRedacted", announcementId } };
      return type === "announcementPublished"
        ? published(draft, content, offset, at)
        : changed(draft, content, offset, at);
    }
    case "announcementWithdrawn": {
      const { announcementId } = draft;
      return { entry: { offset, at, ...draft }, redacts: { announcementId } };
    }
    default:
      return { entry: { offset, at, ...draft } as Entry };
  }
}

type Published = Extract<EntryDraft, { type: "announcementPublished" }>;
type Changed = Extract<EntryDraft, { type: "announcementCorrected" | "announcementPinned" }>;

function published({ pinned }: Published, content: PublicContent, offset: number, at: string): LoggedEntry {
  const announcement = publicAnnouncement(content, { offset, publishedAt: at, pinned });
  return { entry: { offset, at, type: "announcementPublished", announcement } };
}

function changed(draft: Changed, content: PublicContent, offset: number, at: string): LoggedEntry {
  const { type, announcementId, announcementOffset, publishedAt, pinned, redactBelow } = draft;
  const correctedAt = type === "announcementCorrected" ? at : draft.correctedAt;
  const announcement = publicAnnouncement(content, {
    offset: announcementOffset,
    publishedAt,
    correctedAt,
    pinned,
  });
  const entry: Entry =
    type === "announcementCorrected"
      ? { offset, at, type, announcement }
      : { offset, at, type, announcementId, announcement };
  return redactBelow === undefined ? { entry } : { entry, redacts: { announcementId, below: redactBelow } };
}

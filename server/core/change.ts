/** What a decision asks the store to do, all in one step. Plain data: the store knows keys, this does not. */
import type { WrittenAnnouncement } from "../contract/announcement.ts";
import type { ProgrammeCounts } from "../contract/feed.ts";
import type { AnnouncementRecord, PublicContent } from "./record.ts";

/** An entry before it is in the log: text stays apart, offset and instant are the log's to give. */
export type EntryDraft =
  | {
      readonly type: "announcementPublished";
      readonly announcementId: string;
      readonly revision: number;
      readonly pinned: boolean;
    }
  | {
      readonly type: "announcementCorrected" | "announcementPinned";
      readonly announcementId: string;
      readonly revision: number;
      readonly pinned: boolean;
      readonly announcementOffset: number;
      readonly publishedAt: string;
      readonly correctedAt?: string;
      /** Revisions below this one are no longer shown. */
      readonly redactBelow?: number;
    }
  | {
      readonly type: "announcementWithdrawn";
      readonly announcementId: string;
      readonly announcementOffset: number;
      readonly reason: string;
    }
  | { readonly type: "announcementUnpinned"; readonly announcementId: string }
  | {
      readonly type: "programmeChanged";
      readonly programmeRevision: number;
      readonly counts: ProgrammeCounts;
      readonly sessionIds: readonly string[];
    }
  | { readonly type: "eventChanged" };

/** Who did what to which announcement: ids, states and field names, never text. */
export interface AuditNote {
  readonly action: string;
  readonly by: string;
  readonly byName: string;
  readonly announcementId?: string;
  /** Whom or what it concerns where that is no announcement: the id of an account or a token. */
  readonly about?: string;
  readonly revision?: number;
  readonly from?: string;
  readonly to?: string;
  readonly fields?: readonly string[];
  readonly counts?: Readonly<Record<string, number>>;
}

export interface AnnouncementChange {
  readonly next: AnnouncementRecord;
  /** Set where the words changed: the revision that every later look can compare with. */
  readonly newRevision?: WrittenAnnouncement;
  readonly stamp?: "published" | "corrected" | "withdrawn";
  /** The text goes where readers' nodes find it. */
  readonly reveal?: PublicContent;
  /** Revisions whose public text goes, everywhere and at once. */
  readonly redact?: readonly number[];
  readonly due?: number | "none";
  readonly entries: readonly EntryDraft[];
  /** Neither Redis' clock nor the caller's may be before any of these. */
  readonly notBeforeMs: readonly number[];
  readonly audit: AuditNote;
}

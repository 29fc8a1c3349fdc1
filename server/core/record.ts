/** What is kept of one announcement, and how readers and the desk see it. */
import type { Announcement, Correction, WrittenAnnouncement } from "../contract/announcement.ts";
import type {
  DeskAnnouncement,
  FollowedSession,
  Origin,
  SealedAnnouncement,
  State,
} from "../contract/desk-announcement.ts";
import { type Actor, can } from "../contract/people.ts";
import { overdueCodeOf } from "./overdue.ts";
import { staleLanguages, type Translations } from "./translations.ts";

/** What one person would correct, where two must agree on it. */
export interface Proposal {
  readonly by: string;
  readonly byName: string;
  readonly atMs: number;
  readonly correction: Correction;
}

/** One announcement as the store keeps it. Instants are by Redis' clock, in ms since 1970. */
export interface AnnouncementRecord {
  readonly id: string;
  readonly state: State;
  readonly revision: number;
  readonly written: WrittenAnnouncement;
  readonly pinned: boolean;
  readonly createdAtMs: number;
  /** Actor ids; the names beside them are what colleagues read. */
  readonly createdBy: string;
  readonly createdByName: string;
  readonly changedAtMs: number;
  readonly changedBy: string;
  readonly changedByName: string;
  /** Whose words the newest revision is, where that is not the first: other moves change no words. */
  readonly revisedBy?: string;
  readonly submittedBy?: string;
  readonly submittedByName?: string;
  readonly approvedBy?: string;
  readonly approvedByName?: string;
  readonly scheduledAtMs?: number;
  /** While it is scheduled with a session: its instant is that session's to move. */
  readonly follows?: FollowedSession;
  readonly overdueReason?: string;
  /** Of what is out: a correction that waits for a second person. */
  readonly proposal?: Proposal;
  readonly translations?: Translations;
  readonly origin?: Origin;
  /** A person changed or cancelled what Fanfare made: the programme no longer rewrites it. */
  readonly takenOver?: boolean;
  readonly reason?: string;
  /** Stamped by the writer script, never by a caller. */
  readonly offset?: number;
  readonly publishedAtMs?: number;
  readonly correctedAtMs?: number;
  readonly withdrawnAtMs?: number;
}

/** What readers may know of one revision, as the store keeps it apart from the entry that points to it. */
export type PublicContent = Omit<
  Announcement,
  "offset" | "publishedAt" | "correctedAt" | "revealAt" | "pinned"
>;

/** Results are held for this long after publication, so that every screen reveals at the same instant. */
export const REVEAL_DELAY_MS = 1_500;

export const instant = (ms: number): string => new Date(ms).toISOString();

export function publicContent(id: string, revision: number, written: WrittenAnnouncement): PublicContent {
  const { pinned: _pinned, ...rest } = written;
  return { id, revision, ...rest } as PublicContent;
}

export interface Published {
  readonly offset: number;
  readonly publishedAt: string;
  readonly correctedAt?: string | undefined;
  readonly pinned: boolean;
}

export function publicAnnouncement(content: PublicContent, published: Published): Announcement {
  const { offset, publishedAt, correctedAt, pinned } = published;
  const revealAt = content.kind === "result" ? instant(Date.parse(publishedAt) + REVEAL_DELAY_MS) : undefined;
  return {
    ...content,
    offset,
    publishedAt,
    ...(correctedAt === undefined ? {} : { correctedAt }),
    ...(revealAt === undefined ? {} : { revealAt }),
    pinned,
  };
}

/** Whether somebody on the desk may read the text: under embargo only its author, leads and admins. */
export function maySee(record: AnnouncementRecord, actor: Actor, nowMs: number): boolean {
  if (!isEmbargoed(record, nowMs)) return true;
  return record.createdBy === actor.id || can(actor, "seeEmbargoed");
}

/**
 * Whether somebody who may see an announcement may see one of its revisions: words whose own embargo still
 * holds stay sealed, though they were since replaced by others without one.
 */
export function maySeeRevision(
  { createdBy }: Pick<AnnouncementRecord, "createdBy">,
  { embargoUntil }: WrittenAnnouncement,
  actor: Actor,
  nowMs: number,
): boolean {
  if (embargoUntil === undefined || nowMs >= Date.parse(embargoUntil)) return true;
  return createdBy === actor.id || can(actor, "seeEmbargoed");
}

export function isEmbargoed(record: AnnouncementRecord, nowMs: number): boolean {
  const { embargoUntil } = record.written;
  return embargoUntil !== undefined && nowMs < Date.parse(embargoUntil) && !isPublic(record.state);
}

export const isPublic = (state: State): boolean => state === "published" || state === "corrected";

/** As this colleague sees it: whole, or sealed while it is under an embargo that is not theirs. */
export function deskView(
  record: AnnouncementRecord,
  actor: Actor,
  nowMs: number,
): DeskAnnouncement | SealedAnnouncement {
  if (!maySee(record, actor, nowMs)) {
    const { id, state, written } = record;
    return { id, kind: written.kind, state, embargoUntil: written.embargoUntil!, sealed: true };
  }
  return wholeView(record);
}

export function wholeView(record: AnnouncementRecord): DeskAnnouncement {
  const { written, publishedAtMs } = record;
  const at = (name: string, ms: number | undefined) => (ms === undefined ? {} : { [name]: instant(ms) });
  const stale = staleLanguages(written, record.translations);
  const has = <T>(name: string, value: T | undefined) => (value === undefined ? {} : { [name]: value });
  return {
    ...written,
    pinned: record.pinned,
    id: record.id,
    revision: record.revision,
    state: record.state,
    createdAt: instant(record.createdAtMs),
    createdBy: record.createdByName,
    changedAt: instant(record.changedAtMs),
    changedBy: record.changedByName,
    ...has("submittedBy", record.submittedByName),
    ...has("approvedBy", record.approvedByName),
    ...at("scheduledAt", record.scheduledAtMs),
    ...has("follows", record.follows),
    ...has("stale", stale.length === 0 ? undefined : stale),
    ...has("overdueReason", record.overdueReason),
    ...has("overdueCode", overdueCodeOf(record.overdueReason)),
    ...has("proposedCorrection", record.proposal && shownProposal(record.proposal)),
    ...has("origin", record.origin),
    ...has("offset", record.offset),
    ...at("publishedAt", publishedAtMs),
    ...at("correctedAt", record.correctedAtMs),
    ...at(
      "revealAt",
      written.kind === "result" && publishedAtMs !== undefined ? publishedAtMs + REVEAL_DELAY_MS : undefined,
    ),
    ...at("withdrawnAt", record.withdrawnAtMs),
    ...has("reason", record.reason),
  } as DeskAnnouncement;
}

const shownProposal = ({ byName, atMs, correction }: Proposal) => ({
  by: byName,
  at: instant(atMs),
  correction,
});

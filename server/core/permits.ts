/** Who may do what to which announcement, now: rights, ownership, fresh sign-in, the second person. */
import type { WrittenAnnouncement } from "../contract/announcement.ts";
import type { DeskEvent } from "../contract/event.ts";
import { type Actor, can, FRESH_SIGN_IN_MS, freshRights, type Right } from "../contract/people.ts";
import { type Refusal, refused } from "../contract/refusals.ts";
import type { Move } from "./lifecycle.ts";
import { type AnnouncementRecord, maySee } from "./record.ts";
import type { Surroundings } from "./references.ts";

export interface Circumstances extends Surroundings {
  /** By Redis' clock. */
  readonly nowMs: number;
  readonly actor: Actor;
}

const lacking = (right: Right): { ok: false; refusal: Refusal } =>
  refused("forbidden", `needs the right "${right}"`);

/** Whether the actor has the right, and for what is dangerous, has proved lately who they are. */
export function permit(actor: Actor, right: Right, nowMs: number): Refusal | undefined {
  if (!can(actor, right)) return lacking(right).refusal;
  if (!freshRights.has(right) || actor.skipsFreshSignIn === true) return undefined;
  const fresh = actor.signedInAtMs !== undefined && nowMs - actor.signedInAtMs <= FRESH_SIGN_IN_MS;
  return fresh
    ? undefined
    : { code: "fresh_sign_in_required", detail: "sign in again within five minutes before this" };
}

/** An author's hands reach their own announcements; nobody moves what they may not read. */
export function ownership(
  record: AnnouncementRecord,
  move: Move,
  actor: Actor,
  nowMs: number,
): Refusal | undefined {
  if (record.createdBy !== actor.id && !can(actor, "editOthers")) return lacking("editOthers").refusal;
  // What is under embargo can be taken off the schedule by any moderator, which shows nobody its text.
  if (move !== "unschedule" && !maySee(record, actor, nowMs)) return lacking("seeEmbargoed").refusal;
  return undefined;
}

export const needsSecondPerson = (
  written: WrittenAnnouncement,
  { event }: { readonly event: DeskEvent },
): boolean => (event.policies.twoPersonApproval as string[]).includes(written.kind);

const writersOf = ({ createdBy, revisedBy }: AnnouncementRecord) => [createdBy, revisedBy];

/** Where two must agree: on the schedule since before they had to, by one who wrote it. */
export const isApprovedAlone = (record: AnnouncementRecord, event: DeskEvent): boolean =>
  needsSecondPerson(record.written, { event }) &&
  (record.approvedBy === undefined || writersOf(record).includes(record.approvedBy));

export function urgentRefusal(
  record: AnnouncementRecord,
  { actor, nowMs }: Circumstances,
): Refusal | undefined {
  return record.written.kind === "urgent" ? permit(actor, "sendUrgent", nowMs) : undefined;
}

/**
 * Where two must agree, the one who approves is not the one who wrote it. An approval of one's own words, from
 * before the event asked for two, is none.
 */
export function secondPersonRefusal(record: AnnouncementRecord, around: Circumstances): Refusal | undefined {
  if (!isApprovedAlone(record, around.event) || !writersOf(record).includes(around.actor.id))
    return undefined;
  return { code: "approval_required", detail: "somebody other than who wrote it must approve it" };
}

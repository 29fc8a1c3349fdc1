/**
 * Corrections of what two must agree on. What one person asks for is kept as a proposal, and goes out when a
 * second person sends the very same; else a harmless text, approved by two, could be turned into any other
 * by one. Taking it back altogether needs nobody else.
 */
import type { Correction } from "../contract/announcement.ts";
import { granted, type Result, refused } from "../contract/refusals.ts";
import type { AnnouncementChange } from "./change.ts";
import { saysTheSame } from "./fingerprint.ts";
import { type Circumstances, needsSecondPerson } from "./permits.ts";
import type { AnnouncementRecord } from "./record.ts";
import { audit, gone, touched } from "./touched.ts";

/** Whether this is what somebody else proposed for the words that are out now: any correction ends a proposal. */
const isAgreed = (
  { proposal }: AnnouncementRecord,
  correction: Correction,
  { actor }: Circumstances,
): boolean =>
  proposal !== undefined && proposal.by !== actor.id && saysTheSame(proposal.correction, correction);

export const waitsForSecond = (
  record: AnnouncementRecord,
  correction: Correction,
  around: Circumstances,
): boolean => needsSecondPerson(record.written, around) && !isAgreed(record, correction, around);

/** The newest proposal is the one that stands; one of nothing takes it back. */
export function propose(
  record: AnnouncementRecord,
  correction: Correction,
  around: Circumstances,
): Result<AnnouncementChange> {
  const { actor, nowMs } = around;
  const fields = Object.keys(correction);
  const takesBack = fields.length === 0;
  if (takesBack && record.proposal === undefined)
    return refused("not_allowed_in_state", "there is nothing in this correction, and none to take back");
  const proposal = takesBack ? gone : { by: actor.id, byName: actor.name, atMs: nowMs, correction };
  const next = touched(record, around, { proposal });
  const action = takesBack ? "drop-correction" : "propose-correction";
  return granted({
    next,
    entries: [],
    notBeforeMs: [],
    audit: { ...audit(action, record, next, actor), fields },
  });
}

/** A new announcement, and what becomes of it at once: a draft, on the schedule, or out. */
import type { NewAnnouncement, WrittenAnnouncement } from "../contract/announcement.ts";
import type { Origin } from "../contract/desk-announcement.ts";
import type { Actor } from "../contract/people.ts";
import { granted, type Refusal, type Result, refused } from "../contract/refusals.ts";
import type { AnnouncementChange } from "./change.ts";
import { decide } from "./decide.ts";
import { type Circumstances, permit } from "./permits.ts";
import type { AnnouncementRecord } from "./record.ts";
import { inThread, past, pastFaults, referenceFaults } from "./references.ts";

/** The record that a draft starts as. */
export function draftRecord(
  id: string,
  written: WrittenAnnouncement,
  actor: Actor,
  nowMs: number,
  origin?: Origin,
): AnnouncementRecord {
  return {
    id,
    state: "draft",
    revision: 1,
    written,
    pinned: written.pinned,
    createdAtMs: nowMs,
    createdBy: actor.id,
    createdByName: actor.name,
    changedAtMs: nowMs,
    changedBy: actor.id,
    changedByName: actor.name,
    ...(origin === undefined ? {} : { origin }),
  };
}

/** With `publishAt` it is also published or scheduled, or nothing is made at all. */
export function create(
  id: string,
  given: NewAnnouncement,
  around: Circumstances,
): Result<AnnouncementChange> {
  const { publishAt, ...asked } = given;
  const { actor, nowMs } = around;
  const forbidden = permit(actor, "draft", nowMs);
  if (forbidden !== undefined) return { ok: false, refusal: forbidden };
  const errors = [...referenceFaults(asked, around), ...pastFaults(asked, undefined, nowMs)];
  if (publishAt !== undefined && publishAt !== "now" && Date.parse(publishAt) <= nowMs) {
    errors.push(past("publishAt"));
  }
  if (errors.length > 0) return refused("invalid", undefined, { errors });

  const written = inThread(asked, around);
  const record = draftRecord(id, written, actor, nowMs);
  const command =
    publishAt === "now"
      ? ({ type: "publish" } as const)
      : publishAt === undefined
        ? undefined
        : ({ type: "schedule", atMs: Date.parse(publishAt) } as const);
  if (command === undefined) {
    return granted({
      next: record,
      newRevision: written,
      entries: [],
      notBeforeMs: [],
      audit: {
        action: "create",
        by: actor.id,
        byName: actor.name,
        announcementId: id,
        revision: 1,
        to: "draft",
      },
    });
  }
  const sent = decide(record, command, around);
  if (!sent.ok) return { ok: false, refusal: atPublishAt(sent.refusal) };
  const { from: _from, ...audit } = sent.value.audit;
  return granted({
    ...sent.value,
    newRevision: written,
    audit: { ...audit, action: `create-and-${command.type}` },
  });
}

/** What is wrong with the instant of a schedule is wrong with this field here. */
const atPublishAt = (refusal: Refusal): Refusal =>
  refusal.errors === undefined
    ? refusal
    : {
        ...refusal,
        errors: refusal.errors.map((error) =>
          error.path === "at" ? { ...error, path: "publishAt" } : error,
        ),
      };

/** What stands in small under a headline, as facts; row-marks.tsx says them in words. Pure. */
import type { DeskAnnouncement } from "../../../server/contract/desk-announcement.ts";
import type { Presence } from "../../../server/contract/socket.ts";
import { isSameLanguage } from "../../shared/words/languages.ts";
import type { Proof } from "../proof/proof.ts";
import { type DeskItem, isSealed, isSent } from "./running-order.ts";

export type Mark =
  | { readonly is: "countdown"; readonly toMs: number }
  | { readonly is: "overdue"; readonly reason: string | undefined }
  | { readonly is: "sealed"; readonly untilMs: number }
  | { readonly is: "draft" | "discarded"; readonly by: string }
  | { readonly is: "waits" | "correctionWaits"; readonly by: string }
  | { readonly is: "approved"; readonly by: string | undefined }
  | { readonly is: "published" }
  | ({ readonly is: "proof" } & Proof)
  | { readonly is: "corrected"; readonly revision: number; readonly atMs: number | undefined }
  | { readonly is: "withdrawn"; readonly reason: string | undefined; readonly atMs: number | undefined }
  | { readonly is: "follows"; readonly leadMinutes: number }
  | { readonly is: "automatic" | "proposed" | "pinned" | "key" | "onlineOnly" | "onSiteOnly" | "over" }
  | { readonly is: "missing" | "stale"; readonly languages: readonly string[] }
  | { readonly is: "expires"; readonly atMs: number };

const ms = (instant: string | undefined): number | undefined =>
  instant === undefined ? undefined : Date.parse(instant);

/** The state first, then what a person should know before anything is done with it. */
export function marksOf(
  item: DeskItem,
  around: {
    readonly nowMs: number;
    readonly languages: readonly string[];
    /** On how many screens it has been; undefined where none shows it. */
    readonly proof?: Proof | undefined;
  },
): Mark[] {
  const sealed = sealOf(item, around.nowMs);
  if (isSealed(item)) return [{ is: "sealed", untilMs: Date.parse(item.embargoUntil) }];
  if (item.state === "withdrawn" || item.state === "discarded") return [stateMark(item)];
  return [
    stateMark(item),
    ...(around.proof === undefined ? [] : [{ is: "proof", ...around.proof } as const]),
    ...proposalMark(item),
    ...sealed,
    ...originMarks(item),
    ...shownMarks(item, around.nowMs),
    ...wordMarks(item, around.languages),
  ];
}

const proposalMark = ({ proposedCorrection: proposed }: DeskAnnouncement): Mark[] =>
  proposed === undefined ? [] : [{ is: "correctionWaits", by: proposed.by }];

function stateMark(item: DeskAnnouncement): Mark {
  switch (item.state) {
    case "scheduled":
      return { is: "countdown", toMs: ms(item.scheduledAt) ?? 0 };
    case "overdue":
      return { is: "overdue", reason: item.overdueCode ?? item.overdueReason };
    case "submitted":
      return { is: "waits", by: item.submittedBy ?? item.changedBy };
    case "approved":
      return { is: "approved", by: item.approvedBy };
    case "published":
      return { is: "published" };
    case "corrected":
      return { is: "corrected", revision: item.revision, atMs: ms(item.correctedAt) };
    case "withdrawn":
      return { is: "withdrawn", reason: item.reason, atMs: ms(item.withdrawnAt) };
    case "draft":
      return { is: "draft", by: item.createdBy };
    case "discarded":
      return { is: "discarded", by: item.changedBy };
  }
}

function sealOf(item: DeskItem, nowMs: number): Mark[] {
  const untilMs = ms(item.embargoUntil);
  const holds = untilMs !== undefined && untilMs > nowMs && !isSent(item);
  return holds ? [{ is: "sealed", untilMs }] : [];
}

function originMarks({ origin, follows }: DeskAnnouncement): Mark[] {
  if (follows !== undefined) return [{ is: "follows", leadMinutes: follows.leadMinutes }];
  if (origin?.type === "session-start") return [{ is: "automatic" }];
  return origin?.type === "programme-change" ? [{ is: "proposed" }] : [];
}

function shownMarks(item: DeskAnnouncement, nowMs: number): Mark[] {
  const { attendance } = item.audience;
  const expiresMs = ms(item.expiresAt);
  return [
    ...(item.pinned ? [{ is: "pinned" } as const] : []),
    ...(item.key ? [{ is: "key" } as const] : []),
    ...(attendance === "online" ? [{ is: "onlineOnly" } as const] : []),
    ...(attendance === "in-person" ? [{ is: "onSiteOnly" } as const] : []),
    ...(expiresMs === undefined
      ? []
      : expiresMs > nowMs
        ? expiry(item, expiresMs)
        : [{ is: "over" } as const]),
  ];
}

/** Every start of a session ends with it: only what a person gave an end is worth a word. */
const expiry = (item: DeskAnnouncement, atMs: number): Mark[] =>
  item.origin?.type === "session-start" ? [] : [{ is: "expires", atMs }];

function wordMarks(item: DeskAnnouncement, languages: readonly string[]): Mark[] {
  const has = Object.keys(item.text);
  const missing = languages.filter((language) => !has.some((tag) => isSameLanguage(tag, language)));
  const stale = item.stale ?? [];
  return [
    ...(missing.length === 0 ? [] : [{ is: "missing", languages: missing } as const]),
    ...(stale.length === 0 ? [] : [{ is: "stale", languages: stale } as const]),
  ];
}

export interface Writer {
  readonly who: string;
  readonly key: string;
  readonly holds: boolean;
}

/** Who else has it open: the one who holds it first, each person once, this window not at all. */
export function writersOf(presence: Presence, id: string, ownSocket: string | undefined): Writer[] {
  const here = presence
    .filter(({ announcementId, socketId }) => announcementId === id && socketId !== ownSocket)
    .sort((a, b) => Number(b.holds) - Number(a.holds) || a.since.localeCompare(b.since));
  const seen = new Set<string>();
  return here
    .filter(({ accountId }) => !seen.has(accountId) && seen.add(accountId))
    .map(({ who, socketId, holds }) => ({ who, key: socketId, holds }));
}

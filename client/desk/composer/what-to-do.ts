/** Which buttons an announcement has now, and which of them is the one black button. Pure; the server decides. */
import type { Kind } from "../../../server/contract/announcement.ts";
import type { State } from "../../../server/contract/desk-announcement.ts";
import { type Move, moved, rightFor } from "../../../server/core/lifecycle.ts";
import type { DeskRight } from "../state/desk-rights.ts";
import type { ComposerForm } from "./composer-form.ts";

export type Act =
  | "publish"
  | "schedule"
  | "follow"
  | "correct"
  | "save"
  | "submit"
  | "approve"
  | "unschedule"
  | "pin"
  | "unpin"
  | "withdraw"
  | "discard"
  | "recover";

export type Hint = "proposal" | "secondPerson" | "leadOnly" | "approvalAgain" | "waits";

export interface Situation {
  readonly state: State;
  readonly isNew: boolean;
  readonly isDirty: boolean;
  readonly isPinned: boolean;
  readonly kind: Kind;
  readonly when: ComposerForm["when"];
  /** It is on the schedule, for exactly the time that stands in the form. */
  readonly keepsTime: boolean;
  readonly isApproved: boolean;
  /** Whoever sits here wrote it, as far as can be told. */
  readonly isWriter: boolean;
  readonly twoPersonApproval: readonly string[];
  readonly may: (right: DeskRight) => boolean;
}

export interface WhatToDo {
  readonly black?: Act | undefined;
  readonly others: readonly Act[];
  readonly hint?: Hint | undefined;
}

export function whatToDo(situation: Situation): WhatToDo {
  const { state, isDirty } = situation;
  const may = (move: Move): boolean =>
    moved(state, move) !== undefined && situation.may(rightFor[move] as DeskRight);
  const only = (move: Move, act: Act): Act[] => (may(move) ? [act] : []);
  if (state === "withdrawn") return { others: [] };
  if (state === "discarded") return { black: may("recover") ? "recover" : undefined, others: [] };
  if (state === "published" || state === "corrected") {
    const pin = situation.isPinned ? only("unpin", "unpin") : only("pin", "pin");
    const isLeads = situation.kind === "urgent" && !situation.may("sendUrgent");
    const black = isDirty && may("correct") && !isLeads ? "correct" : undefined;
    const isProposal = black !== undefined && situation.twoPersonApproval.includes(situation.kind);
    const hint = isLeads ? "leadOnly" : isProposal ? "proposal" : undefined;
    return { black, others: [...pin, ...only("withdraw", "withdraw")], ...(hint && { hint }) };
  }
  return unsent(situation, may, only);
}

function unsent(
  situation: Situation,
  may: (move: Move) => boolean,
  only: (move: Move, act: Act) => Act[],
): WhatToDo {
  const { state, isNew, isDirty, kind, when, keepsTime, isApproved, isWriter } = situation;
  const isPaired = situation.twoPersonApproval.includes(kind);
  const needsSecond = isPaired && (isDirty || (isWriter && !isApproved));
  const isLeads = kind === "urgent" && !situation.may("sendUrgent");
  const maySend = may(when === "now" ? "publish" : "schedule") && !isLeads && !needsSecond;
  const sending: Act = when === "now" ? "publish" : when === "at" ? "schedule" : "follow";
  const waits = state === "submitted";
  const saves: Act[] = may("revise") && (isDirty || isNew) ? ["save"] : [];
  const submits = state === "draft" ? only("submit", "submit") : [];
  const approves = !needsSecond && !isLeads && !isNew ? only("approve", "approve") : [];
  const asksAgain = isDirty && !waits && state !== "draft" && (needsSecond || !situation.may("approve"));
  const black = maySend ? (keepsTime && when !== "now" ? saves[0] : sending) : (submits[0] ?? saves[0]);
  const all: Act[] = [
    ...saves,
    ...submits,
    ...approves,
    ...only("unschedule", "unschedule"),
    ...(isNew ? [] : only("discard", "discard")),
  ];
  const hint: Hint | undefined = asksAgain
    ? "approvalAgain"
    : needsSecond
      ? "secondPerson"
      : isLeads
        ? "leadOnly"
        : waits && !maySend
          ? "waits"
          : undefined;
  return { black, others: all.filter((act) => act !== black), hint };
}

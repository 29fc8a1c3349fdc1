/** The life of an announcement as one table: which move is possible in which state, and where it leads. */
import type { State } from "../contract/desk-announcement.ts";
import type { Right } from "../contract/people.ts";

export const moves = [
  "revise",
  "submit",
  "approve",
  "schedule",
  "unschedule",
  "publish",
  "correct",
  "withdraw",
  "pin",
  "unpin",
  "discard",
  "recover",
  "mark-current",
] as const;
export type Move = (typeof moves)[number];

/** `stays` where a move leaves the state as it is. */
type Leads = Partial<Record<Move, State | "stays">>;

const any: Leads = { "mark-current": "stays" };
const unsent: Leads = { ...any, revise: "stays", schedule: "scheduled", publish: "published" };
const unscheduled: Leads = { ...unsent, discard: "discarded" };
const sent: Leads = { ...any, correct: "corrected", withdraw: "withdrawn", pin: "stays", unpin: "stays" };

export const lifecycle: Readonly<Record<State, Leads>> = {
  draft: { ...unscheduled, submit: "submitted", approve: "approved" },
  submitted: { ...unscheduled, approve: "approved" },
  approved: unscheduled,
  scheduled: { ...unsent, unschedule: "approved" },
  overdue: { ...unscheduled, unschedule: "approved" },
  published: sent,
  corrected: sent,
  withdrawn: {},
  discarded: { recover: "draft" },
};

/** The right that a move needs; it includes the moves before it. What is out, only who corrects may touch. */
export const rightFor: Readonly<Record<Move, Right>> = {
  revise: "draft",
  submit: "submit",
  approve: "approve",
  schedule: "schedule",
  unschedule: "schedule",
  publish: "publish",
  correct: "correct",
  withdraw: "withdraw",
  pin: "pin",
  unpin: "pin",
  discard: "draft",
  recover: "draft",
  "mark-current": "draft",
};

/** The state that a move leads to, or undefined where it is not possible. */
export function moved(state: State, move: Move): State | undefined {
  const next = lifecycle[state][move];
  return next === "stays" ? state : next;
}

/**
 * One action on several items at once: what it would reach, what not and why, and what came of it. Pure.
 * Sending is not among them: nothing is published by the dozen.
 */
import type { Problem } from "../state/desk-api.ts";
import { type TimeFault, timeFault } from "./move-time.ts";
import { type Hands, isPossible } from "./row-actions.ts";
import { type DeskItem, timeOf } from "./running-order.ts";

export const bulkActions = ["move", "cancel", "submit", "approve", "recover", "discard", "withdraw"] as const;
export type BulkAction = (typeof bulkActions)[number];

export interface BulkWish {
  readonly action: BulkAction;
  /** Of a move: so many minutes later, or earlier below nothing. */
  readonly minutes: number;
  readonly reason: string;
}

export interface BulkStep {
  readonly item: DeskItem;
  /** The last part of the address that is asked. */
  readonly ask: string;
  readonly body: unknown;
  /** Where a move leads to. */
  readonly atMs?: number;
}

export interface BulkPlan {
  readonly steps: readonly BulkStep[];
  readonly left: readonly { readonly item: DeskItem; readonly why: "notPossible" | TimeFault }[];
}

const addresses: Readonly<Record<BulkAction, string>> = {
  move: "schedule",
  cancel: "unschedule",
  submit: "submit",
  approve: "approve",
  recover: "recover",
  discard: "discard",
  withdraw: "withdraw",
};

/** Only what is on the schedule has a time to be moved from. */
const isMovable = (item: DeskItem): boolean => item.state === "scheduled" || item.state === "overdue";

export function canBulk(action: BulkAction, item: DeskItem, hands: Hands): boolean {
  return isPossible(action, item, hands) && (action !== "move" || isMovable(item));
}

export function planBulk(
  items: readonly DeskItem[],
  wish: BulkWish,
  around: { readonly hands: Hands; readonly nowMs: number },
): BulkPlan {
  const steps: BulkStep[] = [];
  const left: BulkPlan["left"][number][] = [];
  for (const item of items) {
    const base = { item, ask: addresses[wish.action], body: undefined };
    if (!canBulk(wish.action, item, around.hands)) left.push({ item, why: "notPossible" });
    else if (wish.action === "withdraw") steps.push({ ...base, body: { reason: wish.reason.trim() } });
    else if (wish.action !== "move") steps.push(base);
    else {
      const atMs = (timeOf(item) ?? 0) + wish.minutes * 60_000;
      const why = timeFault(atMs, item, around.nowMs);
      if (why === undefined) steps.push({ ...base, atMs, body: { at: new Date(atMs).toISOString() } });
      else left.push({ item, why });
    }
  }
  return { steps: inSafeOrder(steps, wish), left };
}

/** The last one first when all go later: two never stand at each other's time in between. */
const inSafeOrder = (steps: BulkStep[], { action, minutes }: BulkWish): BulkStep[] =>
  action === "move" ? steps.sort((a, b) => (minutes > 0 ? b.atMs! - a.atMs! : a.atMs! - b.atMs!)) : steps;

export interface BulkOutcome {
  readonly action: BulkAction;
  readonly done: readonly string[];
  readonly refused: readonly { readonly id: string; readonly problem: Problem }[];
  /** Not asked any more, because the server could not be reached or nobody is signed in. */
  readonly unasked: readonly string[];
}

export const nothingYet = (action: BulkAction): BulkOutcome => ({
  action,
  done: [],
  refused: [],
  unasked: [],
});

export function withAnswer(outcome: BulkOutcome, id: string, problem: Problem | undefined): BulkOutcome {
  return problem === undefined
    ? { ...outcome, done: [...outcome.done, id] }
    : { ...outcome, refused: [...outcome.refused, { id, problem }] };
}

/** Whether asking on makes no sense: whatever comes next would get the same answer. */
export const endsAll = ({ code, status }: Problem): boolean =>
  status === 401 || code === "unreachable" || code === "fresh_sign_in_required" || status === 503;

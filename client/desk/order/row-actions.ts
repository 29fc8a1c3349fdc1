/** What may be done with an item from its row: what its state allows and the role grants. Pure. */
import { type Move, moved, rightFor } from "../../../server/core/lifecycle.ts";
import type { DeskRight } from "../state/desk-rights.ts";
import { type DeskItem, isSealed } from "./running-order.ts";

export type RowAction =
  | "open"
  | "sendNow"
  | "move"
  | "cancel"
  | "submit"
  | "approve"
  | "pin"
  | "unpin"
  | "duplicate"
  | "recover"
  | "discard"
  | "withdraw";

export interface Hands {
  readonly may: (right: DeskRight) => boolean;
  /** As `createdBy` names them: an author's hands reach their own. */
  readonly name: string | undefined;
}

const moveOf: Partial<Record<RowAction, Move>> = {
  sendNow: "publish",
  move: "schedule",
  cancel: "unschedule",
  submit: "submit",
  approve: "approve",
  pin: "pin",
  unpin: "unpin",
  recover: "recover",
  discard: "discard",
  withdraw: "withdraw",
};

const inMenu: readonly RowAction[] = [
  "open",
  "sendNow",
  "move",
  "cancel",
  "submit",
  "approve",
  "pin",
  "unpin",
  "duplicate",
  "recover",
  "discard",
  "withdraw",
];

/** In the order of the menu: what is done most stands first, what takes away stands last. */
export const actionsFor = (item: DeskItem, hands: Hands): RowAction[] =>
  inMenu.filter((action) => isPossible(action, item, hands));

/** The server is asked all the same; this spares people what it would refuse. */
export function isPossible(action: RowAction, item: DeskItem, { may, name }: Hands): boolean {
  // What is sealed can be taken off the schedule without anybody reading it, and nothing else.
  if (isSealed(item)) return action === "cancel" && allows("unschedule", item, may);
  if (action === "open") return true;
  if (action === "duplicate") return may("draft");
  if (!may("editOthers") && item.createdBy !== name) return false;
  if (action === "sendNow" && item.kind === "urgent" && !may("sendUrgent")) return false;
  if (action === "pin" && item.pinned) return false;
  if (action === "unpin" && !item.pinned) return false;
  // A moderator approves at once what others would submit.
  if (action === "submit" && may("approve") && item.createdBy !== name) return false;
  return allows(moveOf[action]!, item, may);
}

const allows = (move: Move, item: DeskItem, may: Hands["may"]): boolean =>
  moved(item.state, move) !== undefined && may(rightFor[move] as DeskRight);

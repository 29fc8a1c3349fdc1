/**
 * From which role on a right is had. The server decides; this only spares people buttons that would be
 * refused. test/client/desk.test.ts holds it to contract/people.ts, whose module has zod in it.
 */
import type { Right, Role } from "../../../server/contract/people.ts";

export const ROLES: readonly Role[] = ["author", "moderator", "lead", "admin"];

export const rightFrom = {
  draft: "author",
  submit: "author",
  approve: "moderator",
  schedule: "moderator",
  publish: "moderator",
  correct: "moderator",
  withdraw: "moderator",
  pin: "moderator",
  editOthers: "moderator",
  readAudit: "moderator",
  importProgramme: "moderator",
  sendUrgent: "lead",
  lowerEmbargo: "lead",
  manageKiosks: "lead",
  seePeople: "lead",
  managePeople: "lead",
  editEvent: "admin",
  manageTokens: "admin",
} as const satisfies Partial<Record<Right, Role>>;

export type DeskRight = keyof typeof rightFrom;

export const hasRight = (role: Role, right: DeskRight): boolean =>
  ROLES.indexOf(role) >= ROLES.indexOf(rightFrom[right]);

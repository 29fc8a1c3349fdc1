/** Who may do what: one table of role × action. */
import { z } from "zod";

export const roleSchema = z.enum(["author", "moderator", "lead", "admin"]);
export type Role = z.infer<typeof roleSchema>;

export const actions = [
  "draft",
  "submit",
  "approve",
  "schedule",
  "publish",
  "correct",
  "withdraw",
  "pin",
  "sendUrgent",
  "seeEmbargoed",
  "lowerEmbargo",
  "editOthers",
  "readDesk",
  "readAudit",
  "importProgramme",
  "editEvent",
  "manageKiosks",
  "seePeople",
  "managePeople",
  "manageTokens",
] as const;
export type Right = (typeof actions)[number];

const author: readonly Right[] = ["draft", "submit", "readDesk"];
const moderator: readonly Right[] = [
  ...author,
  "approve",
  "schedule",
  "publish",
  "correct",
  "withdraw",
  "pin",
  "editOthers",
  "readAudit",
  "importProgramme",
];
const lead: readonly Right[] = [
  ...moderator,
  "sendUrgent",
  "seeEmbargoed",
  "lowerEmbargo",
  "manageKiosks",
  "seePeople",
  "managePeople",
];

/** Each role has the rights of the one before it. */
export const rightsOf: Readonly<Record<Role, ReadonlySet<Right>>> = {
  author: new Set(author),
  moderator: new Set(moderator),
  lead: new Set(lead),
  admin: new Set([...lead, "editEvent", "manageTokens"]),
};

/** Rights for which a person must have signed in within the last five minutes. */
export const freshRights: ReadonlySet<Right> = new Set([
  "sendUrgent",
  "lowerEmbargo",
  "managePeople",
  "manageTokens",
]);
export const FRESH_SIGN_IN_MS = 300_000;

/** Who asks: a person, a token, or a part of Fanfare itself. */
export interface Actor {
  readonly id: string;
  readonly role: Role;
  /** What the audit and colleagues call them: an e-mail address, a token's name, or `worker`. */
  readonly name: string;
  /** When they last proved their password; absent for tokens, whose `urgent` scope answers instead. */
  readonly signedInAtMs?: number;
  readonly skipsFreshSignIn?: boolean;
}

/** Whether a role may give or take away another: up to its own, so that nobody lifts anybody above themselves. */
export const mayManage = (own: Role, other: Role): boolean =>
  roleSchema.options.indexOf(other) <= roleSchema.options.indexOf(own);

export const can = (actor: Actor, right: Right): boolean => rightsOf[actor.role].has(right);

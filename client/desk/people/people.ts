/** Who stands where in the list of colleagues, and what may be done with whom. Pure. */
import type { Person } from "../../../server/contract/desk-people.ts";
import type { Role } from "../../../server/contract/people.ts";
import { type DeskRight, ROLES, rightFrom } from "../state/desk-rights.ts";

/** Roles that somebody may give: up to their own. */
export const rolesUpTo = (own: Role): readonly Role[] => ROLES.slice(0, ROLES.indexOf(own) + 1);

export type PersonAct =
  | "changeRole"
  | "resetPassword"
  | "inviteAgain"
  | "newLink"
  | "revoke"
  | "withdrawInvitation";

/** What `me` may do with somebody: nothing with oneself, nor with whoever stands above. */
export function actsOn(
  person: Person,
  me: { readonly id: string; readonly role: Role },
): readonly PersonAct[] {
  if (person.id === me.id || !rolesUpTo(me.role).includes(person.role)) return [];
  const acts: Readonly<Record<Person["state"], readonly PersonAct[]>> = {
    active: ["changeRole", "resetPassword", "revoke"],
    invited: ["newLink", "changeRole", "withdrawInvitation"],
    revoked: ["inviteAgain"],
  };
  return acts[person.state];
}

export const calledName = ({ name, email }: Pick<Person, "name" | "email">): string => name ?? email;

const order: readonly Person["state"][] = ["active", "invited", "revoked"];

/** Those who work here first, then who is expected, then who left; by name within each. */
export const inOrder = (people: readonly Person[], language: string): readonly Person[] => {
  const { compare } = new Intl.Collator(language);
  return [...people].sort(
    (a, b) => order.indexOf(a.state) - order.indexOf(b.state) || compare(calledName(a), calledName(b)),
  );
};

/** What each role may do beyond the one before it. */
export const addedBy = (role: Role): readonly DeskRight[] =>
  (Object.keys(rightFrom) as DeskRight[]).filter((right) => rightFrom[right] === role);

/** Rights that ask for the password again. test/client/people.test.ts holds this to contract/people.ts. */
export const asksAgain: ReadonlySet<DeskRight> = new Set([
  "sendUrgent",
  "lowerEmbargo",
  "managePeople",
  "manageTokens",
]);

/** An e-mail to be finished and sent by a person, in their own programme. */
export const mailTo = (email: string, subject: string, body: string): string =>
  `mailto:${encodeURIComponent(email).replaceAll("%40", "@")}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body)}`;

/** What `npm run admin` is asked to do. */
import { emailSchema } from "../../server/contract/api.ts";
import { idSchema, nameSchema } from "../../server/contract/forms.ts";
import { type Role, roleSchema } from "../../server/contract/people.ts";

export const USAGE = `Usage:
  npm run admin -- people                         who may use the desk, or is invited
  npm run admin -- invite EMAIL ROLE              a link with which somebody new chooses a password
  npm run admin -- reset-password EMAIL           a link with which somebody chooses a new password
  npm run admin -- revoke EMAIL                   puts somebody out, at once
  npm run admin -- tokens                         the bearer tokens of programs
  npm run admin -- token NAME ROLE [--urgent]     a new one; --urgent: may send urgent notices and manage people
  npm run admin -- revoke-token ID                ends one, at once
ROLE is one of ${roleSchema.options.join(", ")}. Links work once, for 24 hours.`;

export type Order =
  | { readonly type: "people" | "tokens" }
  | { readonly type: "invite"; readonly email: string; readonly role: Role }
  | { readonly type: "reset-password" | "revoke"; readonly email: string }
  | { readonly type: "token"; readonly name: string; readonly role: Role; readonly urgent: boolean }
  | { readonly type: "revoke-token"; readonly id: string };

/** A fault of whoever asked, as the line that says so; empty where the usage says it all. */
export function orderFrom([type, ...given]: readonly string[]): Order | string {
  switch (type) {
    case "people":
    case "tokens":
      return excess(given, 0) ?? { type };
    case "invite":
      return excess(given, 2) ?? invitation(given);
    case "reset-password":
    case "revoke":
      return excess(given, 1) ?? ofEmail(type, given[0]);
    case "token":
      return token(given);
    case "revoke-token":
      return excess(given, 1) ?? ofId(given[0]);
    default:
      return "";
  }
}

const excess = (given: readonly string[], most: number): string | undefined =>
  given.length > most ? `There is nothing to do with "${given[most]}".` : undefined;

const NO_ROLE = "There is no such ROLE.";
const NO_EMAIL = "EMAIL must be an e-mail address.";

function invitation([address, wanted]: readonly string[]): Order | string {
  const email = emailSchema.safeParse(address);
  const role = roleSchema.safeParse(wanted);
  if (!email.success) return NO_EMAIL;
  return role.success ? { type: "invite", email: email.data, role: role.data } : NO_ROLE;
}

function ofEmail(type: "reset-password" | "revoke", address: string | undefined): Order | string {
  const email = emailSchema.safeParse(address);
  return email.success ? { type, email: email.data } : NO_EMAIL;
}

function token(given: readonly string[]): Order | string {
  const [called, wanted, ...more] = given.filter((word) => word !== "--urgent");
  if (more.length > 0) return `There is nothing to do with "${more[0]}".`;
  const name = nameSchema(100).safeParse(called);
  const role = roleSchema.safeParse(wanted);
  if (!name.success) return "NAME must be one line of up to 100 characters.";
  if (!role.success) return NO_ROLE;
  return { type: "token", name: name.data, role: role.data, urgent: given.includes("--urgent") };
}

function ofId(given: string | undefined): Order | string {
  const id = idSchema.safeParse(given);
  return id.success ? { type: "revoke-token", id: id.data } : "ID is the first column of `tokens`.";
}

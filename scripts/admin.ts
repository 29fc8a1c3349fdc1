/**
 * `npm run admin -- …`: for whoever has the machine, and is locked out or sets up somebody else.
 * Links and tokens are printed once and kept only as hashes.
 */
import { Accounts } from "../server/accounts/accounts.ts";
import { Passwords } from "../server/accounts/passwords.ts";
import { SignInThrottle } from "../server/accounts/throttle.ts";
import { type Config, loadConfig } from "../server/config.ts";
import { emailSchema } from "../server/contract/api.ts";
import { lineSchema } from "../server/contract/forms.ts";
import { type Actor, type Role, roleSchema } from "../server/contract/people.ts";
import type { Refusal, Result } from "../server/contract/refusals.ts";
import { RedisClock } from "../server/feed/clock.ts";
import { ClockWatch } from "../server/schedule/clock-watch.ts";
import { RedisAccounts } from "../server/store/redis-accounts.ts";
import { notedOrigin } from "./start/running-origin.ts";
import { withStore } from "./store/with-store.ts";

/** Of sysexits.h: used wrongly, no such account, could not be done. */
const EXIT = { usage: 64, noUser: 67, unavailable: 69 } as const;

const USAGE = `Usage:
  npm run admin -- invite EMAIL ROLE       a link with which somebody new chooses a password
  npm run admin -- reset-password EMAIL    a link with which somebody chooses a new password
  npm run admin -- token NAME ROLE         a bearer token for a program
ROLE is one of ${roleSchema.options.join(", ")}. Links work once, for 24 hours.`;

const actor: Actor = { id: "machine", role: "admin", name: "npm run admin", skipsFreshSignIn: true };

type Order =
  | { readonly type: "invite"; readonly email: string; readonly role: Role }
  | { readonly type: "reset-password"; readonly email: string }
  | { readonly type: "token"; readonly name: string; readonly role: Role };

/** What was asked for, or the line that says what is wrong with it. */
function orderFrom([type, subject = "", role, ...more]: readonly string[]): Order | string {
  const roles = roleSchema.safeParse(role);
  const email = emailSchema.safeParse(subject);
  const name = lineSchema(100).safeParse(subject);
  const extra = type === "reset-password" ? role : more[0];
  if (type !== "invite" && type !== "reset-password" && type !== "token") return "";
  if (extra !== undefined) return `There is nothing to do with "${extra}".`;
  if (type === "token") {
    if (!name.success) return "NAME must be one line of up to 100 characters.";
    return roles.success ? { type, name: name.data, role: roles.data } : "There is no such ROLE.";
  }
  if (!email.success) return "EMAIL must be an e-mail address.";
  if (type === "reset-password") return { type, email: email.data };
  return roles.success ? { type, email: email.data, role: roles.data } : "There is no such ROLE.";
}

async function main(args: readonly string[]): Promise<number> {
  const order = orderFrom(args);
  if (typeof order === "string") {
    process.stderr.write(`${order === "" ? "" : `${order}\n`}${USAGE}\n`);
    return EXIT.usage;
  }
  const config = loadConfig();
  return await withStore(config, async ({ store }) => {
    const clock = new RedisClock();
    await new ClockWatch({ store, clock }).measure();
    const accounts = new Accounts({
      store: new RedisAccounts(store.connection),
      passwords: new Passwords(),
      throttle: new SignInThrottle(),
      clock,
      audit: async (note) => void (await store.commit({ items: [], audit: note })),
    });
    return await carryOut(order, accounts, config);
  });
}

async function carryOut(order: Order, accounts: Accounts, config: Config): Promise<number> {
  switch (order.type) {
    case "invite":
      return printLink(await accounts.invite(order.email, order.role, actor), config);
    case "reset-password":
      return printLink(await accounts.resetPassword(order.email, actor), config);
    case "token": {
      const { token } = await accounts.createToken(order.name, order.role, actor);
      process.stdout.write(`${token}\n`);
      return 0;
    }
  }
}

function printLink(result: Result<{ secret: string }>, config: Config): number {
  if (!result.ok) {
    process.stderr.write(`${explained(result.refusal)}\n`);
    return result.refusal.code === "not_found" ? EXIT.noUser : EXIT.unavailable;
  }
  const origin = config.publicUrl ?? notedOrigin(config.dataDir) ?? config.origin;
  // After the #, so that it is in no server's log.
  process.stdout.write(`${origin}/desk#invite=${result.value.secret}\n`);
  return 0;
}

function explained({ code, detail, errors = [] }: Refusal): string {
  const fields = errors.map(({ path, message }) => `${path} ${message}`).join("; ");
  return detail ?? (fields === "" ? code : fields);
}

process.exitCode = await main(process.argv.slice(2));

/**
 * `npm run admin -- …`: for whoever has the machine, and is locked out or sets up somebody else.
 * Links and tokens are printed once and kept only as hashes.
 */
import { type OpenedLink, People } from "../server/accounts/people.ts";
import { Tokens } from "../server/accounts/tokens.ts";
import { type Config, loadConfig } from "../server/config.ts";
import type { Actor } from "../server/contract/people.ts";
import { type Refusal, type Result, refused } from "../server/contract/refusals.ts";
import { RedisClock } from "../server/feed/clock.ts";
import { ClockWatch } from "../server/schedule/clock-watch.ts";
import { StoreFailure } from "../server/store/feed-log.ts";
import { RedisAccounts } from "../server/store/redis-accounts.ts";
import { type Order, orderFrom, USAGE } from "./admin/order.ts";
import { peopleTable, tokensTable } from "./admin/tables.ts";
import { notedOrigin } from "./start/running-origin.ts";
import { withStore } from "./store/with-store.ts";

/** Of sysexits.h: used wrongly, no such account, could not be done. */
const EXIT = { usage: 64, noUser: 67, unavailable: 69 } as const;

const actor: Actor = { id: "machine", role: "admin", name: "npm run admin", skipsFreshSignIn: true };

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
    const parts = { store: new RedisAccounts(store.connection, store.durably), clock };
    return print(await carriedOut(order, { people: new People(parts), tokens: new Tokens(parts), config }));
  });
}

interface Hands {
  readonly people: People;
  readonly tokens: Tokens;
  readonly config: Config;
}

/** What is to be printed. */
async function carriedOut(order: Order, hands: Hands): Promise<Result<string>> {
  try {
    return await carryOut(order, hands);
  } catch (error) {
    if (error instanceof StoreFailure) return refused("redis_unavailable", error.message);
    throw error;
  }
}

async function carryOut(order: Order, { people, tokens, config }: Hands): Promise<Result<string>> {
  switch (order.type) {
    case "people":
      return { ok: true, value: peopleTable(await people.list()) };
    case "tokens":
      return { ok: true, value: tokensTable(await tokens.list()) };
    case "invite":
      return linked(await people.invite(order.email, order.role, actor), config);
    case "reset-password":
      return linked(await people.resetPassword(await idOf(order.email, people), actor), config);
    case "revoke":
      return said(await people.revoke(await idOf(order.email, people), actor), "Revoked.\n");
    case "token":
      return said(await tokens.create(order, actor), ({ secret }) => `${secret}\n`);
    case "revoke-token":
      return said(await tokens.revoke(order.id, actor), "Revoked.\n");
  }
}

/** Empty, which nobody has, where nobody has this address. */
const idOf = async (email: string, people: People): Promise<string> => (await people.idOf(email)) ?? "";

const said = <T>(result: Result<T>, words: string | ((value: T) => string)): Result<string> =>
  result.ok ? { ok: true, value: typeof words === "string" ? words : words(result.value) } : result;

function linked(result: Result<OpenedLink>, config: Config): Result<string> {
  const origin = config.publicUrl ?? notedOrigin(config.dataDir) ?? config.origin;
  // After the #, so that it is in no server's log.
  return said(result, ({ secret }) => `${origin}/desk#invite=${secret}\n`);
}

function print(result: Result<string>): number {
  if (result.ok) {
    process.stdout.write(result.value);
    return 0;
  }
  process.stderr.write(`${explained(result.refusal)}\n`);
  return result.refusal.code === "not_found" ? EXIT.noUser : EXIT.unavailable;
}

function explained({ code, detail, errors = [] }: Refusal): string {
  if (code === "not_found") return "There is no such account or token.";
  const fields = errors.map(({ path, message }) => `${path} ${message}`).join("; ");
  return detail ?? (fields === "" ? code : fields);
}

process.exitCode = await main(process.argv.slice(2));

/**
 * API tokens: what programs use the desk with. Each has a name and the rights of a role, is told once and
 * kept as a hash, and works until it is revoked.
 */
import type { DeskToken, NewToken } from "../contract/desk-people.ts";
import { type Actor, mayManage, type Role } from "../contract/people.ts";
import { granted, type Result, refused } from "../contract/refusals.ts";
import { instant } from "../core/record.ts";
import type { AccountStore, ApiToken } from "../store/accounts.ts";
import { hashOf, newId, newSecret, TOKEN_PREFIX } from "./secrets.ts";

export interface TokensParts {
  readonly store: AccountStore;
  readonly clock: { nowMs(): number };
}

export interface TokenOrder {
  readonly name: string;
  readonly role: Role;
  /** May do without a fresh sign-in what wants one of a person. */
  readonly urgent?: boolean;
}

export class Tokens {
  readonly #store: AccountStore;
  readonly #clock: { nowMs(): number };

  constructor({ store, clock }: TokensParts) {
    this.#store = store;
    this.#clock = clock;
  }

  /** Newest first. */
  async list(): Promise<DeskToken[]> {
    const all = [...(await this.#store.tokens()).values()];
    return all.sort((a, b) => b.createdAtMs - a.createdAtMs).map(shown);
  }

  async create({ name, role, urgent = false }: TokenOrder, by: Actor): Promise<Result<NewToken>> {
    if (!mayManage(by.role, role)) return refused("forbidden", "that role is above your own");
    const secret = TOKEN_PREFIX + newSecret();
    const token: ApiToken = {
      id: newId(),
      name,
      role,
      ...(urgent ? { urgent } : {}),
      createdAtMs: this.#clock.nowMs(),
    };
    const fields = urgent ? { fields: ["urgent"] } : {};
    const note = { action: "create-token", by: by.id, byName: by.name, about: token.id, to: role, ...fields };
    await this.#store.change({ putsToken: { hash: hashOf(secret), token }, notes: [note] });
    return granted({ token: shown(token), secret });
  }

  /** It lets nobody in from then on, on any node. */
  async revoke(id: string, by: Actor): Promise<Result<void>> {
    const found = [...(await this.#store.tokens())].find(([, token]) => token.id === id);
    if (found === undefined) return refused("not_found");
    const [hash, { role }] = found;
    const note = { action: "revoke-token", by: by.id, byName: by.name, about: id, from: role };
    const outcome = await this.#store.change({ dropsToken: hash, notes: [note] });
    return outcome === "done" ? granted(undefined) : refused("not_found");
  }
}

const shown = ({ id, name, role, urgent, createdAtMs }: ApiToken): DeskToken => ({
  id,
  name,
  role,
  urgent: urgent === true,
  createdAt: instant(createdAtMs),
});

/** Where somebody is signed in: to look at, and to end from afar. Nobody sees or ends another's here. */
import type { OwnSession } from "../contract/desk-people.ts";
import { granted, type Result, refused } from "../contract/refusals.ts";
import { instant } from "../core/record.ts";
import type { Account, AccountStore, OpenSession } from "../store/accounts.ts";
import { isOver, ownNote, type SignedIn } from "./sessions.ts";

export interface OwnSessionsParts {
  readonly store: AccountStore;
  readonly clock: { nowMs(): number };
}

export class OwnSessions {
  readonly #store: AccountStore;
  readonly #clock: { nowMs(): number };

  constructor({ store, clock }: OwnSessionsParts) {
    this.#store = store;
    this.#clock = clock;
  }

  /** Newest first. */
  async list(own: SignedIn): Promise<OwnSession[]> {
    const { open } = await this.#of(own);
    const nowMs = this.#clock.nowMs();
    return open.map(({ session, idleForMs }) => ({
      id: session.id,
      signedInAt: instant(session.signedInAtMs),
      expiresAt: instant(Math.min(session.endsAtMs, nowMs + idleForMs)),
      current: session.id === own.sessionId,
      ...(session.device === undefined ? {} : { device: session.device }),
    }));
  }

  /** One's present one is ended like any other. */
  async end(own: SignedIn, id: string): Promise<Result<void>> {
    const { account, open } = await this.#of(own);
    const found = open.find(({ session }) => session.id === id);
    if (found === undefined || account === undefined) return refused("not_found");
    await this.#store.change({
      endsSession: { hash: found.hash, accountId: account.id },
      notes: [ownNote("end-session", account)],
    });
    return granted(undefined);
  }

  async endOthers(own: SignedIn): Promise<void> {
    const { account, open } = await this.#of(own);
    const others = open.filter(({ session }) => session.id !== own.sessionId);
    if (account === undefined || others.length === 0) return;
    const present = open.find(({ session }) => session.id === own.sessionId);
    await this.#store.change({
      endsSessionsOf: { accountId: account.id, ...(present === undefined ? {} : { but: present.hash }) },
      notes: [ownNote("end-sessions", account, { counts: { sessions: others.length } })],
    });
  }

  async #of({ actor }: SignedIn): Promise<{ account: Account | undefined; open: OpenSession[] }> {
    const [account, all] = await Promise.all([
      this.#store.account(actor.id),
      this.#store.sessionsOf(actor.id),
    ]);
    const nowMs = this.#clock.nowMs();
    const open = all.filter(({ session }) => account !== undefined && !isOver(session, account, nowMs));
    return { account, open: open.sort((a, b) => b.session.signedInAtMs - a.session.signedInAtMs) };
  }
}

/** How a session begins, and what its owner is told of it. */
import type { Actor } from "../contract/people.ts";
import type { AuditNote } from "../core/change.ts";
import type { Account, PeopleChange, Session } from "../store/accounts.ts";
import { hashOf, newId, newSecret } from "./secrets.ts";

export const SESSION_IDLE_MS = 12 * 3_600_000;
export const SESSION_LONGEST_MS = 72 * 3_600_000;

export interface SignedIn {
  readonly actor: Actor;
  readonly email: string;
  readonly name?: string;
  readonly sessionId: string;
  readonly expiresAtMs: number;
}

/** What colleagues and the audit call somebody. */
export const nameOf = ({ name, email }: Account): string => name ?? email;

export const actorOf = (account: Account): Actor => ({
  id: account.id,
  role: account.role,
  name: nameOf(account),
});

/** What somebody did to their own account or session. */
export const ownNote = (action: string, account: Account, more: Partial<AuditNote> = {}): AuditNote => ({
  action,
  by: account.id,
  byName: nameOf(account),
  about: account.id,
  ...more,
});

/** Whether it still lets in: not after its last hour, nor when its account got another password or was revoked. */
export const isOver = (session: Session, account: Account, nowMs: number): boolean =>
  nowMs >= session.endsAtMs || account.revoked === true || account.generation !== session.generation;

export function signedInAs(account: Account, session: Session, nowMs: number): SignedIn {
  const { email, name } = account;
  return {
    actor: { ...actorOf(account), signedInAtMs: session.signedInAtMs },
    email,
    ...(name === undefined ? {} : { name }),
    sessionId: session.id,
    expiresAtMs: Math.min(session.endsAtMs, nowMs + SESSION_IDLE_MS),
  };
}

export interface NewSession {
  readonly secret: string;
  readonly signedIn: SignedIn;
  readonly starts: NonNullable<PeopleChange["startsSession"]>;
}

export function newSession(account: Account, nowMs: number, device: string | undefined): NewSession {
  const secret = newSecret();
  const session: Session = {
    id: newId(),
    accountId: account.id,
    generation: account.generation,
    signedInAtMs: nowMs,
    endsAtMs: nowMs + SESSION_LONGEST_MS,
    ...(device === undefined ? {} : { device }),
  };
  const starts = { hash: hashOf(secret), session, idleMs: SESSION_IDLE_MS };
  return { secret, signedIn: signedInAs(account, session, nowMs), starts };
}

/** One socket of the desk: who it is, looked up again and again, and what it says it edits. */
import type { Socket } from "socket.io";
import { type Actor, can, type Right } from "../contract/people.ts";
import type { RefusalCode } from "../contract/refusals.ts";
import { deskAuthSchema, editingMessageSchema } from "../contract/socket.ts";
import { PROTOCOL_VERSION } from "../contract/version.ts";
import { StoreFailure } from "../store/feed-log.ts";
import type { DeskEditing } from "./desk-editing.ts";
import { isSaid, saidRights } from "./desk-rights.ts";
import { MessageRate } from "./message-rate.ts";
import { type Answer, acknowledge, no, refuseSocket, UNKNOWN_EVENT } from "./replies.ts";

const RETRY_MS = 2_000;

/** Who sits at a desk, and what colleagues call them. */
export interface DeskPerson {
  readonly actor: Actor;
  readonly who: string;
}

export interface DeskDoor {
  /** Who opened this socket; undefined where that is nobody (any more). Rejects where the store cannot say. */
  personAt(socket: Socket, token: string | undefined): Promise<DeskPerson | undefined>;
  /** Whether there is such an announcement. Rejects where the store cannot say. */
  exists(announcementId: string): Promise<boolean>;
  readonly log: { error(fields: object, message: string): void };
}

export interface DeskSessionParts {
  readonly door: DeskDoor;
  readonly editing: DeskEditing;
  /** Let in, or another role or name than before. */
  readonly onPerson: (session: DeskSession) => void;
  readonly onLeft: (session: DeskSession) => void;
}

export class DeskSession {
  readonly #socket: Socket;
  readonly #parts: DeskSessionParts;
  readonly #rate = new MessageRate(performance.now());
  #token: string | undefined;
  #person: DeskPerson | undefined;
  #isLooking = false;
  #isAskedAgain = false;
  #isUnsure = false;
  /** Counts what it said it edits: a look into the store that comes late must not undo what was said since. */
  #turn = 0;

  constructor(socket: Socket, parts: DeskSessionParts) {
    this.#socket = socket;
    this.#parts = parts;
  }

  async begin(): Promise<void> {
    this.#socket.on("disconnect", () => {
      this.#parts.editing.letGo(this.#socket.id);
      this.#parts.onLeft(this);
    });
    const auth = deskAuthSchema.safeParse(this.#socket.handshake.auth);
    if (!auth.success) return this.refuse("invalid");
    if (auth.data.protocol !== PROTOCOL_VERSION) return this.refuse("unsupported_protocol");
    this.#token = auth.data.token;
    this.#listen();
    await this.look();
  }

  /** Of the account or token. */
  get actorId(): string | undefined {
    return this.#person?.actor.id;
  }

  get role(): Actor["role"] | undefined {
    return this.#person?.actor.role;
  }

  /** The last look could not be had: the store was away. */
  get isUnsure(): boolean {
    return this.#isUnsure;
  }

  /** Whether what happened to this account or token may be about who sits here. */
  isAbout(id: string): boolean {
    return this.#person === undefined || this.#person.actor.id === id;
  }

  /** Says it, if who sits here may hear it. */
  tell(right: Right, event: string, payload: unknown): void {
    if (this.#person !== undefined && can(this.#person.actor, right)) this.#socket.emit(event, payload);
  }

  /** Looks up again who this is: one look at a time, and another where one was asked for during it. */
  async look(): Promise<void> {
    this.#isAskedAgain = true;
    if (this.#isLooking) return;
    this.#isLooking = true;
    while (this.#isAskedAgain && this.#socket.connected) {
      this.#isAskedAgain = false;
      await this.#lookOnce();
    }
    this.#isLooking = false;
  }

  refuse(code: RefusalCode, retryAfterMs: number = RETRY_MS): void {
    refuseSocket(this.#socket, code, { retryAfterMs });
  }

  async #lookOnce(): Promise<void> {
    const person = await this.#ask(() => this.#parts.door.personAt(this.#socket, this.#token));
    if (!this.#socket.connected) return;
    this.#isUnsure = person === "away";
    // Nothing can be changed or sent while the store is away, and an open desk must be able to say so.
    if (person === "away") {
      if (this.#person === undefined) this.refuse("redis_unavailable");
      return;
    }
    if (person === undefined) return this.refuse("not_signed_in");
    if (!can(person.actor, "readDesk")) return this.refuse("forbidden");
    const before = this.#person;
    this.#person = person;
    if (before?.actor.role === person.actor.role && before.who === person.who) return;
    this.#parts.onPerson(this);
    const claim = this.#parts.editing.claimOf(this.#socket.id);
    if (claim !== undefined) this.#parts.editing.claim({ ...claim, who: person.who }, false);
  }

  #listen(): void {
    this.#socket.use(([event, ...given], next) => {
      const verdict = this.#rate.take(performance.now());
      if (verdict === "taken" && isSaid(event)) return next();
      acknowledge(given, verdict === "taken" ? UNKNOWN_EVENT : no("too_many_requests"));
      if (verdict === "close") this.refuse("too_many_requests");
    });
    this.#socket.on("editing", (...given: unknown[]) => {
      void this.#edit(given[0]).then((reply) => acknowledge(given, reply));
    });
  }

  async #edit(given: unknown): Promise<Answer> {
    if (this.#person === undefined) return no("not_signed_in");
    const { actor, who } = this.#person;
    if (!can(actor, saidRights.editing)) return no("forbidden");
    const message = editingMessageSchema.safeParse(given);
    if (!message.success) return no("invalid", "editing is {announcementId?, takeOver?}");
    const { announcementId, takeOver = false } = message.data;
    if (announcementId === undefined && takeOver) return no("invalid", "takeOver needs an announcementId");
    this.#turn += 1;
    const turn = this.#turn;
    const { editing, door } = this.#parts;
    const socketId = this.#socket.id;
    if (announcementId === undefined) {
      editing.letGo(socketId);
      return { ok: true };
    }
    const exists = await this.#ask(() => door.exists(announcementId));
    if (exists === "away") return no("redis_unavailable");
    if (!exists) return no("not_found");
    if (turn === this.#turn && this.#socket.connected)
      editing.claim({ socketId, accountId: actor.id, who, announcementId }, takeOver);
    return { ok: true };
  }

  /** A fault of ours is told to whoever runs this, and is an outage to who sits here. */
  async #ask<T>(question: () => Promise<T>): Promise<T | "away"> {
    try {
      return await question();
    } catch (error) {
      if (!(error instanceof StoreFailure))
        this.#parts.door.log.error({ connection: this.#socket.id, error }, "a desk could not be served");
      return "away";
    }
  }
}

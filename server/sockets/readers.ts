/** The readers' namespace, `/`: hello, one answer to the cursor, then whatever the fan-out sends. */
import type { Namespace, Socket } from "socket.io";
import type { Attendance } from "../contract/announcement.ts";
import type { RefusalCode } from "../contract/refusals.ts";
import { attendanceMessageSchema, readerAuthSchema } from "../contract/socket.ts";
import { PROTOCOL_VERSION } from "../contract/version.ts";
import type { FanOut } from "../feed/fan-out.ts";
import { type HelloParts, helloOf } from "../feed/hello.ts";
import type { Presence } from "../feed/presence.ts";
import type { Replica } from "../feed/replica.ts";
import { answerCursor } from "./cursor-answer.ts";
import { MessageRate } from "./message-rate.ts";
import { type Answer, acknowledge, no, refuseSocket, UNKNOWN_EVENT } from "./replies.ts";
import { SocketReader } from "./socket-reader.ts";
import { tcpOf, writeTogether } from "./write-together.ts";

export interface ReadersParts extends HelloParts {
  readonly replica: Replica;
  readonly fanOut: FanOut;
  readonly presence: Presence;
  /** Whoever works at the desk reads along, and is nobody's audience. */
  readonly isColleague: (request: Socket["request"]) => boolean;
}

export function serveReaders(namespace: Namespace, parts: ReadersParts): void {
  // That it is connected, hello and the answer to its cursor leave together: in a storm each write counts.
  namespace.use((socket, next) => {
    writeTogether(tcpOf(socket.conn));
    next();
  });
  namespace.on("connection", (socket) => void new ReaderSession(socket, parts).begin());
}

/** What Socket.IO keeps of each handshake, once we have read it. */
const LET_GO = Object.freeze({});

class ReaderSession extends SocketReader {
  readonly #socket: Socket;
  readonly #parts: ReadersParts;
  readonly #isCounted: boolean;
  /** Made when it first says something: most never do. */
  #rate: MessageRate | undefined;
  #attendance: Attendance | undefined;

  constructor(socket: Socket, parts: ReadersParts) {
    super(socket);
    this.#socket = socket;
    this.#parts = parts;
    this.#isCounted = !parts.isColleague(socket.request);
  }

  async begin(): Promise<void> {
    const auth = readerAuthSchema.safeParse(this.#socket.handshake.auth);
    Object.assign(this.#socket, { handshake: LET_GO });
    if (!auth.success) return this.#refuse("invalid", auth.error.issues[0]?.message);
    if (auth.data.protocol !== PROTOCOL_VERSION) return this.#refuse("unsupported_protocol");
    if (!this.#parts.replica.loaded) return this.#refuse("not_loaded");

    this.#attendance = auth.data.attendance;
    this.#listen();
    if (this.#isCounted) this.#parts.presence.joined(this.#attendance);
    this.say("hello", helloOf(this.#parts));
    const refusal = await answerCursor(this.#socket, this, auth.data.cursor, this.#parts);
    if (refusal !== undefined) this.#refuse(refusal);
  }

  /** Two functions for all readers, and not two for each. */
  #listen(): void {
    this.#socket.data.session = this;
    this.#socket.onAny(heard);
    this.#socket.on("disconnect", left);
  }

  hear(event: string, given: readonly unknown[]): void {
    this.#rate ??= new MessageRate(performance.now());
    const verdict = this.#rate.take(performance.now());
    const isTaken = verdict === "taken";
    acknowledge(given, isTaken ? this.#answer(event, given[0]) : no("too_many_requests"));
    if (verdict === "close") this.#refuse("too_many_requests");
  }

  #answer(event: string, said: unknown): Answer {
    if (event === "clock") return { serverAt: new Date(this.#parts.serverNowMs()).toISOString() };
    return event === "attendance" ? this.#attend(said) : UNKNOWN_EVENT;
  }

  #attend(said: unknown): Answer {
    const parsed = attendanceMessageSchema.safeParse(said);
    if (!parsed.success) return no("invalid", "attendance is online or in-person");
    if (this.#isCounted) this.#parts.presence.changed(this.#attendance, parsed.data.attendance);
    this.#attendance = parsed.data.attendance;
    return { ok: true };
  }

  leave(): void {
    this.#parts.fanOut.leave(this);
    if (this.#isCounted) this.#parts.presence.left(this.#attendance);
  }

  #refuse(code: RefusalCode, message?: string): void {
    refuseSocket(this.#socket, code, { message, retryAfterMs: 1_000 + Math.floor(Math.random() * 2_000) });
  }
}

function heard(this: Socket, event: string, ...given: unknown[]): void {
  (this.data.session as ReaderSession).hear(event, given);
}

function left(this: Socket): void {
  (this.data.session as ReaderSession).leave();
}

/** The readers' namespace, `/`: hello, one answer to the cursor, then whatever the fan-out sends. */
import type { Namespace, Socket } from "socket.io";
import type { Attendance } from "../contract/announcement.ts";
import type { RefusalCode } from "../contract/refusals.ts";
import { attendanceMessageSchema, type ReaderAuth, readerAuthSchema } from "../contract/socket.ts";
import { PROTOCOL_VERSION } from "../contract/version.ts";
import type { FanOut } from "../feed/fan-out.ts";
import { type HelloParts, helloOf } from "../feed/hello.ts";
import type { Presence } from "../feed/presence.ts";
import type { Replica } from "../feed/replica.ts";
import { answerCursor } from "./cursor-answer.ts";
import { MessageRate } from "./message-rate.ts";
import { acknowledge, no, refuseSocket, UNKNOWN_EVENT } from "./replies.ts";
import { SocketReader } from "./socket-reader.ts";

export interface ReadersParts extends HelloParts {
  readonly replica: Replica;
  readonly fanOut: FanOut;
  readonly presence: Presence;
  /** Whoever works at the desk reads along, and is nobody's audience. */
  readonly isColleague: (request: Socket["request"]) => boolean;
}

export function serveReaders(namespace: Namespace, parts: ReadersParts): void {
  namespace.on("connection", (socket) => void new ReaderSession(socket, parts).begin());
}

class ReaderSession {
  readonly #socket: Socket;
  readonly #parts: ReadersParts;
  readonly #rate = new MessageRate(performance.now());
  readonly #isCounted: boolean;
  #attendance: Attendance | undefined;

  constructor(socket: Socket, parts: ReadersParts) {
    this.#socket = socket;
    this.#parts = parts;
    this.#isCounted = !parts.isColleague(socket.request);
  }

  async begin(): Promise<void> {
    const auth = readerAuthSchema.safeParse(this.#socket.handshake.auth);
    if (!auth.success) return this.#refuse("invalid", auth.error.issues[0]?.message);
    if (auth.data.protocol !== PROTOCOL_VERSION) return this.#refuse("unsupported_protocol");
    if (!this.#parts.replica.loaded) return this.#refuse("not_loaded");

    this.#listen();
    this.#attendance = auth.data.attendance;
    if (this.#isCounted) {
      this.#parts.presence.joined(this.#attendance);
      this.#socket.on("disconnect", () => this.#parts.presence.left(this.#attendance));
    }
    this.#socket.emit("hello", helloOf(this.#parts));
    await this.#answer(auth.data);
  }

  async #answer({ cursor }: ReaderAuth): Promise<void> {
    const refusal = await answerCursor(this.#socket, new SocketReader(this.#socket), cursor, this.#parts);
    if (refusal !== undefined) this.#refuse(refusal);
  }

  #listen(): void {
    this.#socket.use((packet, next) => {
      const verdict = this.#rate.take(performance.now());
      if (verdict === "taken") return next();
      acknowledge(packet, no("too_many_requests"));
      if (verdict === "close") this.#refuse("too_many_requests");
    });
    this.#socket.on("clock", (...given: unknown[]) => {
      acknowledge(given, { serverAt: new Date(this.#parts.serverNowMs()).toISOString() });
    });
    this.#socket.on("attendance", (...given: unknown[]) => {
      const parsed = attendanceMessageSchema.safeParse(given[0]);
      if (!parsed.success) return acknowledge(given, no("invalid", "attendance is online or in-person"));
      if (this.#isCounted) this.#parts.presence.changed(this.#attendance, parsed.data.attendance);
      this.#attendance = parsed.data.attendance;
      acknowledge(given, { ok: true });
    });
    this.#socket.onAny((event: string, ...given: unknown[]) => {
      if (event === "clock" || event === "attendance") return;
      acknowledge(given, UNKNOWN_EVENT);
    });
  }

  #refuse(code: RefusalCode, message?: string): void {
    refuseSocket(this.#socket, code, { message, retryAfterMs: 1_000 + Math.floor(Math.random() * 2_000) });
  }
}

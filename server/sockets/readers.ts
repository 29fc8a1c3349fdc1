/** The readers' namespace, `/`: hello, one answer to the cursor, then whatever the fan-out sends. */
import type { Namespace, Socket } from "socket.io";
import type { Attendance } from "../contract/announcement.ts";
import { type RefusalCode, refusals } from "../contract/refusals.ts";
import {
  attendanceMessageSchema,
  type ReaderAuth,
  readerAuthSchema,
  type SocketRefusal,
} from "../contract/socket.ts";
import { PROTOCOL_VERSION } from "../contract/version.ts";
import type { FanOut } from "../feed/fan-out.ts";
import { type HelloParts, helloOf } from "../feed/hello.ts";
import type { Presence } from "../feed/presence.ts";
import type { Replica } from "../feed/replica.ts";
import { MessageRate } from "./message-rate.ts";
import { SocketReader } from "./socket-reader.ts";

/** How long a node waits for an entry that its reader has seen elsewhere. */
const AHEAD_WAIT_MS = 2_000;

export interface ReadersParts extends HelloParts {
  readonly replica: Replica;
  readonly fanOut: FanOut;
  readonly presence: Presence;
  /** Whoever works at the desk reads along, and is nobody's audience. */
  readonly isColleague: (request: Socket["request"]) => boolean;
}

type Ack = (answer: Record<string, unknown>) => void;

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
    const { fanOut, replica } = this.#parts;
    const reader = new SocketReader(this.#socket);
    this.#socket.on("disconnect", () => fanOut.leave(reader));
    if (fanOut.join(reader, cursor)) return;

    // Ahead of this node: it may lag, or the reader may come from a log that is no more.
    const reached = await replica.reached(cursor!, AHEAD_WAIT_MS);
    if (!this.#socket.connected) return;
    if (reached && fanOut.join(reader, cursor)) return;
    const judged = await replica.judgeAhead(cursor!);
    if (!this.#socket.connected || fanOut.join(reader, cursor)) return;
    if (judged === "behind") return this.#refuse("behind");
    fanOut.joinAnew(reader, "epoch");
  }

  #listen(): void {
    this.#socket.use((_packet, next) => {
      const verdict = this.#rate.take(performance.now());
      if (verdict === "taken") return next();
      answer(_packet, { ok: false, code: "too_many_requests", message: refusals.too_many_requests.title });
      if (verdict === "close") this.#refuse("too_many_requests");
    });
    this.#socket.on("clock", (...given: unknown[]) => {
      answer(given, { serverAt: new Date(this.#parts.serverNowMs()).toISOString() });
    });
    this.#socket.on("attendance", (...given: unknown[]) => {
      const parsed = attendanceMessageSchema.safeParse(given[0]);
      if (!parsed.success)
        return answer(given, { ok: false, code: "invalid", message: "attendance is online or in-person" });
      if (this.#isCounted) this.#parts.presence.changed(this.#attendance, parsed.data.attendance);
      this.#attendance = parsed.data.attendance;
      answer(given, { ok: true });
    });
    this.#socket.onAny((event: string, ...given: unknown[]) => {
      if (event === "clock" || event === "attendance") return;
      answer(given, { ok: false, code: "unknown_event", message: "there is no such event here" });
    });
  }

  #refuse(code: RefusalCode, message?: string): void {
    const { action, title } = refusals[code];
    const refusal: SocketRefusal = {
      code,
      action,
      message: message ?? title,
      ...(action === "retry" ? { retryAfterMs: 1_000 + Math.floor(Math.random() * 2_000) } : {}),
    };
    this.#socket.emit("refused", refusal);
    // What was emitted is sent before the close.
    this.#socket.disconnect(true);
  }
}

function answer(given: readonly unknown[], reply: Record<string, unknown>): void {
  const ack = given.at(-1);
  if (typeof ack === "function") (ack as Ack)(reply);
}

/** What every namespace says alike: a refusal before it closes, and the answer to an event that asks for one. */
import type { Socket } from "socket.io";
import { type RefusalCode, refusals } from "../contract/refusals.ts";
import type { SocketRefusal } from "../contract/socket.ts";

export interface Refused {
  readonly message?: string | undefined;
  /** Of a refusal to come back from. */
  readonly retryAfterMs: number;
}

/** Said to the engine for each refusal, with its code: it is one place for all namespaces. */
export const REFUSED = "fanfare:refused";

export function refuseSocket(socket: Socket, code: RefusalCode, { message, retryAfterMs }: Refused): void {
  const { action, title } = refusals[code];
  const refusal: SocketRefusal = {
    code,
    action,
    message: message ?? title,
    ...(action === "retry" ? { retryAfterMs } : {}),
  };
  socket.nsp.server.engine.emit(REFUSED, code);
  socket.emit("refused", refusal);
  // What was emitted is sent before the close.
  socket.disconnect(true);
}

export type Answer = Readonly<Record<string, unknown>>;

export const no = (code: RefusalCode, message: string = refusals[code].title): Answer => ({
  ok: false,
  code,
  message,
});
export const UNKNOWN_EVENT: Answer = {
  ok: false,
  code: "unknown_event",
  message: "there is no such event here",
};

/** Answers, where the last of what was given wants an answer. */
export function acknowledge(given: readonly unknown[], reply: Answer): void {
  const ack = given.at(-1);
  if (typeof ack === "function") (ack as (reply: Answer) => void)(reply);
}

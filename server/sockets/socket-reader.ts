/** A Socket.IO client as the fan-out sees it. */
import type { Socket } from "socket.io";
import type { SocketRefusal } from "../contract/socket.ts";
import type { Reader } from "../feed/fan-out.ts";
import {
  type EngineConnection,
  type FastConnection,
  fastConnectionOf,
  prebuiltMessage,
} from "../feed/fast-path.ts";
import type { FeedMessage, Outgoing } from "../feed/outgoing.ts";

/**
 * How frames and snapshots are written for the readers of one namespace: events in Socket.IO's protocol, version 5,
 * `2["name",payload]`, after the namespace where it is not the main one. Made once for each: by it a form is shared.
 */
const packetsOf =
  (namespace: string) =>
  ({ kind, json }: FeedMessage) =>
    prebuiltMessage(`2${namespace}["${kind}",${json}]`);
const MAIN = packetsOf("");
export const KIOSK_PACKETS = packetsOf("/kiosk,");

export class SocketReader implements Reader {
  epoch = "";
  sentUpTo = -1;
  readonly #socket: Socket;
  readonly #connection: FastConnection;
  readonly #packets: typeof MAIN;

  constructor(socket: Socket, packets: typeof MAIN = MAIN) {
    this.#socket = socket;
    this.#connection = fastConnectionOf(socket.conn as unknown as EngineConnection);
    this.#packets = packets;
  }

  give(outgoing: Outgoing): boolean {
    return this.#connection.send(outgoing.as(this.#packets));
  }

  /** An event for this reader alone, by the same way, so that it cannot be overtaken. */
  say(event: string, payload: object): void {
    this.#connection.send(prebuiltMessage(`2["${event}",${JSON.stringify(payload)}]`));
  }

  get queuedBytes(): number {
    return this.#connection.queuedBytes;
  }

  get takenBytes(): number {
    return this.#connection.takenBytes;
  }

  cut(): void {
    this.#connection.cut();
  }

  dismiss(retryAfterMs: number): void {
    const refusal: SocketRefusal = { code: "shutting_down", action: "retry", retryAfterMs };
    this.#socket.emit("refused", refusal);
    this.#socket.disconnect(true);
  }
}

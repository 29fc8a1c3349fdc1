/** A Socket.IO client as the fan-out sees it. */
import type { Socket } from "socket.io";
import type { SocketRefusal } from "../contract/socket.ts";
import type { Reader } from "../feed/fan-out.ts";
import { type EngineConnection, prebuilt, sendPrebuilt, takenBytes } from "../feed/fast-path.ts";
import type { FeedMessage, Outgoing } from "../feed/outgoing.ts";

/**
 * How frames and snapshots are written for the readers of one namespace: events in Socket.IO's protocol, version 5,
 * `2["name",payload]`, after the namespace where it is not the main one. Made once for each: by it a form is shared.
 */
const packetsOf =
  (namespace: string) =>
  ({ kind, json }: FeedMessage) =>
    prebuilt(`2${namespace}["${kind}",${json}]`);
const MAIN = packetsOf("");
export const KIOSK_PACKETS = packetsOf("/kiosk,");

export class SocketReader implements Reader {
  epoch = "";
  sentUpTo = -1;
  readonly #socket: Socket;
  readonly #packets: typeof MAIN;

  constructor(socket: Socket, packets: typeof MAIN = MAIN) {
    this.#socket = socket;
    this.#packets = packets;
  }

  send(outgoing: Outgoing): boolean {
    return sendPrebuilt(this.#connection, outgoing.as(this.#packets));
  }

  get queuedBytes(): number {
    const { writeBuffer } = this.#connection;
    // What Engine.IO holds is packets of ours, each whole.
    return (
      (this.#tcp?.writableLength ?? 0) +
      writeBuffer.reduce((sum: number, packet) => sum + lengthOf(packet), 0)
    );
  }

  get takenBytes(): number {
    const tcp = this.#tcp;
    return tcp === undefined ? 0 : takenBytes(tcp);
  }

  cut(): void {
    const tcp = this.#tcp;
    if (tcp === undefined) this.#socket.conn.close(true);
    else tcp.destroy();
  }

  dismiss(retryAfterMs: number): void {
    const refusal: SocketRefusal = { code: "shutting_down", action: "retry", retryAfterMs };
    this.#socket.emit("refused", refusal);
    this.#socket.disconnect(true);
  }

  get #connection(): EngineConnection {
    return this.#socket.conn as unknown as EngineConnection;
  }

  get #tcp() {
    return this.#connection.transport.socket?._socket ?? undefined;
  }
}

const lengthOf = (packet: unknown): number => {
  const { data } = packet as { data?: unknown };
  return typeof data === "string" ? data.length : 1;
};

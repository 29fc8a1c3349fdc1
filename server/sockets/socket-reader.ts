/** A Socket.IO client as the fan-out sees it: one packet string per frame, shared by all. */
import type { Socket } from "socket.io";
import type { Cursor, SnapshotReason } from "../contract/feed.ts";
import type { SocketRefusal } from "../contract/socket.ts";
import type { OutgoingFrame, ReaderConnection } from "../feed/fan-out.ts";

/** What a reader may leave unread before it is dropped to catch-up: its cursor brings it back. */
const QUEUED_BYTES = 1_000_000;
const QUEUED_PACKETS = 500;

/** How frames and snapshots are written for the readers of one namespace. */
export interface PacketForms {
  readonly frame: (json: string) => string;
  readonly snapshot: (json: string) => string;
}

/**
 * Events in Socket.IO's protocol, version 5: `2["name",payload]`, after
 * the namespace where it is not the main one.
 */
const formsIn = (namespace: string): PacketForms => ({
  frame: (json) => `2${namespace}["frame",${json}]`,
  snapshot: (json) => `2${namespace}["snapshot",${json}]`,
});
/** Made once: by them a frame is encoded once for all. */
const MAIN = formsIn("");
export const KIOSK_FORMS = formsIn("/kiosk,");

export class SocketReader implements ReaderConnection {
  readonly #socket: Socket;
  readonly #conn: Socket["conn"];
  readonly #forms: PacketForms;
  #queuedBytes = 0;

  constructor(socket: Socket, forms: PacketForms = MAIN) {
    this.#socket = socket;
    this.#forms = forms;
    this.#conn = socket.conn;
    this.#conn.on("drain", () => {
      this.#queuedBytes = 0;
    });
  }

  sendFrame(frame: OutgoingFrame): void {
    this.#write(frame.as(this.#forms.frame));
  }

  sendSnapshot(_reason: SnapshotReason, json: string, _cursor: Cursor): void {
    this.#write(this.#forms.snapshot(json));
  }

  dismiss(retryAfterMs: number): void {
    const refusal: SocketRefusal = { code: "shutting_down", action: "retry", retryAfterMs };
    this.#socket.emit("refused", refusal);
    this.#socket.disconnect(true);
  }

  #write(packet: string): void {
    const { writeBuffer } = this.#conn as unknown as { writeBuffer: unknown[] };
    if (this.#queuedBytes > QUEUED_BYTES || writeBuffer.length > QUEUED_PACKETS) {
      this.#conn.close(true);
      return;
    }
    this.#queuedBytes += packet.length;
    this.#conn.write(packet, { compress: false });
  }
}

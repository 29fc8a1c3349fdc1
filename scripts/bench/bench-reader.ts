/** One reader over a bare socket: Socket.IO over WebSocket, and nothing that a server would not notice. */
import { createConnection, type Socket } from "node:net";
import type { Packet, PacketParser, Position, Published } from "./packets.ts";
import { clientFrame, FrameReader, opcodes } from "./ws-frames.ts";

/** What its readers tell a crowd. */
export interface ReaderEvents {
  readonly port: number;
  readonly parser: PacketParser;
  /** A snapshot or a frame, empty ones too: the reader has come to its cursor. */
  moved(reader: BenchReader, published: readonly Published[]): void;
  /** A frame that does not follow on from what the reader has: something was missed or came twice. */
  gap(): void;
  /** The connection ended, and the reader did not want it to. */
  lost(reader: BenchReader, reason: string): void;
}

const HANDSHAKE_END = "\r\n\r\n";
const pong = clientFrame(opcodes.text, "3");
// Every connection reads into the same memory: a chunk is used up before the next one is read.
const shared = Buffer.allocUnsafe(256 * 1024);

export class BenchReader {
  cursor: Position | undefined;
  readonly #events: ReaderEvents;
  #socket: Socket | undefined;
  #frames: FrameReader | undefined;
  #head = "";

  constructor(events: ReaderEvents) {
    this.#events = events;
  }

  connect(): void {
    const { port } = this.#events;
    this.#head = "";
    this.#frames = undefined;
    const onread = {
      buffer: shared,
      callback: (length: number) => {
        if (this.#socket === socket) this.#read(shared.subarray(0, length));
        return true;
      },
    };
    const socket = createConnection({ host: "127.0.0.1", port, noDelay: true, onread });
    this.#socket = socket;
    socket.on("error", () => {});
    socket.on("close", () => this.#lose(socket, "closed"));
    socket.write(
      `GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: Upgrade\r\n` +
        "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: YmVuY2hyZWFkZXJrZXkhIQ==\r\n\r\n",
    );
  }

  /** Gone without a word, as when a network drops. */
  drop(): void {
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.resetAndDestroy();
  }

  #lose(socket: Socket, reason: string): void {
    if (this.#socket !== socket) return;
    this.drop();
    this.#events.lost(this, reason);
  }

  #read(chunk: Buffer): void {
    if (this.#frames === undefined) this.#shake(chunk);
    else this.#frames.push(chunk, this.#hear);
  }

  #shake(chunk: Buffer): void {
    this.#head += chunk.toString("latin1");
    const end = this.#head.indexOf(HANDSHAKE_END);
    if (end < 0) return;
    const [status = ""] = this.#head.split("\r\n", 1);
    if (!status.startsWith("HTTP/1.1 101")) {
      this.#lose(this.#socket!, status);
      return;
    }
    this.#frames = new FrameReader();
    this.#frames.push(Buffer.from(this.#head.slice(end + HANDSHAKE_END.length), "latin1"), this.#hear);
    this.#head = "";
  }

  readonly #hear = (opcode: number, payload: Buffer): void => {
    if (opcode === opcodes.text) this.#understand(payload);
    else if (opcode === opcodes.ping) this.#socket?.write(clientFrame(opcodes.pong, payload));
  };

  #understand(payload: Buffer): void {
    const packet = this.#events.parser.parse(payload);
    switch (packet.kind) {
      case "opened": {
        const auth = { protocol: 1, ...(this.cursor && { cursor: this.cursor }) };
        this.#socket?.write(clientFrame(opcodes.text, `40${JSON.stringify(auth)}`));
        return;
      }
      case "ping":
        this.#socket?.write(pong);
        return;
      case "snapshot":
        this.cursor = packet.cursor;
        this.#events.moved(this, []);
        return;
      case "frame":
        this.#follow(packet);
        return;
      case "refused":
        this.#lose(this.#socket!, "refused");
    }
  }

  #follow({ epoch, after, upTo, published }: Extract<Packet, { kind: "frame" }>): void {
    if (epoch !== this.cursor?.epoch || after !== this.cursor.offset) {
      this.#events.gap();
      return;
    }
    if (upTo !== after) this.cursor = { epoch, offset: upTo };
    this.#events.moved(this, published);
  }
}

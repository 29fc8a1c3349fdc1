/** One reader over a bare socket, in any dialect, and nothing that a server would not notice. */
import { createConnection, type Socket } from "node:net";
import { type Dialect, requestFor } from "./dialects.ts";
import type { Packet, PacketReader, Position, Published } from "./packets.ts";
import { EventReader } from "./sse-events.ts";
import { clientFrame, FrameReader, opcodes } from "./ws-frames.ts";

/** What its readers tell a crowd. */
export interface ReaderEvents {
  readonly dialect: Dialect;
  readonly parse: PacketReader;
  /** The reader has come to where it listens, or heard something: a frame, empty ones too, or a message. */
  moved(reader: BenchReader, published: readonly Published[]): void;
  /** A frame that does not follow on from what the reader has: something was missed or came twice. */
  gap(): void;
  /** The connection ended, and the reader did not want it to. */
  lost(reader: BenchReader, reason: string): void;
}

/** Where a reader sits: at which port it asks, and from which address, since one has few ports of its own. */
export interface Seat {
  readonly port: number;
  readonly localAddress: string | undefined;
}

const HANDSHAKE_END = "\r\n\r\n";
const nothing: readonly Published[] = [];
const pong = clientFrame(opcodes.text, "3");
// Every connection reads into the same memory: a chunk is used up before the next one is read.
const shared = Buffer.allocUnsafe(256 * 1024);

export class BenchReader {
  cursor: Position | undefined;
  readonly #events: ReaderEvents;
  readonly #seat: Seat;
  #socket: Socket | undefined;
  #frames: FrameReader | undefined;
  #stream: EventReader | undefined;
  #head = "";

  constructor(events: ReaderEvents, seat: Seat) {
    this.#events = events;
    this.#seat = seat;
  }

  connect(): void {
    const { port, localAddress } = this.#seat;
    this.#head = "";
    this.#frames = undefined;
    this.#stream = undefined;
    const onread = {
      buffer: shared,
      callback: (length: number) => {
        if (this.#socket === socket) this.#read(length);
        return true;
      },
    };
    const from = localAddress === undefined ? {} : { localAddress };
    const socket = createConnection({ host: "127.0.0.1", port, noDelay: true, onread, ...from });
    this.#socket = socket;
    socket.on("error", () => {});
    socket.on("close", () => this.#lose(socket, "closed"));
    socket.write(requestFor(this.#events.dialect, port, this.cursor));
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

  #read(length: number): void {
    if (this.#frames !== undefined) this.#frames.push(shared, length, this.#hear);
    else if (this.#stream !== undefined) this.#stream.push(shared, length, this.#hearEvent);
    else this.#shake(shared.subarray(0, length));
  }

  #shake(chunk: Buffer): void {
    this.#head += chunk.toString("latin1");
    const end = this.#head.indexOf(HANDSHAKE_END);
    if (end < 0) return;
    const { dialect } = this.#events;
    const head = this.#head.slice(0, end);
    const rest = Buffer.from(this.#head.slice(end + HANDSHAKE_END.length), "latin1");
    this.#head = "";
    if (!head.startsWith(dialect.isStream ? "HTTP/1.1 200" : "HTTP/1.1 101")) {
      this.#lose(this.#socket!, head.split("\r\n", 1)[0] ?? "");
      return;
    }
    if (dialect.readyWhen === "open") this.#events.moved(this, nothing);
    if (dialect.isStream) {
      this.#stream = new EventReader(/^transfer-encoding: *chunked/im.test(head));
      this.#stream.push(rest, rest.length, this.#hearEvent);
    } else {
      this.#frames = new FrameReader();
      this.#frames.push(rest, rest.length, this.#hear);
    }
  }

  readonly #hear = (opcode: number, bytes: Buffer, start: number, end: number): void => {
    if (opcode === opcodes.text) this.#understand(this.#events.parse(bytes, start, end));
    else if (opcode === opcodes.ping)
      this.#socket?.write(clientFrame(opcodes.pong, bytes.subarray(start, end)));
  };

  readonly #hearEvent = (bytes: Buffer, start: number, end: number): void =>
    this.#understand(this.#events.parse(bytes, start, end));

  #understand(packet: Packet): void {
    switch (packet.kind) {
      case "frame":
        this.#follow(packet);
        return;
      case "message":
        this.#events.moved(this, packet.published);
        return;
      case "opened":
        this.#socket?.write(clientFrame(opcodes.text, this.#events.dialect.connect(this.cursor)));
        return;
      case "connected":
        if (this.#events.dialect.readyWhen === "connected") this.#events.moved(this, nothing);
        return;
      case "ping":
        this.#socket?.write(pong);
        return;
      case "snapshot":
        this.cursor = packet.cursor;
        this.#events.moved(this, nothing);
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

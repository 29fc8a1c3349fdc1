/**
 * A reader over a bare TCP socket, that can be as badly behaved as a network: it stops reading, closes one half, stops
 * in the middle of a frame. What it reads it folds as every client does, and notes each fault.
 */
import { createConnection, type Socket } from "node:net";
import { clientFrame, FrameReader, opcodes } from "../../scripts/bench/ws-frames.ts";
import type { Cursor, Entry, Frame, Snapshot } from "../../server/contract/feed.ts";
import { applyFrame, type FeedState, startFrom } from "../../server/core/feed-state.ts";

export type Way = "socket" | "stream";

export class RawReader {
  readonly #way: Way;
  readonly #port: number;
  #socket: Socket | undefined;
  state: FeedState | undefined;
  /** Every entry that took effect since the newest snapshot, by offset. */
  readonly entries = new Map<number, Entry>();
  readonly faults: string[] = [];
  /** Names of what the server said, as it came. */
  readonly heard: string[] = [];
  isOpen = false;
  answersPings = true;
  pings = 0;

  constructor(way: Way, port: number) {
    this.#way = way;
    this.#port = port;
  }

  get cursor(): Cursor | undefined {
    return this.state?.cursor;
  }

  connect(): void {
    this.drop();
    const socket = createConnection({
      host: "127.0.0.1",
      port: this.#port,
      noDelay: true,
      allowHalfOpen: true,
    });
    this.#socket = socket;
    this.isOpen = true;
    const read = this.#way === "socket" ? this.#readSocket() : this.#readStream();
    socket.on("data", (chunk: Buffer) => this.#socket === socket && read(chunk));
    socket.on("error", () => {});
    socket.on("close", () => {
      if (this.#socket === socket) this.isOpen = false;
    });
    socket.on("end", () => {
      if (this.#socket === socket) this.isOpen = false;
      socket.destroy();
    });
    socket.write(this.#way === "socket" ? UPGRADE : this.#ask());
  }

  drop(): void {
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.destroy();
    this.isOpen = false;
  }

  /** Takes nothing more until `resume`. */
  pause(): void {
    this.#socket?.pause();
  }

  resume(): void {
    this.#socket?.resume();
  }

  /** Says that it will say nothing more, and reads on. */
  closeHalf(): void {
    this.#socket?.end();
  }

  /** The beginning of a frame, the rest of which never comes. */
  sendHalfFrame(): void {
    const frame = clientFrame(opcodes.text, `42["clock","${"x".repeat(200)}"]`);
    this.#socket?.write(frame.subarray(0, 40));
  }

  #ask(): string {
    const { cursor } = this;
    const id = cursor === undefined ? "" : `Last-Event-ID: ${cursor.epoch}.${cursor.offset}\r\n`;
    return `GET /api/v1/feed/stream HTTP/1.1\r\nHost: localhost\r\n${id}\r\n`;
  }

  #readSocket(): (chunk: Buffer) => void {
    const frames = new FrameReader();
    let head = "";
    let isShaken = false;
    const hear = (opcode: number, bytes: Buffer, start: number, end: number) => {
      if (opcode === opcodes.text) this.#packet(bytes.toString("utf8", start, end));
    };
    return (chunk) => {
      if (isShaken) return frames.push(chunk, chunk.length, hear);
      head += chunk.toString("latin1");
      const end = head.indexOf("\r\n\r\n");
      if (end < 0) return;
      isShaken = true;
      const rest = Buffer.from(head.slice(end + 4), "latin1");
      frames.push(rest, rest.length, hear);
    };
  }

  #packet(text: string): void {
    if (text.startsWith("0")) {
      const auth = { protocol: 1, ...(this.cursor === undefined ? {} : { cursor: this.cursor }) };
      this.#socket?.write(clientFrame(opcodes.text, `40${JSON.stringify(auth)}`));
    } else if (text === "2") {
      this.pings += 1;
      if (this.answersPings) this.#socket?.write(clientFrame(opcodes.text, "3"));
    } else if (text.startsWith("42")) {
      const [name, payload] = JSON.parse(text.slice(2)) as [string, unknown];
      this.#hear(name, payload);
    }
  }

  #readStream(): (chunk: Buffer) => void {
    const chunks = new ChunkReader();
    let rest = "";
    return (bytes) => {
      const blocks = (rest + chunks.push(bytes)).split("\n\n");
      rest = blocks.pop()!;
      for (const block of blocks) {
        const name = /^event: (.*)$/m.exec(block)?.[1];
        const data = /^data: (.*)$/m.exec(block)?.[1];
        if (name !== undefined && data !== undefined) this.#hear(name, JSON.parse(data));
      }
    };
  }

  #hear(name: string, payload: unknown): void {
    this.heard.push(name);
    if (name === "snapshot") {
      this.entries.clear();
      this.state = startFrom(payload as Snapshot);
    } else if (name === "frame") this.#frame(payload as Frame);
  }

  #frame(frame: Frame): void {
    if (this.state === undefined) return void this.faults.push("a frame before any snapshot");
    const outcome = applyFrame(this.state, frame);
    if (outcome.outcome === "stale" && frame.entries.length === 0) return;
    if (outcome.outcome !== "applied" || frame.after !== this.state.cursor.offset) {
      this.faults.push(`${outcome.outcome} at ${this.state.cursor.offset}: ${frame.after}–${frame.upTo}`);
      return;
    }
    for (const entry of outcome.arrived) this.entries.set(entry.offset, entry);
    this.state = outcome.state;
  }
}

const UPGRADE =
  "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\n" +
  "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

/** The body of a chunked answer (RFC 9112, 7.1), wherever the packets happen to end. Throws where it is none. */
class ChunkReader {
  #rest: Buffer = Buffer.alloc(0);
  #isBody = false;
  readonly #text = new TextDecoder();

  push(bytes: Buffer): string {
    this.#rest = Buffer.concat([this.#rest, bytes]);
    if (!this.#isBody) {
      const end = this.#rest.indexOf("\r\n\r\n");
      if (end < 0) return "";
      this.#isBody = true;
      this.#rest = this.#rest.subarray(end + 4);
    }
    let text = "";
    for (;;) {
      const line = this.#rest.indexOf("\r\n");
      if (line < 0) return text;
      const size = this.#rest.toString("latin1", 0, line);
      if (!/^[0-9a-f]+$/.test(size)) throw new Error(`no chunk: ${size.slice(0, 40)}`);
      const end = line + 2 + Number.parseInt(size, 16);
      if (this.#rest.length < end + 2) return text;
      text += this.#text.decode(this.#rest.subarray(line + 2, end), { stream: true });
      this.#rest = this.#rest.subarray(end + 2);
    }
  }
}

/** One WebSocket connection by hand: what was heard on it, and how it ended. */
import { connect, type Socket } from "node:net";
import { opcodes, readFrames, type ServerFrame } from "./frames.ts";

export interface Opening {
  readonly port: number;
  readonly from?: string | undefined;
  readonly target?: string;
  readonly method?: string;
  /** In the place of those of these names; without a value they are left out. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
}

const HEADERS = {
  Host: "127.0.0.1",
  Connection: "Upgrade",
  Upgrade: "websocket",
  "Sec-WebSocket-Version": "13",
  "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
};

export const TARGET = "/socket.io/?EIO=4&transport=websocket";

export function upgradeRequest({
  target = TARGET,
  method = "GET",
  headers = {},
}: Omit<Opening, "port">): string {
  const all = Object.entries({ ...HEADERS, ...headers }).filter(([, value]) => value !== undefined);
  const lines = all.map(([name, value]) => `${name}: ${value}\r\n`).join("");
  return `${method} ${target} HTTP/1.1\r\n${lines}\r\n`;
}

export class Talk {
  readonly #socket: Socket;
  #bytes: Buffer[] = [];
  #size = 0;
  #head: string | undefined;
  #rest: Buffer = Buffer.alloc(0);
  readonly frames: ServerFrame[] = [];
  /** What a server must never do, as it was noticed. */
  fault: string | undefined;
  isClosed = false;
  #wake: (() => void) | undefined;

  constructor(opening: Opening, first: readonly Buffer[] = []) {
    const { port, from } = opening;
    const at = { port, host: "127.0.0.1", ...(from === undefined ? {} : { localAddress: from }) };
    this.#socket = connect({ ...at, allowHalfOpen: true }, () => {
      this.#socket.write(upgradeRequest(opening));
      for (const part of first) this.#socket.write(part);
    });
    this.#socket.setNoDelay(true);
    this.#socket.on("data", (part: Buffer) => this.#hear(part));
    this.#socket.on("error", () => {});
    this.#socket.on("end", () => this.#socket.end());
    this.#socket.on("close", () => {
      this.isClosed = true;
      this.#wake?.();
    });
  }

  /** The first line that was answered; absent before it was. */
  get status(): number | undefined {
    const status = this.#head === undefined ? undefined : /^HTTP\/1\.1 (\d{3})/.exec(this.#head)?.[1];
    return status === undefined ? undefined : Number(status);
  }

  get head(): string {
    return this.#head ?? "";
  }

  /** Every byte that came, for whoever looks for what must not be in them. */
  get bytes(): Buffer {
    this.#bytes = [Buffer.concat(this.#bytes)];
    return this.#bytes[0]!;
  }

  get size(): number {
    return this.#size;
  }

  /** Engine.IO's packets, as they came. */
  get packets(): string[] {
    return this.frames
      .filter(({ opcode }) => opcode === opcodes.text)
      .map(({ payload }) => payload.toString());
  }

  /** The code of the close frame; 1005 where it had none, undefined where there was no such frame. */
  get closeCode(): number | undefined {
    const last = this.frames.find(({ opcode }) => opcode === opcodes.close);
    if (last === undefined) return undefined;
    return last.payload.length >= 2 ? last.payload.readUInt16BE(0) : 1_005;
  }

  write(...parts: readonly Buffer[]): void {
    for (const part of parts) this.#socket.write(part);
  }

  /** Says that nothing more will be said, and hears on. */
  finish(): void {
    this.#socket.end();
  }

  pause(): void {
    this.#socket.pause();
  }

  drop(): void {
    this.#socket.destroy();
  }

  /** Whether it came to be, in time or before the end. */
  async until(condition: () => boolean, patienceMs = 10_000): Promise<boolean> {
    const endAt = performance.now() + patienceMs;
    while (!condition()) {
      const left = endAt - performance.now();
      if (this.isClosed || left <= 0) return condition();
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    return true;
  }

  closed(patienceMs?: number): Promise<boolean> {
    return this.until(() => this.isClosed, patienceMs);
  }

  #hear(part: Buffer): void {
    this.#bytes.push(part);
    this.#size += part.length;
    this.#rest = this.#rest.length === 0 ? part : Buffer.concat([this.#rest, part]);
    if (this.#head === undefined) {
      const end = this.#rest.indexOf("\r\n\r\n");
      if (end < 0) return;
      this.#head = this.#rest.toString("latin1", 0, end);
      this.#rest = this.#rest.subarray(end + 4);
    }
    if (this.status === 101) this.#readFrames();
    this.#wake?.();
  }

  #readFrames(): void {
    try {
      const { frames, rest } = readFrames(this.#rest);
      this.frames.push(...frames);
      this.#rest = rest;
    } catch (error) {
      this.fault = (error as Error).message;
      this.drop();
    }
  }
}

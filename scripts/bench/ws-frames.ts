/** As much of RFC 6455 as a client needs that trusts its server: what it receives is unmasked and whole. */
import { randomBytes } from "node:crypto";

export const opcodes = { text: 0x1, close: 0x8, ping: 0x9, pong: 0xa } as const;

/** Hears of each frame: where its payload lies in bytes that are valid only until it returns. */
export type FrameListener = (opcode: number, bytes: Buffer, start: number, end: number) => void;

/** Cuts a stream of bytes into frames, wherever the chunks happen to end. A whole frame costs no memory. */
export class FrameReader {
  #rest: Buffer | undefined;

  /**
   * Takes the first so many of the bytes. Throws on what a server of ours never sends: fragments, masked
   * frames, reserved bits.
   */
  push(chunk: Buffer, size: number, listener: FrameListener): void {
    const bytes = this.#rest === undefined ? chunk : Buffer.concat([this.#rest, chunk.subarray(0, size)]);
    const length = this.#rest === undefined ? size : bytes.length;
    let at = 0;
    while (length >= at + 2) {
      const first = bytes[at] as number;
      const second = bytes[at + 1] as number;
      if ((first & 0xf0) !== 0x80 || second > 127) throw new Error("a frame that no server of ours sends");
      const start = at + 2 + (second === 127 ? 8 : second === 126 ? 2 : 0);
      if (length < start) break;
      const end = start + payloadLength(bytes, at, second);
      if (length < end) break;
      listener(first & 0x0f, bytes, start, end);
      at = end;
    }
    // The chunk's memory belongs to whoever gave it.
    this.#rest = at === length ? undefined : Buffer.from(bytes.subarray(at, length));
  }
}

function payloadLength(bytes: Buffer, at: number, second: number): number {
  if (second === 127) return Number(bytes.readBigUInt64BE(at + 2));
  return second === 126 ? bytes.readUInt16BE(at + 2) : second;
}

/** A frame as clients must send it: masked. */
export function clientFrame(opcode: number, payload: string | Buffer): Buffer {
  const body = Buffer.from(payload as string);
  if (body.length > 0xffff) throw new Error("longer than anything a reader says");
  const long = body.length > 125;
  const head = Buffer.alloc(long ? 4 : 2);
  head[0] = 0x80 | opcode;
  head[1] = 0x80 | (long ? 126 : body.length);
  if (long) head.writeUInt16BE(body.length, 2);
  const mask = randomBytes(4);
  for (let at = 0; at < body.length; at += 1) body[at] = (body[at] as number) ^ (mask[at & 3] as number);
  return Buffer.concat([head, mask, body]);
}

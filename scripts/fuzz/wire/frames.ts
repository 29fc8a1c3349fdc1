/** Frames of RFC 6455 as a client may write them, and as it must not. */
import { randomBytes } from "node:crypto";

export const opcodes = {
  continuation: 0x0,
  text: 0x1,
  binary: 0x2,
  close: 0x8,
  ping: 0x9,
  pong: 0xa,
} as const;

export interface FrameForm {
  readonly opcode: number;
  readonly payload?: string | Buffer;
  readonly isFinal?: boolean;
  /** RSV1 is 4, RSV2 2, RSV3 1. */
  readonly reserved?: number;
  readonly isMasked?: boolean;
  /** In how many bits the length is written; absent, the shortest. */
  readonly lengthBits?: 7 | 16 | 64;
  /** What is said of the length, whatever it is. */
  readonly saidLength?: bigint;
}

export function frame(form: FrameForm): Buffer {
  const { opcode, isFinal = true, reserved = 0, isMasked = true } = form;
  const payload = Buffer.from((form.payload ?? "") as string);
  const first = (isFinal ? 0x80 : 0) | ((reserved & 7) << 4) | (opcode & 15);
  const length = lengthOf(form.saidLength ?? BigInt(payload.length), form.lengthBits);
  length[0] = length[0]! | (isMasked ? 0x80 : 0);
  if (!isMasked) return Buffer.concat([Buffer.of(first), length, payload]);
  const mask = randomBytes(4);
  const masked = payload.map((byte, at) => byte ^ mask[at & 3]!);
  return Buffer.concat([Buffer.of(first), length, mask, masked]);
}

function lengthOf(length: bigint, bits = length < 126n ? 7 : length < 65_536n ? 16 : 64): Buffer {
  if (bits === 7) return Buffer.of(Number(length & 127n) === 127 ? 125 : Number(length & 127n));
  const bytes = Buffer.alloc(bits / 8 + 1);
  bytes[0] = bits === 16 ? 126 : 127;
  if (bits === 16) bytes.writeUInt16BE(Number(length & 0xffffn), 1);
  else bytes.writeBigUInt64BE(BigInt.asUintN(64, length), 1);
  return bytes;
}

export const text = (payload: string | Buffer): Buffer => frame({ opcode: opcodes.text, payload });

export const close = (code: number, reason = ""): Buffer => {
  const payload = Buffer.alloc(2 + Buffer.byteLength(reason));
  payload.writeUInt16BE(code, 0);
  payload.write(reason, 2);
  return frame({ opcode: opcodes.close, payload });
};

export interface ServerFrame {
  readonly opcode: number;
  readonly payload: Buffer;
}

/** What a server wrote, frame by frame. Throws on what no server may write: masks, reserved bits, fragments. */
export function readFrames(bytes: Buffer): { frames: ServerFrame[]; rest: Buffer } {
  const frames: ServerFrame[] = [];
  let at = 0;
  for (;;) {
    if (bytes.length < at + 2) break;
    const first = bytes[at]!;
    const second = bytes[at + 1]!;
    if ((first & 0xf0) !== 0x80 || second > 127)
      throw new Error(`a frame that no server may write: ${bytes.toString("hex", at, at + 16)}`);
    const start = at + 2 + (second === 127 ? 8 : second === 126 ? 2 : 0);
    if (bytes.length < start) break;
    const length =
      second === 127
        ? Number(bytes.readBigUInt64BE(at + 2))
        : second === 126
          ? bytes.readUInt16BE(at + 2)
          : second;
    if (bytes.length < start + length) break;
    frames.push({ opcode: first & 15, payload: bytes.subarray(start, start + length) });
    at = start + length;
  }
  return { frames, rest: bytes.subarray(at) };
}

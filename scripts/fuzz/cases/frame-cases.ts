/** Frames of RFC 6455 by their grammar, and what no client may write. */
import fc from "fast-check";
import { frame, opcodes } from "../wire/frames.ts";
import { torn } from "./gone-wrong.ts";

export interface FrameCase {
  /** Socket.IO's CONNECT is said first, and answered. */
  readonly isIn: boolean;
  readonly parts: readonly Buffer[];
}

const payload: fc.Arbitrary<string | Buffer> = fc.oneof(
  fc.constantFrom('40{"protocol":1}', '420["clock"]', "3", "2", "6", "41", "", "x"),
  fc.uint8Array({ maxLength: 150 }).map((bytes) => Buffer.from(bytes)),
  fc.constantFrom(
    "x".repeat(125),
    "x".repeat(126),
    "x".repeat(16_384),
    "x".repeat(16_385),
    "x".repeat(65_536),
  ),
  fc.constantFrom(Buffer.from([0xff]), Buffer.from([0xed, 0xa0, 0x80]), Buffer.from([0x34, 0x32, 0xc3])),
);

const closePayload = fc
  .tuple(
    fc.oneof(
      fc.constantFrom(1_000, 1_001, 1_002, 1_005, 1_006, 1_015, 0, 999, 2_999, 3_000, 4_999, 5_000, 65_535),
      fc.nat(65_535),
    ),
    fc.oneof(fc.string({ maxLength: 123 }), fc.constant("\ud800"), fc.constant("x".repeat(130))),
    fc.nat(4),
  )
  .map(([code, reason, luck]) => {
    const bytes = Buffer.alloc(2 + Buffer.byteLength(reason));
    bytes.writeUInt16BE(code);
    bytes.write(reason, 2);
    return luck === 0 ? bytes.subarray(0, 1) : bytes;
  });

const anyFrame = fc
  .record({
    opcode: fc.oneof(
      { arbitrary: fc.constantFrom<number>(...Object.values(opcodes)), weight: 6 },
      { arbitrary: fc.nat(15), weight: 1 },
    ),
    payload,
    isFinal: fc.nat(4).map((luck) => luck > 0),
    reserved: fc.oneof({ arbitrary: fc.constant(0), weight: 12 }, { arbitrary: fc.nat(7), weight: 1 }),
    isMasked: fc.nat(15).map((luck) => luck > 0),
    lengthBits: fc.constantFrom(undefined, undefined, undefined, undefined, 16 as const, 64 as const),
    saidLength: fc.oneof(
      { arbitrary: fc.constant(undefined), weight: 15 },
      {
        arbitrary: fc.constantFrom(0n, 1n, 125n, 65_535n, 2n ** 31n, 2n ** 53n, 2n ** 63n, 2n ** 64n - 1n),
        weight: 1,
      },
    ),
  })
  .map(({ lengthBits, saidLength, ...form }) =>
    frame({
      ...form,
      ...(lengthBits === undefined ? {} : { lengthBits }),
      ...(saidLength === undefined ? {} : { saidLength }),
    }),
  );

/** A message in many parts, with something in between. */
const fragments = fc
  .record({
    first: payload,
    parts: fc.array(payload, { maxLength: 30 }),
    control: fc.nat(9),
    ends: fc.boolean(),
  })
  .map(({ first, parts, control, ends }) => {
    const all = [
      frame({ opcode: opcodes.text, payload: first, isFinal: false }),
      ...parts.map((part, at) =>
        frame({ opcode: opcodes.continuation, payload: part, isFinal: ends && at === parts.length - 1 }),
      ),
    ];
    if (control < 3)
      all.splice(1, 0, frame({ opcode: opcodes.ping, payload: "between", isFinal: control > 0 }));
    return Buffer.concat(all);
  });

const flood = fc
  .tuple(
    fc.constantFrom<number>(...Object.values(opcodes)),
    fc.nat(2_000),
    fc.constantFrom("", "3", "x".repeat(100)),
    fc.boolean(),
  )
  .map(([opcode, count, said, isFinal]) => {
    const one = frame({ opcode, payload: said, isFinal });
    return Buffer.concat(Array.from({ length: count }, () => one));
  });

const part = fc.oneof(
  { arbitrary: anyFrame, weight: 10 },
  { arbitrary: fragments, weight: 3 },
  { arbitrary: closePayload.map((payload) => frame({ opcode: opcodes.close, payload })), weight: 2 },
  { arbitrary: torn(anyFrame), weight: 2 },
  { arbitrary: fc.uint8Array({ maxLength: 100 }).map((bytes) => Buffer.from(bytes)), weight: 1 },
  { arbitrary: flood, weight: 1 },
);

export const frameCases: fc.Arbitrary<FrameCase> = fc.record({
  isIn: fc.boolean(),
  parts: fc.array(part, { minLength: 1, maxLength: 8 }),
});

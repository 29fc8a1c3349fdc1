/** Handshakes, namespaces and events of sockets: Engine.IO's and Socket.IO's packets by their grammar, and beside it. */
import fc from "fast-check";
import { healthSchema, kioskAuthSchema, receiptSchema } from "../../../server/contract/kiosk-socket.ts";
import {
  attendanceMessageSchema,
  deskAuthSchema,
  editingMessageSchema,
  readerAuthSchema,
} from "../../../server/contract/socket.ts";
import type { Known } from "../world/furnish.ts";
import { goneWrong } from "./gone-wrong.ts";
import { ofSchema } from "./of-schema.ts";
import { hostileTexts, hostileValue, type Words, wordsOf } from "./words.ts";

export type Namespace = "/" | "/kiosk" | "/desk";

export interface SocketCase {
  readonly namespace: Namespace;
  /** Of the upgrade, beside the usual ones; the target where it is another. */
  readonly headers: Readonly<Record<string, string>>;
  readonly target: string | undefined;
  /** What is said to come in. */
  readonly auth: unknown;
  /** The token that opens the namespace is put into it. */
  readonly isKnown: boolean;
  /** Payloads of frames that are otherwise right. */
  readonly packets: readonly string[];
}

export function socketCases(known: Known): fc.Arbitrary<SocketCase> {
  const words = wordsOf(known);
  return fc.constantFrom<Namespace>("/", "/", "/kiosk", "/desk").chain((namespace) =>
    fc.record({
      namespace: fc.constant(namespace),
      headers: fc.oneof({ arbitrary: fc.constant({}), weight: 8 }, { arbitrary: oddHeaders, weight: 1 }),
      target: fc.oneof(
        { arbitrary: fc.constant(undefined), weight: 12 },
        { arbitrary: oddTargets, weight: 1 },
      ),
      auth: authOf(namespace, words),
      isKnown: fc.nat(9).map((luck) => luck > 1),
      packets: fc.array(packetOf(namespace, words), { maxLength: 12 }),
    }),
  );
}

const oddHeaders = fc.constantFrom<Record<string, string>>(
  { Origin: "https://evil.example" },
  { Origin: "null" },
  { Cookie: "sid=x" },
  { Origin: "http://127.0.0.1", Cookie: `sid=${"x".repeat(43)}` },
  { "Sec-WebSocket-Key": "x" },
  { "Sec-WebSocket-Version": "8" },
  { "Sec-WebSocket-Protocol": "a, a" },
  { "Sec-WebSocket-Extensions": "permessage-deflate; client_max_window_bits=99" },
  { "Sec-WebSocket-Extensions": '";,=' },
  { Upgrade: "websocket, h2c" },
  { Connection: "keep-alive, Upgrade" },
  { "Content-Length": "5" },
  { Host: "evil.example" },
);

const oddTargets = fc.constantFrom(
  "/socket.io/?EIO=3&transport=websocket",
  "/socket.io/?EIO=4&transport=polling",
  "/socket.io/?EIO=4&transport=websocket&sid=x",
  "/socket.io/?EIO=4&transport=websocket&token=x",
  "/socket.io/?EIO=4&EIO=3&transport=websocket",
  "/socket.io/?%zz",
  "/socket.io",
  "/other?EIO=4&transport=websocket",
  "/socket.io/../socket.io/?EIO=4&transport=websocket",
);

function authOf(namespace: Namespace, words: Words): fc.Arbitrary<unknown> {
  const schema = { "/": readerAuthSchema, "/kiosk": kioskAuthSchema, "/desk": deskAuthSchema }[namespace];
  const good = ofSchema(schema, words).map((auth) => ({ ...(auth as object), protocol: 1 }));
  return fc.oneof({ arbitrary: good, weight: 6 }, { arbitrary: goneWrong(good), weight: 1 });
}

const payloads = (words: Words): Readonly<Record<string, fc.Arbitrary<unknown>>> => ({
  clock: fc.constant(undefined),
  attendance: ofSchema(attendanceMessageSchema, words),
  editing: ofSchema(editingMessageSchema, words),
  health: ofSchema(healthSchema, words),
  receipts: fc.array(ofSchema(receiptSchema, words), { maxLength: 20 }),
});

const oddNames = [
  "connect",
  "disconnect",
  "disconnecting",
  "connect_error",
  "newListener",
  "removeListener",
  "error",
  "message",
  "toString",
  "__proto__",
  "constructor",
  "hello",
  "snapshot",
  "frame",
  "refused",
  "publish",
  "kiosk",
  "command",
  "",
];

function packetOf(namespace: Namespace, words: Words): fc.Arbitrary<string> {
  const good = payloads(words);
  const event = fc.oneof(
    ...Object.entries(good).map(([name, payload]) =>
      fc.tuple(fc.constant<unknown>(name), goneWrong(payload)),
    ),
    fc.tuple(fc.constantFrom<unknown>(...oddNames), hostileValue),
  );
  const eventText = fc
    .record({
      type: fc.constantFrom(
        "2",
        "2",
        "2",
        "2",
        "3",
        "0",
        "1",
        "4",
        "5",
        "6",
        "7",
        "51-",
        "61-",
        "59999-",
        "5-",
      ),
      id: ackId,
      event,
      more: fc.array(hostileValue, { maxLength: 2 }),
    })
    .map(({ type, id, event, more }) => `4${type}${spaceOf(namespace)}${id}${json([...event, ...more])}`);
  return fc.oneof(
    { arbitrary: eventText, weight: 8 },
    { arbitrary: oddPackets(namespace), weight: 3 },
    { arbitrary: eventText.chain(cut), weight: 1 },
  );
}

const spaceOf = (namespace: string): string => (namespace === "/" ? "" : `${namespace},`);
const json = (value: unknown): string => JSON.stringify(value) ?? "null";

const ackId = fc.oneof(
  fc.nat(20).map(String),
  fc.constantFrom("", "-1", "00", "9".repeat(400), "1e3", "9007199254740993"),
);

/** Whatever else Engine.IO and Socket.IO have packets for. */
const oddPackets = (namespace: Namespace): fc.Arbitrary<string> =>
  fc.oneof(
    fc.constantFrom(
      "0",
      "1",
      "2",
      "2probe",
      "3",
      "3probe",
      "5",
      "6",
      "7",
      "",
      "b",
      "bAAAA",
      "4",
      "40",
      "41",
      "42",
      "43",
      "44",
    ),
    fc
      .constantFrom("/nope", "/", "/desk", "/kiosk", "/__proto__", `/${"x".repeat(500)}`, "/desk?token=x")
      .map((name) => `40${spaceOf(name)}{"protocol":1}`),
    fc.constant(`41${spaceOf(namespace)}`),
    fc.constantFrom(
      "40null",
      "40[1]",
      '40"x"',
      '40{"protocol":1',
      "42[]",
      '42[""]',
      "42[null]",
      "42[5]",
      '42{"0":"clock"}',
      '42"clock"',
      "43[]",
      "430",
      '44{"message":"x"}',
    ),
    fc.constantFrom(...hostileTexts),
    fc.string({ unit: "binary", maxLength: 60 }),
    fc.nat(9_000).map((depth) => `420["attendance",${"[".repeat(depth)}${"]".repeat(depth)}]`),
    fc.nat(20_000).map((length) => `42["clock","${"x".repeat(length)}"]`),
  );

const cut = (text: string): fc.Arbitrary<string> => fc.nat(text.length).map((at) => text.slice(0, at));

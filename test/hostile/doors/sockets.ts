/** Upgrades, frames, packets and events. */
import { close, frame, opcodes, text } from "../../../scripts/fuzz/wire/frames.ts";
import type { Known } from "../../../scripts/fuzz/world/furnish.ts";
import type { Numbered } from "../case.ts";

export interface HandshakeCase extends Numbered {
  readonly target?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly status: number;
}

const EIO = "/socket.io/?EIO=4&transport=websocket";
const shake = (
  no: number,
  what: string,
  status: number,
  more: Omit<HandshakeCase, keyof Numbered | "status">,
): HandshakeCase => ({ no, what, status, ...more });
export const handshakeCases: readonly HandshakeCase[] = [
  ...[
    "https://evil.example",
    "null",
    "http://127.0.0.1.evil.example",
    "http://127.0.0.1@evil.example",
    "",
    "file://",
    "//127.0.0.1",
  ].map((origin) => shake(25, `Origin ${origin}`, 403, { headers: { Origin: origin } })),
  shake(25, "a cookie without an Origin", 403, { headers: { Cookie: "sid=x" } }),
  shake(25, "an Origin of ours and a cookie", 101, {
    headers: { Origin: "http://127.0.0.1", Cookie: "sid=x" },
  }),
  ...[
    "EIO=3&transport=websocket",
    "transport=websocket",
    "EIO=4",
    "EIO=4&transport=polling",
    "EIO=4&transport=webtransport",
    "EIO=04&transport=websocket",
    "",
  ].map((query) => shake(26, `?${query}`, 400, { target: `/socket.io/?${query}` })),
  shake(26, "POST", 405, { method: "POST" }),
  shake(26, "another version of WebSocket", 400, { headers: { "Sec-WebSocket-Version": "7" } }),
  shake(26, "a key that is none", 400, { headers: { "Sec-WebSocket-Key": "x" } }),
  shake(26, "another path", 404, { target: "/socket.io/x?EIO=4&transport=websocket" }),
  shake(27, "a session taken over", 400, { target: `${EIO}&sid=AAAAAAAAAAAAAAAAAAAA` }),
  shake(27, "an empty session", 400, { target: `${EIO}&sid=` }),
];

/** What is said once the connection is open, or once a namespace was joined; how it ends. */
export interface TalkCase extends Numbered {
  /** The namespace joined first; absent: none. */
  readonly joins?: "/" | "/kiosk" | "/desk";
  readonly parts: (known: Known) => readonly Buffer[];
  /** One of these close codes, within the patience; `open`: it stays. */
  readonly ends: readonly (number | "open")[];
  /** Each is in some packet that comes. */
  readonly hears?: readonly (string | RegExp)[];
  /** In none. */
  readonly hearsNot?: RegExp;
  /** However often it was asked for. */
  readonly hearsOnceAtMost?: RegExp;
  readonly patienceMs?: number;
}

const say = (
  no: number,
  what: string,
  parts: readonly (string | Buffer)[],
  ends: TalkCase["ends"],
  more: Partial<TalkCase> = {},
): TalkCase => ({
  no,
  what,
  ends,
  joins: "/",
  parts: () => parts.map((part) => (typeof part === "string" ? text(part) : part)),
  ...more,
});
const join = (
  no: number,
  what: string,
  parts: readonly (string | Buffer)[],
  ends: TalkCase["ends"],
  more: Partial<TalkCase> = {},
): TalkCase => {
  const { joins: _, ...rest } = say(no, what, parts, ends, more);
  return rest;
};
const times = (count: number, part: string | Buffer) =>
  Array.from({ length: count }, () => (typeof part === "string" ? text(part) : part));
const CONNECT = '40{"protocol":1}';
const invalid = /"refused",\{"code":"invalid"/;

export const handshakePackets: readonly TalkCase[] = [
  join(28, "nobody is joined: it ends after five seconds", [], [1_005], { patienceMs: 9_000 }),
  join(28, "an event before any namespace", ['42["clock"]'], [1_005]),
  join(29, "a namespace that there is not is refused, and the way is open", ["40/nope,", CONNECT], ["open"], {
    hears: ['44/nope,{"message":"Invalid namespace"}', '42["hello"'],
  }),
  join(
    29,
    "[HC2] a thousand of them",
    Array.from({ length: 90 }, (_, at) => `40/n${at},`),
    [1_005],
    { hearsNot: /^44\/n8,/ },
  ),
  join(29, "[HC2] one namespace three thousand times in one breath", times(90, CONNECT), [1_005, 1_008], {
    hearsOnceAtMost: /snapshot/,
  }),
  say(29, "[HC2] the same again, once it is joined", [CONNECT], [1_005]),
  say(29, "[HC2] in and out, nine times", Array.from({ length: 9 }, () => ["41", CONNECT]).flat(), [1_005]),
  join(30, "an auth of 17 KB", [`40{"protocol":1,"x":"${"x".repeat(17_000)}"}`], [1_009]),
  join(30, "an auth with __proto__", ['40{"protocol":1,"__proto__":{"a":1}}'], [1_005], { hears: [invalid] }),
  ...["[1]", '"x"', "null", "1", "{"].map((auth) => join(30, `an auth of ${auth}`, [`40${auth}`], [1_005])),
  ...[
    '{"protocol":"1"}',
    "{}",
    '{"protocol":1,"role":"admin"}',
    '{"protocol":1.5}',
    '{"protocol":1,"attendance":"everyone"}',
  ].map((auth) => join(30, `an auth of ${auth}`, [`40${auth}`], [1_005], { hears: [invalid] })),
  join(30, "another protocol", ['40{"protocol":2}'], [1_005], {
    hears: [/unsupported_protocol.*"action":"reset"/],
  }),
  ...[
    '{"epoch":"e","offset":-1}',
    '{"epoch":"e","offset":1.5}',
    '{"epoch":"a.b","offset":1}',
    '{"epoch":"e","offset":1e309}',
    '{"epoch":"e","offset":9007199254740993}',
    '"e.1"',
    "[]",
  ].map((cursor) =>
    join(43, `a cursor of ${cursor}`, [`40{"protocol":1,"cursor":${cursor}}`], [1_005], { hears: [invalid] }),
  ),
  join(
    43,
    "a cursor of another log",
    ['40{"protocol":1,"cursor":{"epoch":"another","offset":3}}'],
    ["open"],
    { hears: [/"snapshot",\{"reason":"epoch"/] },
  ),
  {
    no: 43,
    what: "a cursor ahead of everything",
    ends: ["open"],
    hears: [/"snapshot",\{"reason":"epoch"/],
    patienceMs: 8_000,
    parts: ({ epoch }) => [text(`40{"protocol":1,"cursor":{"epoch":"${epoch}","offset":9007199254740991}}`)],
  },
  join(45, "the desk with nothing to show for it", ['40/desk,{"protocol":1}'], [1_005], {
    hears: [/not_signed_in/],
  }),
  {
    no: 45,
    what: "the desk with a screen's token",
    ends: [1_005],
    hears: [/not_signed_in/],
    parts: ({ screens }) => [text(`40/desk,{"protocol":1,"token":"${screens[0]!.token}"}`)],
  },
  {
    no: 63,
    what: "a screen with a moderator's token",
    ends: [1_005],
    hears: [/kiosk_unknown/],
    parts: ({ tokens }) => [text(`40/kiosk,{"protocol":1,"token":"${tokens.moderator}"}`)],
  },
];

const fragments = (count: number, payload: string) => [
  frame({ opcode: opcodes.text, payload: "4", isFinal: false }),
  Buffer.concat(times(count, frame({ opcode: opcodes.continuation, payload, isFinal: false }))),
];

export const frameCases: readonly TalkCase[] = [
  ...[1, 2, 4].map((reserved) =>
    say(34, `reserved bits ${reserved}`, [frame({ opcode: 1, payload: "2", reserved })], [1_002]),
  ),
  say(34, "a frame without a mask", [frame({ opcode: 1, payload: "2", isMasked: false })], [1_002]),
  say(34, "a continuation of nothing", [frame({ opcode: 0, payload: "2" })], [1_002]),
  say(
    34,
    "a message begun within a message",
    [frame({ opcode: 1, payload: "4", isFinal: false }), frame({ opcode: 1, payload: "2" })],
    [1_002],
  ),
  ...[3, 7, 11, 15].map((opcode) => say(34, `opcode ${opcode}`, [frame({ opcode, payload: "x" })], [1_002])),
  say(34, "a length of 2^63", [frame({ opcode: 1, lengthBits: 64, saidLength: 2n ** 63n })], [1_009, 1_002]),
  say(34, "a length of 2^53", [frame({ opcode: 1, lengthBits: 64, saidLength: 2n ** 53n })], [1_009]),
  say(34, "a ping of 126 bytes", [frame({ opcode: 9, payload: "x".repeat(126) })], [1_002]),
  say(34, "a ping in parts", [frame({ opcode: 9, payload: "x", isFinal: false })], [1_002]),
  ...[0, 999, 1_004, 1_005, 1_006, 1_015, 2_999, 5_000].map((code) =>
    say(34, `close ${code}`, [close(code)], [1_002]),
  ),
  say(34, "a close of one byte", [frame({ opcode: 8, payload: "x" })], [1_002]),
  say(
    34,
    "a close whose reason is no UTF-8",
    [frame({ opcode: 8, payload: Buffer.of(3, 232, 0xff) })],
    [1_007],
  ),
  say(34, "text that is no UTF-8", [frame({ opcode: 1, payload: Buffer.of(0x34, 0xff) })], [1_007]),
  say(34, "half a character at the end", [frame({ opcode: 1, payload: Buffer.of(0x34, 0xc3) })], [1_007]),
  say(35, "100,000 empty parts", fragments(100_000, ""), [1_008]),
  say(35, "100,000 parts of a byte", fragments(100_000, "x"), [1_009, 1_008]),
  say(
    42,
    "[HC1] 100,000 pings",
    [Buffer.concat(times(100_000, frame({ opcode: 9, payload: "x".repeat(100) })))],
    [1_008],
  ),
  say(42, "[HC1] 300,000 of the smallest packets", [Buffer.concat(times(300_000, "6"))], [1_008]),
  say(42, "[HC1] 100,000 pongs that nobody asked for", [Buffer.concat(times(100_000, "3"))], [1_008]),
];

const refusedEvent = (code: string) =>
  new RegExp(`^43(/\\w+,)?0\\[\\{"ok":false,"code":"${code}","message":"`);

export const eventCases: readonly TalkCase[] = [
  ...[
    "nope",
    "publish",
    "subscribe",
    "toString",
    "__proto__",
    "constructor",
    "hello",
    "frame",
    "message",
    "error",
    "",
  ].map((name) =>
    say(36, `the event ${name || "without a name"}`, [`420["${name}"]`], ["open"], {
      hears: [refusedEvent("unknown_event")],
    }),
  ),
  say(36, "an event whose name is a number", ["420[5]"], ["open"], {
    hears: [refusedEvent("unknown_event")],
  }),
  ...["connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener"].map(
    (name) => say(37, `the event ${name}, which is not for clients`, [`420["${name}"]`], [1_005]),
  ),
  say(38, "more attachments than anybody needs", ['45999999999-["clock"]'], [1_005]),
  say(
    38,
    "an attachment, and then something else",
    ['451-["clock",{"_placeholder":true,"num":0}]', '420["clock"]'],
    [1_005],
  ),
  say(
    38,
    "no attachment where one is announced",
    ['450-["clock",{"_placeholder":true,"num":5}]', '420["clock"]'],
    [1_005, "open"],
  ),
  say(38, "bytes of no packet", [frame({ opcode: 2, payload: "abc" })], [1_005]),
  say(38, "bytes in base64", ["bAAAA"], [1_005]),
  say(39, "an ack id of 400 digits", [`42${"9".repeat(400)}["clock"]`], ["open", 1_005]),
  say(39, "the same ack id twice", ['420["clock"]', '420["clock"]'], ["open"], {
    hears: [/^430\[\{"serverAt"/],
  }),
  say(39, "acks of nothing that was asked", ['430["x"]', '4399999["x"]', '420["clock"]'], ["open"], {
    hears: [/^430\[\{"serverAt"/],
  }),
  say(40, "attendance with nothing", ['420["attendance"]'], ["open"], { hears: [refusedEvent("invalid")] }),
  say(40, "a thousand arguments", [`420["attendance",${"0,".repeat(999)}0]`], ["open"], {
    hears: [refusedEvent("invalid")],
  }),
  say(
    40,
    "5,000 lists in each other",
    [`420["attendance",${"[".repeat(5_000)}${"]".repeat(5_000)}]`],
    ["open"],
    { hears: [refusedEvent("invalid")] },
  ),
  say(40, "a field too many", ['420["attendance",{"attendance":"online","role":"admin"}]'], ["open"], {
    hears: [refusedEvent("invalid")],
  }),
  say(40, "no event at all", ["42[]"], [1_005]),
  say(41, "17 KB", [`420["clock","${"x".repeat(17_000)}"]`], [1_009]),
  say(
    41,
    "16 KB in parts",
    [
      ...Array.from({ length: 3 }, (_, at) =>
        frame({
          opcode: at === 0 ? 1 : 0,
          payload: `${at === 0 ? "42" : ""}${"x".repeat(8_000)}`,
          isFinal: at === 2,
        }),
      ),
    ],
    [1_009],
  ),
  say(
    42,
    "forty messages at once",
    Array.from({ length: 40 }, (_, at) => `42${at}["clock"]`),
    [1_005],
    { hears: [/^43\d+\[\{"ok":false,"code":"too_many_requests"/, /"refused",\{"code":"too_many_requests"/] },
  ),
  {
    ...say(
      42,
      "a screen that says too much",
      Array.from({ length: 40 }, (_, at) => `42/kiosk,${at}["clock"]`),
      [1_005],
      { hears: [/too_many_requests/] },
    ),
    joins: "/kiosk",
  },
  say(
    44,
    "subscriptions to 10,000 feeds: there is one",
    [`420["subscribe",${JSON.stringify(Array.from({ length: 1_000 }, (_, at) => at))}]`],
    ["open"],
    { hears: [refusedEvent("unknown_event")] },
  ),
  say(45, "an event of the desk, from a reader", ['420["editing",{"announcementId":"x"}]'], ["open"], {
    hears: [refusedEvent("unknown_event")],
  }),
  {
    ...say(45, "what is not for the desk to say", ['42/desk,0["publish",{"id":"x"}]'], ["open"], {
      hears: [refusedEvent("unknown_event")],
    }),
    joins: "/desk",
  },
  {
    ...say(45, "an id that is none", ['42/desk,0["editing",{"announcementId":"../x"}]'], ["open"], {
      hears: [refusedEvent("invalid")],
    }),
    joins: "/desk",
  },
  ...["editing"].map(
    (name): TalkCase => ({
      ...say(63, `a screen that says ${name}`, [`42/kiosk,0["${name}",{"announcementId":"x"}]`], ["open"], {
        hears: [refusedEvent("forbidden")],
      }),
      joins: "/kiosk",
    }),
  ),
  {
    ...say(
      62,
      "receipts that are none",
      ['42/kiosk,0["receipts",[{"announcementId":"x","revision":-1,"shownAt":"yesterday"},5,null]]'],
      ["open"],
      {
        hears: [
          /^43\/kiosk,0\[\{"ok":true,"results":\[\{"ok":false,"code":"invalid"\}(,\{"ok":false,"code":"invalid"\}){2}\]/,
        ],
      },
    ),
    joins: "/kiosk",
  },
  {
    ...say(
      62,
      "201 receipts",
      [`42/kiosk,0["receipts",${JSON.stringify(Array.from({ length: 201 }, () => 0))}]`],
      ["open"],
      { hears: [refusedEvent("invalid")] },
    ),
    joins: "/kiosk",
  },
  {
    ...say(
      61,
      "receipts by a clock that is a century ahead",
      ['42/kiosk,0["receipts",[{"announcementId":"nothing","revision":1,"shownAt":"2130-01-01T00:00:00Z"}]]'],
      ["open"],
      { hears: [/^43\/kiosk,0\[\{"ok":true,"results":\[\{"ok":(true|false)/] },
    ),
    joins: "/kiosk",
  },
];

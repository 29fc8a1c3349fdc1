import { expect, test } from "vitest";
import { coresIn } from "../../scripts/bench/cores.ts";
import {
  type PacketReader,
  plainPackets,
  socketIoPackets,
  streamPackets,
} from "../../scripts/bench/packets.ts";
import { countsIn, total } from "../../scripts/bench/redis-commands.ts";
import { EventReader } from "../../scripts/bench/sse-events.ts";
import { clientFrame, FrameReader, opcodes } from "../../scripts/bench/ws-frames.ts";

/** A frame as servers send it: unmasked. */
function serverFrame(text: string): Buffer {
  const body = Buffer.from(text);
  const head = Buffer.alloc(body.length > 0xffff ? 10 : body.length > 125 ? 4 : 2);
  head[0] = 0x80 | opcodes.text;
  head[1] = head.length === 10 ? 127 : head.length === 4 ? 126 : body.length;
  if (head.length === 4) head.writeUInt16BE(body.length, 2);
  if (head.length === 10) head.writeBigUInt64BE(BigInt(body.length), 2);
  return Buffer.concat([head, body]);
}

test.each([1, 3, 127, 4_096, 100_000])(
  "frames are the same however the bytes arrive, %i at a time",
  (size) => {
    const texts = ["", "a", "é".repeat(100), "b".repeat(125), "c".repeat(126), "d".repeat(70_000), "end"];
    const bytes = Buffer.concat(texts.map(serverFrame));
    const reader = new FrameReader();
    const heard: string[] = [];
    const chunk = Buffer.alloc(size); // used again for every read, as the bench does
    for (let at = 0; at < bytes.length; at += size) {
      const length = bytes.copy(chunk, 0, at, at + size);
      reader.push(chunk, length, (_, payload, start, end) =>
        heard.push(payload.toString("utf8", start, end)),
      );
    }
    expect(heard).toEqual(texts);
  },
);

test.each(["", "3", "x".repeat(125), "x".repeat(126), "x".repeat(1_000)])(
  "what a reader says is masked",
  (text) => {
    const frame = clientFrame(opcodes.text, text);
    const start = text.length > 125 ? 4 : 2;
    expect(frame[1]! & 0x80).toBe(0x80);
    const mask = frame.subarray(start, start + 4);
    const body = frame.subarray(start + 4).map((byte, at) => byte ^ mask[at % 4]!);
    expect(Buffer.from(body).toString()).toBe(text);
  },
);

test("a frame that is fragmented or masked is not taken for a whole one", () => {
  expect(() => new FrameReader().push(Buffer.from([0x01, 0x00]), 2, () => {})).toThrow();
  const masked = clientFrame(opcodes.text, "x");
  expect(() => new FrameReader().push(masked, masked.length, () => {})).toThrow();
});

/** Somewhere in the middle of other bytes, as it is read. */
const within = (parse: PacketReader) => (text: string) => {
  const bytes = Buffer.from(`before${text}after`);
  return parse(bytes, 6, bytes.length - 5);
};

test("a packet that follows another of the same length is read anew", () => {
  const parse = within(socketIoPackets());
  const frame = (headline: string) =>
    parse(
      `42["frame",${JSON.stringify({
        epoch: "e",
        after: 4,
        upTo: 5,
        entries: [
          {
            type: "announcementPublished",
            at: "2026-01-01T00:00:00.007Z",
            announcement: { text: { en: { headline } } },
          },
        ],
      })}]`,
    );
  const published = (headline: string) => [{ headline, loggedMs: Date.UTC(2026, 0, 1, 0, 0, 0, 7) }];
  expect(frame("one")).toMatchObject({ kind: "frame", after: 4, upTo: 5, published: published("one") });
  expect(frame("two")).toMatchObject({ published: published("two") });
  expect(frame("two")).toMatchObject({ published: published("two") });
  expect(parse('42["frame",{"epoch":"e","after":5,"upTo":5,"entries":[]}]')).toMatchObject({ published: [] });
  expect(parse("2")).toEqual({ kind: "ping" });
  expect(parse('0{"sid":"s"}')).toEqual({ kind: "opened" });
  expect(parse('40{"sid":"s"}')).toEqual({ kind: "connected" });
  expect(parse('42["hello",{"protocol":1}]')).toEqual({ kind: "other" });
});

test("a frame that is not dense ends the bench", () => {
  const hole = '42["frame",{"epoch":"e","after":1,"upTo":3,"entries":[{"type":"eventChanged"}]}]';
  expect(() => within(socketIoPackets())(hole)).toThrow("dense");
});

test("what a peer sends is known by its headline, in a packet or bare", () => {
  const message = JSON.stringify({ headline: "h 1", body: "x" });
  const heard = { kind: "message", published: [{ headline: "h 1" }] };
  expect(within(socketIoPackets())(`42["frame",${message}]`)).toMatchObject(heard);
  expect(within(plainPackets())(message)).toMatchObject(heard);
});

test("a stream says what a socket says, and what has no data says nothing", () => {
  const parse = within(streamPackets());
  expect(parse('event: snapshot\nid: e.4\ndata: {"cursor":{"epoch":"e","offset":4}}')).toEqual({
    kind: "snapshot",
    cursor: { epoch: "e", offset: 4 },
  });
  expect(parse('event: frame\nid: e.4\ndata: {"epoch":"e","after":4,"upTo":4,"entries":[]}')).toMatchObject({
    kind: "frame",
    upTo: 4,
  });
  expect(parse('event: hello\ndata: {"protocol":1}')).toEqual({ kind: "other" });
  expect(parse("retry: 5")).toEqual({ kind: "other" });
});

test("of more packets than are remembered each is still read as it is", () => {
  const parse = within(plainPackets());
  const headlines = Array.from({ length: 100 }, (_, n) => `h ${n}`);
  for (const headline of [...headlines, ...headlines])
    expect(parse(JSON.stringify({ headline }))).toMatchObject({ published: [{ headline }] });
});

test.each([1, 2, 7, 4_096])("events are the same however the bytes arrive, %i at a time", (size) => {
  const events = ["event: a\ndata: 1", `data: ${"é".repeat(200)}`, "data: last"];
  const text = events.map((event) => `${event}\n\n`).join("");
  const chunks = [text.slice(0, 5), text.slice(5, 40), text.slice(40)].map(
    (chunk) => `${Buffer.byteLength(chunk).toString(16).toUpperCase()}\r\n${chunk}\r\n`,
  );
  for (const [body, isChunked] of [
    [text, false],
    [chunks.join(""), true],
  ] as const) {
    const bytes = Buffer.from(body);
    const reader = new EventReader(isChunked);
    const heard: string[] = [];
    const piece = Buffer.alloc(size); // used again for every read, as the bench does
    for (let at = 0; at < bytes.length; at += size) {
      const length = bytes.copy(piece, 0, at, at + size);
      reader.push(piece, length, (read, start, end) => heard.push(read.toString("utf8", start, end)));
    }
    expect(heard).toEqual(events);
  }
});

test("Redis' commands are counted without the question itself", () => {
  const before = countsIn("# Commandstats\r\ncmdstat_get:calls=4,usec=9\r\ncmdstat_info:calls=1,usec=1\r\n");
  const after = countsIn(
    "# Commandstats\r\ncmdstat_get:calls=7,usec=9\r\ncmdstat_client|setname:calls=2,usec=2\r\ncmdstat_info:calls=2,usec=1\r\n",
  );
  expect(total(before, after)).toBe(5);
});

test("cores are counted as the kernel lists them", () => {
  expect(coresIn("0-2,5")).toEqual([0, 1, 2, 5]);
  expect(coresIn("3")).toEqual([3]);
});

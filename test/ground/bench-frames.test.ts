import { expect, test } from "vitest";
import { coresIn } from "../../scripts/bench/cores.ts";
import { PacketParser } from "../../scripts/bench/packets.ts";
import { countsIn, total } from "../../scripts/bench/redis-commands.ts";
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
      reader.push(chunk.subarray(0, length), (_, payload) => heard.push(payload.toString()));
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
  expect(() => new FrameReader().push(Buffer.from([0x01, 0x00]), () => {})).toThrow();
  expect(() => new FrameReader().push(clientFrame(opcodes.text, "x"), () => {})).toThrow();
});

test("a packet that follows another of the same length is read anew", () => {
  const parser = new PacketParser();
  const frame = (headline: string) =>
    parser.parse(
      Buffer.from(
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
      ),
    );
  const published = (headline: string) => [{ headline, loggedMs: Date.UTC(2026, 0, 1, 0, 0, 0, 7) }];
  expect(frame("one")).toMatchObject({ kind: "frame", after: 4, upTo: 5, published: published("one") });
  expect(frame("two")).toMatchObject({ published: published("two") });
  expect(frame("two")).toMatchObject({ published: published("two") });
  expect(
    parser.parse(Buffer.from('42["frame",{"epoch":"e","after":5,"upTo":5,"entries":[]}]')),
  ).toMatchObject({
    published: [],
  });
  expect(parser.parse(Buffer.from("2"))).toEqual({ kind: "ping" });
  expect(parser.parse(Buffer.from('42["hello",{"protocol":1}]'))).toEqual({ kind: "other" });
});

test("a frame that is not dense ends the bench", () => {
  const hole = Buffer.from(
    '42["frame",{"epoch":"e","after":1,"upTo":3,"entries":[{"type":"eventChanged"}]}]',
  );
  expect(() => new PacketParser().parse(hole)).toThrow("dense");
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

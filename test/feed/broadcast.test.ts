/** How a broadcast goes through many readers: encoded once, in slices, together with what arrives meanwhile. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Frame } from "../../server/contract/feed.ts";
import { FanOut, type Reader } from "../../server/feed/fan-out.ts";
import { FeedAnswers } from "../../server/feed/feed-answers.ts";
import type { Outgoing } from "../../server/feed/outgoing.ts";
import { Replica } from "../../server/feed/replica.ts";
import { EPOCH, publishedEntry } from "../support/feed-history.ts";

/** What holding the loop costs each reader here, by the clock that the fan-out reads. */
const GIVE_MS = 0.5;
const SLICE_MOST_MS = 50;

let clockMs = 0;
let turn = 0;
let replica: Replica;
let fanOut: FanOut;

class TestReader implements Reader {
  epoch = "";
  sentUpTo = -1;
  queuedBytes = 0;
  takenBytes = 0;
  readonly given: { outgoing: Outgoing; turn: number }[] = [];

  give(outgoing: Outgoing): boolean {
    clockMs += GIVE_MS;
    this.given.push({ outgoing, turn });
    return true;
  }

  get frames(): Frame[] {
    return this.given
      .filter(({ outgoing }) => outgoing.message.kind === "frame")
      .map(({ outgoing }) => JSON.parse(outgoing.message.json) as Frame);
  }

  cut(): void {}
  dismiss(): void {}
}

beforeEach(() => {
  clockMs = 0;
  turn = 0;
  vi.spyOn(performance, "now").mockImplementation(() => clockMs);
  replica = new Replica({ head: () => Promise.reject(new Error("nobody asks")) }, () => 0);
  replica.replace(
    { cursor: { epoch: EPOCH, offset: 0 }, announcements: [], programmeVersion: 0 } as never,
    [],
  );
  fanOut = new FanOut(replica);
});
afterEach(() => {
  fanOut.stop();
  vi.restoreAllMocks();
});

const arrive = (...offsets: number[]): void =>
  replica.apply(offsets.map((offset) => ({ entry: publishedEntry(offset) })));

function join(count: number, offset = replica.cursor.offset): TestReader[] {
  return Array.from({ length: count }, () => {
    const reader = new TestReader();
    expect(fanOut.join(reader, { epoch: EPOCH, offset })).toBe(true);
    reader.given.length = 0;
    return reader;
  });
}

/** Turns of the loop until a broadcast is over, each of them counted. */
async function turns(): Promise<void> {
  for (let quiet = 0; quiet < 3; quiet += 1) {
    const before = clockMs;
    await new Promise((resolve) => setImmediate(resolve));
    turn += 1;
    if (clockMs !== before) quiet = 0;
  }
}

test("[O3] a broadcast lets others have their turn, however many readers there are", async () => {
  const readers = join(1_000);
  arrive(1);
  await turns();
  expect(readers.every(({ given }) => given.length === 1)).toBe(true);
  const inTurn = Map.groupBy(readers, ({ given }) => given[0]!.turn);
  expect(inTurn.size).toBeGreaterThan(10);
  for (const held of inTurn.values()) expect(held.length * GIVE_MS).toBeLessThan(SLICE_MOST_MS);
});

test("[O4] what arrives while a broadcast is under way leaves together, encoded once for all at one cursor", async () => {
  const readers = join(500);
  arrive(1);
  for (let offset = 2; offset <= 21; offset += 1) arrive(offset);
  await turns();
  for (const { frames } of readers) {
    expect(frames.length).toBeLessThanOrEqual(2);
    expect(frames.flatMap(({ entries }) => entries.map((entry) => entry.offset))).toEqual(
      Array.from({ length: 21 }, (_, at) => at + 1),
    );
  }
  const encoded = new Set(readers.flatMap(({ given }) => given.map(({ outgoing }) => outgoing)));
  const spans = new Set(
    [...encoded].map(({ message }) => message.kind === "frame" && `${message.after}–${message.upTo.offset}`),
  );
  expect(encoded.size).toBe(spans.size);
  expect([...spans].toSorted()).toEqual(["0–1", "0–21", "1–21"]);
});

test("[O2] who joins in the middle of a broadcast is sent what follows on from their own cursor, once", async () => {
  const first = join(300);
  arrive(1);
  const late = join(50);
  arrive(2, 3);
  const latest = join(50);
  await turns();
  const offsets = ({ frames }: TestReader) =>
    frames.flatMap(({ entries }) => entries.map((entry) => entry.offset));
  for (const reader of first) expect(offsets(reader)).toEqual([1, 2, 3]);
  for (const reader of late) expect(offsets(reader)).toEqual([2, 3]);
  for (const reader of latest) expect(offsets(reader)).toEqual([]);
});

describe("[C7] readers who return with one cursor", () => {
  test("share one answer, until the head moves", () => {
    arrive(1, 2, 3);
    const catchUp = vi.spyOn(replica, "catchUp");
    const answers = new FeedAnswers(replica);
    const shared = Array.from({ length: 1_000 }, () => answers.after(EPOCH, 1));
    expect(new Set(shared).size).toBe(1);
    expect(catchUp).toHaveBeenCalledTimes(1);
    const encode = vi.fn(({ json }: { json: string }) => Buffer.from(json));
    for (const each of shared) each!.as(encode);
    expect(encode).toHaveBeenCalledTimes(1);

    arrive(4);
    const next = answers.after(EPOCH, 1)!;
    expect(next).not.toBe(shared[0]);
    expect((JSON.parse(next.message.json) as Frame).upTo).toBe(4);
  });

  test("[L7] what is redacted is in no answer that was kept", () => {
    arrive(1);
    const secret = publishedEntry(2, { text: { en: { headline: "secret", body: "" } } });
    replica.apply([{ entry: secret }]);
    const answers = new FeedAnswers(replica);
    expect(answers.after(EPOCH, 1)!.message.json).toContain("secret");
    const { id: announcementId } = (secret as { announcement: { id: string } }).announcement;
    replica.apply([
      {
        entry: { offset: 3, at: "2022-11-09T01:00:00.000Z", type: "eventChanged" },
        redacts: { announcementId },
      },
    ]);
    expect(answers.after(EPOCH, 1)!.message.json).not.toContain("secret");
  });

  test("many cursors do not fill the memory: what is kept stays bounded, and each answer is right", () => {
    for (let offset = 1; offset <= 500; offset += 1) arrive(offset);
    const answers = new FeedAnswers(replica);
    for (let offset = 0; offset < 500; offset += 1) {
      const { message } = answers.after(EPOCH, offset)!;
      expect(message.kind === "frame" && message.after).toBe(offset);
    }
  });

  test("[C4] a cursor ahead of this node has none", () => {
    expect(new FeedAnswers(replica).after(EPOCH, 5)).toBeUndefined();
  });
});

test("[F8] the heartbeat says whether the node is in touch, and is one for all", () => {
  const answers = new FeedAnswers(replica);
  expect(answers.heartbeat()).toBe(answers.heartbeat());
  expect(JSON.parse(answers.heartbeat().message.json)).toEqual({
    epoch: EPOCH,
    after: 0,
    upTo: 0,
    entries: [],
  });
  replica.stale = true;
  expect(JSON.parse(answers.heartbeat().message.json)).toHaveProperty("stale", true);
});

import { EventEmitter } from "node:events";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Doorway, HANDSHAKES_PER_SECOND, type Visitor } from "../../server/sockets/doorway.ts";

/** What opening the door takes, by the clock of these tests. */
const HANDSHAKE_MS = 0.5;
const LONGEST_TURN_MS = 10;

let clockMs: number;
let doorway: Doorway;
let opened: { name: number; turn: number }[];
let turn: number;

beforeEach(() => {
  clockMs = 0;
  opened = [];
  turn = 0;
  doorway = new Doorway(
    ({ head }) => {
      clockMs += HANDSHAKE_MS;
      opened.push({ name: head.readUInt32BE(), turn });
    },
    () => clockMs,
  );
});

/** Whoever still waits would go on by the clock of the next test. */
afterEach(async () => {
  while (doorway.waiting > 0) await turns(1);
});

function visitor(name: number): Visitor {
  const head = Buffer.alloc(4);
  head.writeUInt32BE(name);
  return { request: {}, socket: new EventEmitter(), head } as unknown as Visitor;
}

async function turns(count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    turn += 1;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

test("[AD2] who comes alone is let in at once", async () => {
  expect(doorway.take(visitor(1))).toBe(true);
  expect(opened).toEqual([{ name: 1, turn: 0 }]);
  await turns(2);
  expect(doorway.take(visitor(2))).toBe(true);
  expect(opened).toHaveLength(2);
});

test("[AD2] many at once are let in by turns of the loop, in their order", async () => {
  for (let name = 0; name < 500; name += 1) expect(doorway.take(visitor(name))).toBe(true);
  await turns(60);
  expect(opened.map(({ name }) => name)).toEqual(Array.from({ length: 500 }, (_, name) => name));
  const inTurn = Map.groupBy(opened, ({ turn: at }) => at);
  expect(inTurn.size).toBeGreaterThan(20);
  for (const those of inTurn.values())
    expect(those.length * HANDSHAKE_MS).toBeLessThanOrEqual(LONGEST_TURN_MS);
  expect(doorway.waiting).toBe(0);
});

test("[AD2] who goes while waiting is not waited for, and hurts nobody", async () => {
  const visitors = Array.from({ length: 100 }, (_, name) => visitor(name));
  for (const each of visitors) doorway.take(each);
  visitors[50]!.socket.emit("close");
  visitors[60]!.socket.emit("error", new Error("reset"));
  await turns(30);
  expect(opened.map(({ name }) => name)).toEqual(
    Array.from({ length: 100 }, (_, name) => name).filter((name) => name !== 50 && name !== 60),
  );
});

test("[AD1] more than so many in a second are turned away, and taken in the next", async () => {
  clockMs = 10_000;
  const taken = Array.from({ length: HANDSHAKES_PER_SECOND + 10 }, (_, name) => doorway.take(visitor(name)));
  expect(taken.filter((isTaken) => isTaken)).toHaveLength(HANDSHAKES_PER_SECOND);
  expect(taken.slice(-10)).toEqual(Array.from({ length: 10 }, () => false));
  clockMs = 11_000;
  expect(doorway.take(visitor(5_000))).toBe(true);
});

test("[AD1] while the first has waited for four seconds nobody else is let wait", async () => {
  for (let name = 0; name < 100; name += 1) doorway.take(visitor(name));
  expect(doorway.waiting).toBeGreaterThan(0);
  clockMs += 3_900;
  expect(doorway.take(visitor(100))).toBe(true);
  clockMs += 200;
  expect(doorway.take(visitor(101))).toBe(false);
  await turns(30);
  expect(doorway.take(visitor(102))).toBe(true);
  expect(opened.map(({ name }) => name)).not.toContain(101);
});

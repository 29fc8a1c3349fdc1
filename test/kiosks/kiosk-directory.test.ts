import { beforeEach, describe, expect, test } from "vitest";
import { KioskDirectory } from "../../server/kiosks/kiosk-directory.ts";
import type { KioskRecord } from "../../server/store/kiosks.ts";

const record = (id: string): KioskRecord =>
  ({ id, tokens: [{ hash: `hash of ${id}` }] }) as unknown as KioskRecord;

const SPACING_MS = 200;

/** A store whose answers are what it held when it was asked, and come when they are let go. */
function standIn() {
  const held: KioskRecord[] = [];
  const reads: { atMs: number; answer: () => void }[] = [];
  const directory = new KioskDirectory({
    store: {
      kiosks: () => {
        const then = [...held];
        return new Promise((resolve) => reads.push({ atMs: performance.now(), answer: () => resolve(then) }));
      },
      blackouts: async () => [],
    },
  });
  const read = async (nth: number) => {
    while (reads.length < nth) await new Promise((resolve) => setTimeout(resolve, 1));
    return reads[nth - 1]!;
  };
  return { directory, held, reads, read };
}

let stage: ReturnType<typeof standIn>;
beforeEach(() => {
  stage = standIn();
});

describe("who asks knows what was true when they asked", () => {
  test("also where another read is on its way, which began before", async () => {
    const { directory, held, read } = stage;
    const first = directory.readAnew(0);
    const earlier = await read(1);
    held.push(record("k1"));
    const second = directory.readAnew(0);
    earlier.answer();
    await first;
    expect(directory.byToken("hash of k1")).toBeUndefined();
    (await read(2)).answer();
    await second;
    expect(directory.byToken("hash of k1")).toMatchObject({ id: "k1" });
  });

  test("also where it was read a moment ago: then it waits", async () => {
    const { directory, held, read } = stage;
    const first = directory.readAnew(SPACING_MS);
    (await read(1)).answer();
    await first;
    held.push(record("k1"));
    const second = directory.readAnew(SPACING_MS);
    const [before, after] = [await read(1), await read(2)];
    after.answer();
    await second;
    expect(directory.byToken("hash of k1")).toMatchObject({ id: "k1" });
    // It waited: timers count from when their turn of the loop began, so they may run out early.
    expect(after.atMs - before.atMs).toBeGreaterThan(SPACING_MS / 2);
  });
});

test("for many who ask at once it reads once", async () => {
  const { directory, reads, read } = stage;
  const all = Array.from({ length: 100 }, () => directory.readAnew(20));
  (await read(1)).answer();
  await Promise.all(all);
  expect(reads).toHaveLength(1);
});

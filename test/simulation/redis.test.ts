/** The Redis of a simulated world where it is unlike the memory twin inside it. */
import { expect, test } from "vitest";
import { SimulatedRedis } from "./redis.ts";

const START = 1_000_000;

async function withWrites(entries: number) {
  const machine = { nowMs: START };
  const redis = new SimulatedRedis({ nowMs: () => machine.nowMs, entries: 100, mayLoseWrites: true });
  const by = { name: "desk", nowMs: START, runId: redis.runId };
  await redis.newEpoch("", by);
  for (let entry = 0; entry < entries; entry += 1) {
    machine.nowMs += 10;
    await redis.commit({ items: [], entries: [{ type: "eventChanged" }] }, by);
  }
  return { redis, machine };
}

test.for([0, 1, 3])(
  "its clock goes on after a restart that lost %i writes, though nobody writes",
  async (lost) => {
    const { redis, machine } = await withWrites(3);
    machine.nowMs += 5_000;
    await redis.restart(lost);
    expect(await redis.log.nowMs()).toBe(machine.nowMs);
    machine.nowMs += 5_000;
    expect(await redis.log.nowMs()).toBe(machine.nowMs);
    expect((await redis.log.head()).cursor.offset).toBe(3 - lost);
  },
);

test("what is left after a restart keeps the instants at which it was written", async () => {
  const { redis, machine } = await withWrites(2);
  machine.nowMs += 5_000;
  await redis.restart(1);
  const read = await redis.log.read(0, 10);
  expect(read).toMatchObject({
    outcome: "entries",
    entries: [{ entry: { offset: 1, at: new Date(START + 10).toISOString() } }],
  });
});

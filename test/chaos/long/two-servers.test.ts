import { afterAll, beforeAll, expect, test } from "vitest";
import { isDense } from "../../../scripts/chaos/real-api.ts";
import { Bench, type RealServer } from "../../../scripts/chaos/real-processes.ts";
import { RealReader } from "../../../scripts/chaos/real-readers.ts";
import { below, pick, seeded } from "../../../scripts/chaos/seeded.ts";
import { until } from "../../../scripts/chaos/until.ts";
import type { Entry } from "../../../server/contract/feed.ts";

const bench = new Bench();
let servers: RealServer[];

beforeAll(async () => {
  const { url: redisUrl } = await bench.redis();
  servers = await Promise.all([bench.server({ redisUrl }), bench.server({ redisUrl })]);
});
afterAll(() => bench.cleanUp());

const READERS = 40;
const STEPS = 70;

/** One thing that a desk does, at either server. */
async function act(random: () => number, live: string[], step: number): Promise<void> {
  const { api } = pick(random, servers);
  const roll = random();
  const id = live.length === 0 ? undefined : pick(random, live);
  if (id === undefined || roll < 0.5) {
    const answer = await api.post(`step ${step}`, { pinned: random() < 0.1 });
    expect(answer.status).toBe(201);
    live.push(answer.json.id);
    return;
  }
  const [name, body] =
    roll < 0.7
      ? ["correct", { text: { en: { headline: `step ${step}` } }, removePrevious: random() < 0.5 }]
      : roll < 0.8
        ? ["pin", undefined]
        : roll < 0.85
          ? ["unpin", undefined]
          : ["withdraw", { reason: `reason ${step}` }];
  const answer = await api.move(id, name, body);
  // Pinned already, or not pinned: nothing to do is an answer too.
  expect([200, 409]).toContain(answer.status);
  if (name === "withdraw") live.splice(live.indexOf(id), 1);
}

/** What readers must agree on, entry by entry: all but that some came too late to see what was since removed. */
function disagreements(readers: readonly RealReader[]): string[] {
  const said = new Map<number, string>();
  const found: string[] = [];
  for (const reader of readers) {
    for (const [offset, entry] of reader.entries) {
      if (entry.type === "announcementRedacted") continue;
      const text = JSON.stringify(entry);
      const other = said.get(offset);
      if (other === undefined) said.set(offset, text);
      else if (other !== text) found.push(`${offset}: ${other} or ${text}`);
    }
  }
  return found;
}

test.for([7, 2022])(
  "[F7] readers of two servers agree, however they are dropped and moved (seed %i)",
  async (seed) => {
    const random = seeded(seed);
    const readers = Array.from(
      { length: READERS },
      (_, at) => new RealReader(at % 2 === 0 ? "socket" : "stream"),
    );
    bench.onCleanUp(() => readers.forEach((reader) => void reader.drop()));
    for (const [at, reader] of readers.entries()) reader.connect(servers[at % 2]!.base);
    await until(() => readers.every(({ state }) => state !== undefined), "the first answers");
    const from = Math.min(...readers.map(({ cursor }) => cursor!.offset));

    const live: string[] = [];
    for (let step = 1; step <= STEPS; step += 1) {
      await act(random, live, step);
      for (let moved = below(random, 4); moved > 0; moved -= 1) {
        const reader = pick(random, readers);
        if (random() < 0.5) reader.drop();
        else reader.connect(pick(random, servers).base);
      }
    }
    for (const reader of readers) if (!reader.isConnected) reader.connect(pick(random, servers).base);

    const [one, other] = await Promise.all(servers.map(({ api }) => api.entries()));
    const head = one!.length;
    expect(isDense(one!)).toBe(true);
    expect(other).toEqual(one);
    await until(() => readers.every(({ cursor }) => cursor?.offset === head), "all to be at the head");

    expect(readers.flatMap(({ faults }) => faults)).toEqual([]);
    expect(new Set(readers.flatMap(({ snapshots }) => snapshots))).toEqual(new Set(["new"]));
    expect(disagreements(readers)).toEqual([]);
    for (const reader of readers) {
      const offsets = [...reader.entries.keys()];
      expect(offsets).toEqual(Array.from({ length: head - offsets[0]! + 1 }, (_, at) => offsets[0]! + at));
      expect(offsets[0]).toBeLessThanOrEqual(from + 1);
    }
    // The last word: what each shows is what a newcomer is shown.
    const newcomer = new RealReader("socket");
    bench.onCleanUp(() => newcomer.drop());
    newcomer.connect(servers[0]!.base);
    await until(() => newcomer.state !== undefined, "the newcomer's answer");
    const shown = [...newcomer.state!.announcements];
    expect(shown.length).toBeGreaterThan(0);
    for (const reader of readers) {
      const held = [...reader.state!.announcements];
      expect(shown.filter(([id]) => reader.state!.announcements.has(id))).toEqual(
        held.filter(([id]) => newcomer.state!.announcements.has(id)),
      );
      expect(held.length).toBeGreaterThan(0);
    }
    const kinds = new Set<Entry["type"]>(one!.map(({ type }) => type));
    expect(kinds).toContain("announcementRedacted");
    expect(kinds).toContain("announcementWithdrawn");
    for (const reader of readers) reader.drop();
  },
);

/** A longer and longer log: beyond what a server holds of it, nothing should cost more. */
import { setTimeout as pause } from "node:timers/promises";
import { WINDOW_ENTRIES } from "../../../server/core/recent-window.ts";
import { HELD_ANNOUNCEMENTS } from "../../../server/feed/replica.ts";
import { exchange } from "../exchange.ts";
import { CATCH_UP_MS, caughtUp } from "../fan-out/behind.ts";
import { startFanfare } from "../fan-out/fanfare.ts";
import { type FanOutGround, untilServed } from "../fan-out/ground.ts";
import { RUNS, repeated } from "../measured-part.ts";
import { type Measured, mostly } from "../results.ts";
import { percentile, ratios, spreadOf } from "../statistics.ts";
import { freePort } from "../system.ts";
import { fillLog } from "./fill-log.ts";

/** What noise may make of things that are equal. */
const AS_GOOD_AS_EQUAL = 1.2;
const ASKED = 20;
const STOP_MS = 6_000;

interface AtLength {
  readonly entries: number;
  readonly startMs: readonly number[];
  readonly snapshotMs: number;
  readonly snapshotKiB: number;
  readonly memoryMiB: number;
  readonly behindMs: readonly number[];
}

export async function longerLog(ground: FanOutGround, lengths: readonly number[]): Promise<Measured[]> {
  await (await startFanfare(ground)).close(); // which makes an event
  const all: AtLength[] = [];
  for (const entries of lengths) {
    const startedAt = performance.now();
    await fillLog(ground.backstage.redisUrl, entries, ground.signal);
    ground.say(`  ${entries} entries, made in ${Math.round((performance.now() - startedAt) / 1_000)} s`);
    all.push(await atLength(ground, entries));
  }
  return [...all.flatMap(rowsOf), ...beyondTheWindow(all)];
}

async function atLength(ground: FanOutGround, entries: number): Promise<AtLength> {
  const startMs = await repeated(() => timeToStart(ground));
  const server = await startFanfare(ground);
  const snapshots = await repeated(() => snapshot(server.ports[0]!), ASKED);
  const { rss } = await server.probe!("memory", {});
  const runs = await caughtUp(ground, server, RUNS);
  await server.close();
  return {
    entries,
    startMs,
    snapshotMs: percentile(
      snapshots.map(({ ms }) => ms),
      0.5,
    ),
    snapshotKiB: snapshots[0]!.bytes / 1_024,
    memoryMiB: rss / 2 ** 20,
    behindMs: runs.map(({ head, late }) => late.cpuMs - head.cpuMs),
  };
}

async function timeToStart({ backstage, signal }: FanOutGround): Promise<number> {
  const port = await freePort();
  const startedAt = performance.now();
  const server = await backstage.startServer({ port });
  await untilServed(port, signal);
  const tookMs = performance.now() - startedAt;
  await server.stop(STOP_MS);
  return tookMs;
}

async function snapshot(port: number): Promise<{ ms: number; bytes: number }> {
  const { text, answeredMs } = await exchange({ port, method: "GET", path: "/api/v1/feed/snapshot" });
  await pause(10);
  return { ms: answeredMs, bytes: Buffer.byteLength(text) };
}

function rowsOf(at: AtLength): Measured[] {
  return [
    {
      what: `a log of ${at.entries.toLocaleString("en")} entries: server's start → /servez`,
      unit: "ms",
      runs: at.startMs,
    },
    { what: "  a snapshot", unit: "ms", runs: [at.snapshotMs] },
    { what: "  its size", unit: "KiB", runs: [at.snapshotKiB] },
    { what: "  the server's memory without readers", unit: "MiB", runs: [at.memoryMiB] },
    {
      what: "  CPU for catching up 100 entries, for each reader",
      unit: "ms",
      goal: mostly(CATCH_UP_MS),
      runs: at.behindMs,
    },
  ];
}

/** All that a server ever holds, where each entry is an announcement of its own. */
export const ALL_HELD = Math.max(WINDOW_ENTRIES, HELD_ANNOUNCEMENTS);

/** The longest beside that which just fills all that a server holds. */
function beyondTheWindow(all: readonly AtLength[]): Measured[] {
  const longest = all.at(-1);
  const full = all.find(({ entries }) => entries >= ALL_HELD);
  if (full === undefined || longest === undefined || full === longest) return [];
  const beside = `${longest.entries.toLocaleString("en")} entries beside ${full.entries.toLocaleString("en")}`;
  const row = (what: string, part: (at: AtLength) => number): Measured => ({
    what,
    unit: "×",
    goal: mostly(AS_GOOD_AS_EQUAL),
    runs: ratios([part(longest)], [part(full)]),
  });
  return [
    row(`${beside}: server's start`, ({ startMs }) => spreadOf(startMs).median),
    row("  a snapshot's size", ({ snapshotKiB }) => snapshotKiB),
    row("  the server's memory", ({ memoryMiB }) => memoryMiB),
  ];
}

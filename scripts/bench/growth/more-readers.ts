/** The same server with more and more readers: what each of them costs should stay what it is. */
import { setTimeout as pause } from "node:timers/promises";
import { startFanfare } from "../fan-out/fanfare.ts";
import type { FanOutGround } from "../fan-out/ground.ts";
import { IDLE_MS } from "../fan-out/idle.ts";
import { disperse, memoryOfReaders, steady } from "../fan-out/one-round.ts";
import type { Measured } from "../results.ts";

export async function moreReaders(ground: FanOutGround, sizes: readonly number[]): Promise<Measured[]> {
  const rows: Measured[] = [];
  for (const readers of sizes) rows.push(...(await withReaders({ ...ground, readers })));
  return rows;
}

async function withReaders(ground: FanOutGround): Promise<Measured[]> {
  const server = await startFanfare(ground);
  const memoryKiB = await memoryOfReaders(ground, server);
  const cpuBefore = server.cpuMs();
  await pause(IDLE_MS, undefined, { signal: ground.signal });
  const idlePercent = ((server.cpuMs() - cpuBefore) * 100) / IDLE_MS;
  const { cpuUs, lastMs, wrong } = await steady(ground, server);
  await disperse(ground);
  await server.close();
  const many = `${ground.readers.toLocaleString("en")} readers`;
  ground.say(`  ${many}: ${cpuUs.toFixed(2)} µs a delivery, ${memoryKiB.toFixed(1)} KiB each`);
  return [
    { what: `${many}: server CPU for each delivery`, unit: "µs", runs: [cpuUs] },
    { what: "  publish → last reader, p50", unit: "ms", runs: [lastMs] },
    { what: "  memory for each idle reader", unit: "KiB", runs: [memoryKiB] },
    { what: "  CPU while idle, of one core", unit: "%", runs: [idlePercent] },
    { what: "  lost, twice or out of order", unit: "", runs: [wrong] },
  ];
}

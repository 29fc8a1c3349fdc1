/** The same readers over more and more servers that follow one Redis: what do the servers and Redis do more? */
import { startFanfare } from "../fan-out/fanfare.ts";
import type { FanOutGround } from "../fan-out/ground.ts";
import { disperse, gather, STEADY, steady } from "../fan-out/one-round.ts";
import { cpuMsOf } from "../process-cpu.ts";
import type { Measured } from "../results.ts";

export async function moreNodes(ground: FanOutGround, counts: readonly number[]): Promise<Measured[]> {
  const rows: Measured[] = [];
  for (const count of counts) rows.push(...(await withNodes(ground, count)));
  return rows;
}

async function withNodes(ground: FanOutGround, count: number): Promise<Measured[]> {
  const { backstage, readers } = ground;
  const server = await startFanfare(ground, count);
  await gather(ground, server, readers);
  let redisMs = 0;
  const { cpuUs, lastMs, wrong } = await steady(ground, server, {
    begin: () => {
      redisMs = -cpuMsOf(backstage.redisPid);
    },
    end: () => {
      redisMs += cpuMsOf(backstage.redisPid);
    },
  });
  await disperse(ground);
  await server.close();
  ground.say(`  ${count} nodes: ${cpuUs.toFixed(2)} µs a delivery`);
  return [
    {
      what: `${count} servers, ${readers.toLocaleString("en")} readers in all: CPU for each delivery, summed`,
      unit: "µs",
      runs: [cpuUs],
    },
    { what: "  CPU of Redis for each announcement", unit: "ms", runs: [redisMs / STEADY.count] },
    { what: "  publish → last reader, p50", unit: "ms", runs: [lastMs] },
    { what: "  lost, twice or out of order", unit: "", runs: [wrong] },
  ];
}

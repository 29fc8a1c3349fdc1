/** Fanfare as a server that is measured: one process, or several, on the server's core. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { GuardedProcess } from "../../start/guarded-process.ts";
import { untilReady } from "../../start/ready.ts";
import { BenchDesk } from "../desk.ts";
import { probeOf } from "../probed.ts";
import { cpuMsOf, familyOf } from "../process-cpu.ts";
import { freePort } from "../system.ts";
import type { FanOutGround } from "./ground.ts";
import type { MeasuredServer } from "./measured-server.ts";

const CLUSTER = "server/cluster.ts";
const CONNECTIONS = 20;
const STOP_MS = 6_000;
/** Headline and body have together what a peer is given as a whole. */
const TEXT_LENGTH = 400;

/** So many nodes, each on a port of its own; the first can be asked from inside, and takes what is published. */
export async function startFanfare(ground: FanOutGround, nodes = 1): Promise<MeasuredServer> {
  const { backstage } = ground;
  const ports: number[] = [];
  const children: GuardedProcess[] = [];
  for (let n = 0; n < nodes; n += 1) {
    const port = await freePort();
    children.push(await backstage.startServer({ port, isProbed: true }));
    await ready(port, ground);
    ports.push(port);
  }
  return measured(ground, ports, {
    probe: probeOf(children[0]!),
    cpuMs: () => cpuMsOf(...children.map(({ pid }) => pid)),
    stop: async () => {
      for (const child of children) await child.stop(STOP_MS);
    },
  });
}

/** So many processes on one port; undefined where this Fanfare has no such thing. */
export async function startCluster(
  ground: FanOutGround,
  processes: number,
): Promise<MeasuredServer | undefined> {
  if (!existsSync(join(import.meta.dirname, "../../..", CLUSTER))) return undefined;
  const port = await freePort();
  const args = ["--cores", String(processes)];
  const child = await ground.backstage.startServer({ port, script: CLUSTER, args });
  await ready(port, ground);
  return measured(ground, [port], {
    probe: undefined,
    cpuMs: () => cpuMsOf(...familyOf(child.pid)),
    stop: async () => void (await child.stop(STOP_MS)),
  });
}

/** Until it takes readers, and what is published. */
export const ready = (port: number, { signal }: FanOutGround) =>
  untilReady({ host: "127.0.0.1", port, tls: false }, () => {}, signal);

function measured(
  { backstage }: FanOutGround,
  ports: readonly number[],
  { probe, cpuMs, stop }: Pick<MeasuredServer, "probe" | "cpuMs"> & { stop: () => Promise<void> },
): MeasuredServer {
  const desk = new BenchDesk({ port: ports[0]!, token: backstage.token }, CONNECTIONS);
  return {
    ports,
    dialect: "fanfare",
    probe,
    cpuMs,
    announce: (headline) => desk.send(headline, "now", "x".repeat(TEXT_LENGTH - headline.length)),
    async close() {
      desk.close();
      await stop();
    },
  };
}

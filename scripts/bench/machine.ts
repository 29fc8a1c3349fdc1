/** What was measured on: without it the numbers mean nothing. */
import { cpus, release, totalmem } from "node:os";
import { setTimeout as pause } from "node:timers/promises";
import { findRedis } from "../redis/find.ts";

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly node: string;
  readonly redis: string;
  readonly kernel: string;
}

export async function describeMachine(say: (line: string) => void): Promise<Machine> {
  const processors = cpus();
  return {
    cpu: processors[0]?.model.trim() ?? "unknown",
    cores: processors.length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.versions.node,
    redis: (await findRedis(say)).version,
    kernel: `${process.platform} ${release()}`,
  };
}

export const machineLine = ({ cpu, cores, memoryGiB, node, redis, kernel }: Machine): string =>
  `${cpu}, ${cores} cores, ${memoryGiB} GiB · Node ${node} · Redis ${redis} · ${kernel}`;

/** The share of all cores that is in use: what others do here while nothing of ours runs. */
export async function busyShare(forMs: number): Promise<number> {
  const before = ticks();
  await pause(forMs);
  const after = ticks();
  return 1 - (after.idle - before.idle) / (after.all - before.all);
}

function ticks(): { idle: number; all: number } {
  const sum = { idle: 0, all: 0 };
  for (const { times } of cpus()) {
    sum.idle += times.idle;
    sum.all += times.user + times.nice + times.sys + times.idle + times.irq;
  }
  return sum;
}

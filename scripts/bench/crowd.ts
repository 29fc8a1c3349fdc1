/** The bench's handle on its readers, who live in a process of their own: see crowd-process.ts. */
import { join } from "node:path";
import { spawnGuarded } from "../start/guarded-process.ts";
import { pinned } from "./cores.ts";
import type { CrowdQuestions } from "./crowd-questions.ts";
import { cpuMsOf } from "./process-cpu.ts";
import { type Ask, asking } from "./questions.ts";

export interface Crowd {
  readonly ask: Ask<CrowdQuestions>;
  /** Of the load generator itself: it should have less to do than what it measures. */
  cpuMs(): number;
  close(): Promise<void>;
}

export async function openCrowd(core: number | undefined): Promise<Crowd> {
  const [command, args] = pinned(core, process.execPath, [join(import.meta.dirname, "crowd-process.ts")]);
  const child = await spawnGuarded(command, args, { ipc: true, output: "inherit" });
  return {
    ask: asking<CrowdQuestions>(child, "the load generator"),
    cpuMs: () => cpuMsOf(child.pid),
    async close() {
      await child.stop(2_000);
    },
  };
}

/**
 * Loaded into a server before its own code (`node --expose-gc --import`): answers what only the process itself
 * knows. It does nothing until it is asked, so that what is measured from outside is the server's alone.
 */
import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as pause } from "node:timers/promises";
import { isMainThread } from "node:worker_threads";
import type { ProbeQuestions } from "./probed.ts";
import { answering } from "./questions.ts";

const LOOK_MS = 1;
const BETWEEN_COLLECTIONS_MS = 200;

let watched: ReturnType<typeof monitorEventLoopDelay> | undefined;

/** What a collection frees is given back to the system a moment later. */
async function collected(): Promise<void> {
  for (let times = 0; times < 2; times += 1) {
    globalThis.gc?.();
    await pause(BETWEEN_COLLECTIONS_MS);
  }
}

if (isMainThread && process.channel !== undefined) {
  answering<ProbeQuestions>({
    memory: async () => {
      await collected();
      const { rss, heapUsed } = process.memoryUsage();
      return { rss, heapUsed };
    },
    watch: async () => {
      watched = monitorEventLoopDelay({ resolution: LOOK_MS });
      watched.enable();
      return {};
    },
    stall: async () => {
      watched?.disable();
      const longestMs = watched === undefined ? Number.NaN : Math.max(0, watched.max / 1e6 - LOOK_MS);
      watched = undefined;
      return { longestMs };
    },
  });
  process.channel.unref(); // the server ends as it would without us
}

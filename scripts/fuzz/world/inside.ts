/**
 * Loaded into a server before its own code (`node --expose-gc --import`): what only the process itself can say while
 * it is sent whatever it is sent.
 *
 * A hold is how long one thing kept the event loop from everything else. It is counted in processor time of the main
 * thread, and by the clock where that is less: a machine that is busy with others makes every process wait, and that
 * is nobody's fault here.
 */
import { setTimeout as pause } from "node:timers/promises";
import { isMainThread } from "node:worker_threads";
import { answering } from "../../bench/questions.ts";
import type { Hold, InsideQuestions, Memory } from "./inside-asked.ts";

const LOOK_MS = 5;
const BETWEEN_COLLECTIONS_MS = 150;

let worst: Hold = { cpuMs: 0, wallMs: 0 };
let lookedAtMs = 0;
let usedMs = 0;

const mainThreadMs = (): number => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
};

function look(): void {
  const atMs = performance.now();
  const cpuMs = mainThreadMs();
  const wallMs = Math.max(0, atMs - lookedAtMs - LOOK_MS);
  const hold = { cpuMs: Math.min(cpuMs - usedMs, wallMs), wallMs };
  if (hold.cpuMs > worst.cpuMs) worst = hold;
  lookedAtMs = atMs;
  usedMs = cpuMs;
}

/** What a collection frees is given back a moment later. */
async function collected(): Promise<Memory> {
  for (let times = 0; times < 3; times += 1) {
    globalThis.gc?.();
    await pause(BETWEEN_COLLECTIONS_MS);
  }
  const { rss, heapUsed, external } = process.memoryUsage();
  lookedAtMs = performance.now(); // a collection that we asked for is no hold
  usedMs = mainThreadMs();
  return { rss, heldBytes: heapUsed + external };
}

if (isMainThread && process.channel !== undefined) {
  answering<InsideQuestions>({
    memory: collected,
    watch: async () => {
      lookedAtMs = performance.now();
      usedMs = mainThreadMs();
      worst = { cpuMs: 0, wallMs: 0 };
      setInterval(look, LOOK_MS).unref();
      return {};
    },
    worstHold: async () => {
      const answer = worst;
      worst = { cpuMs: 0, wallMs: 0 };
      return answer;
    },
  });
  process.channel.unref(); // the server ends as it would without us
}

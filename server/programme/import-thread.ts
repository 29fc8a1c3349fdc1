/**
 * Reads a programme file in a thread of its own, so that readers do not wait for it: eight megabytes of what merely
 * looks like a calendar took three seconds, in which a node would do nothing else.
 *
 * - [HI1] One file at a time, within 30 s and 512 MB; four may wait, and whoever comes then is told to come later.
 *
 * The thread ends with its file, whatever is in it.
 */
import { parentPort, Worker, workerData } from "node:worker_threads";
import { type ImportOutcome, importProgramme } from "./import.ts";

const LONGEST_MS = 30_000;
const MEMORY_MB = 512;
const WAITING_MOST = 4;

export type ReadProgramme = (bytes: Uint8Array) => Promise<ImportOutcome | "busy">;

/** One for a process: what is asked of it is done in turn. */
export function threadedReader(longestMs = LONGEST_MS): ReadProgramme {
  let last: Promise<unknown> = Promise.resolve();
  let here = 0;
  return async (bytes) => {
    if (here > WAITING_MOST) return "busy";
    here += 1;
    const turn = last.then(() => readInThread(bytes, longestMs));
    last = turn.catch(() => {});
    return await turn.finally(() => {
      here -= 1;
    });
  };
}

function readInThread(bytes: Uint8Array, longestMs: number): Promise<ImportOutcome> {
  const worker = new Worker(new URL(import.meta.url), {
    workerData: { programme: Uint8Array.from(bytes) },
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
  });
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      resolve(refusal(`takes longer than ${longestMs / 1_000} s to read`));
      void worker.terminate();
    }, longestMs);
    worker.once("message", (outcome: ImportOutcome) => resolve(outcome));
    worker.once("error", () => resolve(refusal("is too much to read")));
    // After the outcome, or in the place of one.
    worker.once("exit", () => {
      clearTimeout(timer);
      resolve(refusal("could not be read"));
    });
  });
}

const refusal = (message: string): ImportOutcome => ({
  ok: false,
  errors: [{ path: "", message }],
  warnings: [],
});

const given = workerData as { readonly programme?: Uint8Array } | null;
if (parentPort !== null && given?.programme !== undefined)
  parentPort.postMessage(importProgramme(given.programme));

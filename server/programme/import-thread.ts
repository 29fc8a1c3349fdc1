/**
 * Reads a programme file in a thread beside all else, so that readers do not wait for it: eight megabytes of what
 * merely looks like a calendar took three seconds, in which a node would do nothing else.
 *
 * - [HI1] One file at a time, within 20 s and 512 MB; four may wait, and whoever comes then is told to come later.
 */
import { parentPort, Worker, workerData } from "node:worker_threads";
import { type ImportOutcome, importProgramme } from "./import.ts";

const LONGEST_MS = 20_000;
const MEMORY_MB = 512;
const WAITING_MOST = 4;
/** The next file of a series finds the thread warm; then its memory is given back. */
const IDLE_MS = 20_000;
const OURS = "programme";

export type ReadProgramme = (bytes: Uint8Array) => Promise<ImportOutcome | "busy">;

export class ImportThread {
  readonly #longestMs: number;
  #worker: Worker | undefined;
  #idle: NodeJS.Timeout | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #here = 0;

  constructor(longestMs = LONGEST_MS) {
    this.#longestMs = longestMs;
  }

  read: ReadProgramme = async (bytes) => {
    if (this.#here > WAITING_MOST) return "busy";
    this.#here += 1;
    const turn = this.#last.then(() => this.#readNow(bytes));
    this.#last = turn;
    const outcome = await turn;
    this.#here -= 1;
    return outcome;
  };

  /** Whatever is under way is not read to its end. */
  stop(): void {
    clearTimeout(this.#idle);
    void this.#worker?.terminate();
    this.#worker = undefined;
  }

  #readNow(bytes: Uint8Array): Promise<ImportOutcome> {
    clearTimeout(this.#idle);
    const worker = this.#started();
    return new Promise((resolve) => {
      const end = (outcome: ImportOutcome, isSound: boolean) => {
        clearTimeout(timer);
        worker.off("message", read).off("error", failed).off("exit", failed);
        if (isSound) this.#idle = setTimeout(() => this.stop(), IDLE_MS).unref();
        else this.stop();
        resolve(outcome);
      };
      const read = (outcome: ImportOutcome) => end(outcome, true);
      const failed = () => end(refusal("is too much to read"), false);
      const timer = setTimeout(
        () => end(refusal(`takes longer than ${this.#longestMs / 1_000} s to read`), false),
        this.#longestMs,
      );
      worker.on("message", read).on("error", failed).on("exit", failed);
      worker.postMessage(Uint8Array.from(bytes));
    });
  }

  #started(): Worker {
    if (this.#worker === undefined) {
      this.#worker = new Worker(new URL(import.meta.url), {
        workerData: OURS,
        resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
      });
      this.#worker.unref();
      this.#worker.on("error", () => {}); // of one that was let go
    }
    return this.#worker;
  }
}

const refusal = (message: string): ImportOutcome => ({
  ok: false,
  errors: [{ path: "", message }],
  warnings: [],
});

if (workerData === OURS)
  parentPort?.on("message", (bytes: Uint8Array) => parentPort?.postMessage(importProgramme(bytes)));

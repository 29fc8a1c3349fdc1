/** What a server under fire can be asked from inside, and how it is started for that. */
import { join } from "node:path";

export interface Hold {
  /** Of the main thread, in one turn of the event loop. */
  readonly cpuMs: number;
  readonly wallMs: number;
}

export interface Memory {
  readonly rss: number;
  /** Bytes of the heap and of buffers outside of it that are in use, once all garbage is collected. */
  readonly heldBytes: number;
}

export interface InsideQuestions {
  memory: { ask: object; answer: Memory };
  /** Looks at the event loop from now on. */
  watch: { ask: object; answer: object };
  /** The worst hold since it was asked last. */
  worstHold: { ask: object; answer: Hold };
}

/** Before the script, beside the flags that it has anyway. */
export const INSIDE_FLAGS = ["--expose-gc", "--import", join(import.meta.dirname, "inside.ts")] as const;

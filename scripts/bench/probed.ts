/** A Node that is measured from inside too: how it is started, and what it can be asked. */
import { join } from "node:path";
import type { GuardedProcess } from "../start/guarded-process.ts";
import { type Ask, asking } from "./questions.ts";

export interface ProbeQuestions {
  /** Bytes, once all garbage is collected. */
  memory: { ask: object; answer: { rss: number; heapUsed: number } };
  /** Looks at the event loop from now on, each millisecond. */
  watch: { ask: object; answer: object };
  /** How long the event loop was away at most since then. It is not looked at any more. */
  stall: { ask: object; answer: { longestMs: number } };
}

export type Probe = Ask<ProbeQuestions>;

/** Before the script, beside the flags that it has anyway. */
export const PROBE_FLAGS = ["--expose-gc", "--import", join(import.meta.dirname, "probe.ts")] as const;

export const probeOf = (child: GuardedProcess): Probe => asking<ProbeQuestions>(child, "the server");

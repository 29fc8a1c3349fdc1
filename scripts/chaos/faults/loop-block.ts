import type { Fault } from "../fault.ts";
import { type PlainGround, plainGround } from "../ground.ts";

const BLOCK_MS = 5_000;

/** A server that is busy with itself: unlike one that is stopped, it wakes to a heap of timers that are overdue. */
export const loopBlock: Fault<PlainGround> = {
  name: "loop-block",
  number: "F26",
  what: "the event loop of a server held for 5 s",
  open: (bench) =>
    plainGround(bench, {
      over: {
        "server 1": {
          entry: ["scripts/chaos/entries/blocking-server.ts"],
          env: { CHAOS_BLOCK_MS: String(BLOCK_MS) },
        },
      },
    }),
  bounds: { answerMs: Number.POSITIVE_INFINITY },
  holdsMs: () => BLOCK_MS,
  async strike({ servers }) {
    servers[0]!.process.signal("SIGUSR2");
    return async () => {};
  },
};

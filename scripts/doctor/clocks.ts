/** The clock of this machine beside that of Redis: the quickest of a few looks counts. */
import { atMs } from "../backup/key-reads.ts";
import { findingsOf } from "./finding.ts";
import type { Check } from "./ground.ts";

const { ok, warning, fault } = findingsOf("clocks");
const LOOKS = 5;
/** Where servers and workers stand down. */
const MOST_MS = 1_000;
const MUCH_MS = 250;

/** `now` is the clock of this machine. */
export const clocks =
  (now: () => number = Date.now): Check =>
  async ({ redis }) => {
    let best = { tookMs: Number.POSITIVE_INFINITY, differsMs: 0 };
    for (let look = 0; look < LOOKS; look += 1) {
      const startedAt = performance.now();
      const before = now();
      const theirs = atMs(await redis.time());
      const tookMs = performance.now() - startedAt;
      if (tookMs < best.tookMs) best = { tookMs, differsMs: Math.round(before + tookMs / 2 - theirs) };
    }
    const { differsMs } = best;
    const off = Math.abs(differsMs);
    const says = `This machine's clock is ${off} ms ${differsMs < 0 ? "behind" : "ahead of"} Redis'`;
    const todo = "Set both machines by NTP: timedatectl set-ntp true, then timedatectl status.";
    if (off > MOST_MS) return [fault(`${says}: servers and workers here stand down.`, todo)];
    return [off > MUCH_MS ? warning(`${says}.`, todo) : ok(`${says}.`)];
  };

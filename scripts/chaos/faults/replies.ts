import { between, type Fault } from "../fault.ts";
import { type PlainGround, PROCESSES } from "../ground.ts";
import type { Fate } from "../proxy.ts";
import { pick } from "../seeded.ts";

const SCRIPT_CALL = /\r\neval(sha)?\r\n/i;
const FATES: readonly Fate[] = ["lose-reply", "lose-reply", "swallow-reply", "lose-request"];
const SHARE = 0.08;

/** Redis does it, and whoever asked is not told; or is not told that it was not done. */
export const replyLost: Fault<PlainGround> = {
  name: "reply-lost",
  number: "F14",
  what: "every twelfth script's request or reply lost, of every process",
  allows: { writesFail: true, dueWaits: true },
  bounds: { lateMs: 3_000 },
  holdsMs: (form, random) =>
    form === "short" ? between(random, 500, 1_200) : between(random, 6_000, 10_000),
  async strike({ ground, expect }, random) {
    let count = 0;
    for (const name of PROCESSES)
      ground.link(name).watch((sent) => {
        if (!SCRIPT_CALL.test(sent) || random() > SHARE) return undefined;
        count += 1;
        return pick(random, FATES);
      });
    return async () => {
      for (const name of PROCESSES) ground.link(name).watch(undefined);
      expect("some replies were lost", count > 0);
    };
  },
};

import { between, type Fault } from "../fault.ts";
import type { PlainGround, ProcessName } from "../ground.ts";
import { pick } from "../seeded.ts";
import { until } from "../until.ts";

/** The commit of what is due, and of nothing else, names the instants before which it may not be. */
const DUE_COMMIT = /"notBefore":\["/;
const SOON_MS = 12_000;
/** Redis has done it by then. */
const DONE_MS = 60;

type Moment = "before" | "inside" | "after";

/** A worker dies at the worst moment: on its way to publish, while Redis does it, or before it hears of it. */
export const workerKill: Fault<PlainGround> = {
  name: "worker-kill",
  number: "F2",
  what: "kill -9 of a worker before, while or after Redis publishes what is due",
  bounds: { lateMs: 3_000 },
  holdsMs: (form, random) => (form === "short" ? between(random, 100, 500) : 3_000),
  async strike({ ground, workers, expect }, random) {
    const victim = pick(random, workers);
    const moment = pick<Moment>(random, ["before", "inside", "after"]);
    const link = ground.link(victim.name as ProcessName);
    let hasStruck = false;
    link.watch((sent) => {
      if (hasStruck || !DUE_COMMIT.test(sent)) return undefined;
      hasStruck = true;
      if (moment === "after") setTimeout(() => void victim.kill9(), DONE_MS);
      else void victim.kill9();
      return moment === "before" ? "lose-request" : moment === "after" ? "hold-replies" : undefined;
    });
    await until(() => hasStruck, "a publication", SOON_MS).catch(() => undefined);
    expect(`${victim.name} was killed ${moment} a publication`, hasStruck);
    if (!hasStruck) await victim.kill9();
    return async () => {
      link.watch(undefined);
      await until(() => !victim.isRunning, "its death");
      await victim.startAgain();
    };
  },
};

import { between, type Fault } from "../fault.ts";
import { pick } from "../seeded.ts";

/** One of two servers dies in the middle of whatever it does, and comes back at its address. */
export const serverKill: Fault = {
  name: "server-kill",
  number: "F1",
  what: "kill -9 of a server, started again",
  holdsMs: (form, random) => (form === "short" ? between(random, 100, 600) : 2_000),
  async strike({ servers }, random) {
    const victim = pick(random, servers);
    await victim.kill9();
    return () => victim.startAgain();
  },
};

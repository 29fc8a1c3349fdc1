/** What an operator may do to Redis from a prompt, by mistake or to see what happens. */
import { between, type Fault, type Form, type Random } from "../fault.ts";

const holdsMs = (form: Form, random: Random): number =>
  form === "short" ? between(random, 300, 900) : between(random, 4_000, 8_000);

/** Again and again until it is over. */
function repeated(work: () => Promise<unknown>, everyMs: number): () => Promise<void> {
  let isOn = true;
  const running = (async () => {
    while (isOn) {
      await work().catch(() => {});
      await new Promise((resolve) => setTimeout(resolve, everyMs));
    }
  })();
  return async () => {
    isOn = false;
    await running;
  };
}

export const clientKill: Fault = {
  name: "redis-client-kill",
  number: "F29",
  what: "CLIENT KILL of every connection to Redis, again and again",
  allows: { writesFail: true, dueWaits: true },
  bounds: { lateMs: 3_000 },
  holdsMs,
  strike: async ({ withRedis }) =>
    repeated(
      () => withRedis((redis) => redis.call("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes")),
      700,
    ),
};

/** Whoever runs a script by its hash is told that it is not known, and must send it again. */
export const scriptFlush: Fault = {
  name: "script-flush",
  number: "F29",
  what: "SCRIPT FLUSH, again and again",
  holdsMs,
  strike: async ({ withRedis }) => repeated(() => withRedis((redis) => redis.script("FLUSH")), 40),
};

export const clientPause: Fault = {
  name: "client-pause",
  number: "F29",
  what: "CLIENT PAUSE of 5 s",
  allows: { writesFail: true, dueWaits: true },
  bounds: { lateMs: 3_000 },
  holdsMs: (form) => (form === "short" ? 700 : 5_000),
  async strike({ withRedis, form }) {
    await withRedis((redis) => redis.call("CLIENT", "PAUSE", form === "short" ? "700" : "5000", "ALL"));
    return async () => {};
  },
};

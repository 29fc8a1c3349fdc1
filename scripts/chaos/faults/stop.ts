/** SIGSTOP: a process that is there and does nothing, as when its machine pauses. */
import { between, type Fault, type Form, type Random } from "../fault.ts";
import type { PlainGround } from "../ground.ts";
import { pick } from "../seeded.ts";

const holdsMs = (form: Form, random: Random): number =>
  form === "short" ? between(random, 300, 900) : between(random, 8_000, 30_000);

/** Its readers and whoever asks it wait; those at the other one go on. */
export const serverStop: Fault = {
  name: "server-stop",
  number: "F4",
  what: "SIGSTOP of a server for 8 to 30 s",
  bounds: { answerMs: Number.POSITIVE_INFINITY },
  holdsMs,
  async strike({ servers }, random) {
    const { process } = pick(random, servers);
    process.signal("SIGSTOP");
    return async () => process.signal("SIGCONT");
  },
};

export const workerStop: Fault = {
  name: "worker-stop",
  number: "F4",
  what: "SIGSTOP of a worker for 8 to 30 s",
  bounds: { lateMs: 3_000 },
  holdsMs,
  async strike({ workers }, random) {
    const { process } = pick(random, workers);
    process.signal("SIGSTOP");
    return async () => process.signal("SIGCONT");
  },
};

/** What it was sent meanwhile it does when it goes on: those who asked have been told that nobody knows. */
export const redisStop: Fault<PlainGround> = {
  name: "redis-stop",
  number: "F4",
  what: "SIGSTOP of Redis for 8 to 30 s",
  allows: { writesFail: true, dueWaits: true, stale: true },
  bounds: { lateMs: 3_000 },
  holdsMs,
  async strike({ ground: { redis } }) {
    const { pid } = redis;
    if (pid === undefined) throw new Error("there is no Redis to stop");
    process.kill(pid, "SIGSTOP");
    return async () => void process.kill(pid, "SIGCONT");
  },
};

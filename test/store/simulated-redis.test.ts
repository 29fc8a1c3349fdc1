/**
 * The Redis of the simulation beside a real one: whatever is asked of both, in whatever order, both answer the same
 * and hold the same afterwards. So what the simulation says of the one may be believed of the other.
 */
import { Redis } from "ioredis";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type RealProxy, realProxy } from "../../scripts/chaos/proxy.ts";
import { until } from "../../scripts/chaos/until.ts";
import { type PrivateRedis, startPrivateRedis } from "../../scripts/redis/private.ts";
import { RedisFeedLog } from "../../server/store/redis-feed-log.ts";
import { redisOptions } from "../../server/store/redis-url.ts";
import { Dice } from "../simulation/dice.ts";
import { Both, type Side } from "./both-stores.ts";
import { commands } from "./store-commands.ts";

const COMMANDS = 50;
/** Between two looks at all that is held; after what is told most from it there is always one. */
const LOOK = 4;
const dear = new Set(["start over", "lost reply, and again", "restart, with what came after lost"]);

let redis: PrivateRedis;
let proxy: RealProxy;
let raw: Redis;

beforeAll(async () => {
  // It keeps what it was told to keep (SAVE), and loses the rest when it is killed.
  redis = await startPrivateRedis({ restart: false, settings: { appendonly: "no" } });
  proxy = await realProxy({ path: redis.socketPath });
  raw = new Redis({ ...redisOptions(redis.url), replyMapping: "legacy", retryStrategy: () => 20 });
  raw.on("error", () => {});
});
afterAll(async () => {
  raw.disconnect();
  await proxy.close();
  await redis.stop();
});

function realSide(log: RedisFeedLog): Side {
  return {
    log,
    save: async () => void (await raw.save()),
    restart: async () => {
      await redis.kill9();
      await redis.startAgain();
      await until(() => log.connected && raw.status === "ready", "Redis");
    },
    async losingReply(words, ask) {
      let struck = 0;
      proxy.watch((sent) => {
        if (struck > 0 || !sent.includes(words)) return undefined;
        struck += 1;
        return "lose-reply";
      });
      const failure = await ask().then(
        () => undefined,
        (error: unknown) => error,
      );
      proxy.watch(undefined);
      await until(() => log.connected, "the connection");
      return failure;
    },
  };
}

test.for([1, 2, 3, 4])("both answer and hold the same (seed %i)", { timeout: 60_000 }, async (seed) => {
  await raw.flushall();
  const log = new RedisFeedLog({ url: `redis://127.0.0.1:${proxy.port}`, mayLoseWrites: true });
  await log.ready(5_000);
  try {
    const both = new Both(realSide(log));
    const dice = new Dice(seed);
    await both.ask(({ log: each }) => each.newEpoch(""), dice);
    await both.ask((side) => side.save(), dice);
    const done: string[] = [];
    for (let count = 0; count < COMMANDS; count += 1) {
      const command = dice.weighted(commands);
      done.push(command.name);
      const [real, simulated] = await both.ask((side, moment) => command.run(side, moment), dice);
      expect(simulated, done.join(", ")).toEqual(real);
      if (count % LOOK !== 0 && !dear.has(command.name)) continue;
      const [held, simulatedHeld] = await both.held();
      expect(simulatedHeld, done.join(", ")).toEqual(held);
    }
    // A run in which nothing happened would prove nothing.
    expect((await log.head()).cursor.offset).toBeGreaterThan(0);
    expect(new Set(done).size).toBeGreaterThan(8);
  } finally {
    log.close();
  }
});

/** How many commands a Redis has run, those within scripts too: `INFO commandstats`. */
import { Redis } from "ioredis";
import { redisOptions } from "../../server/store/redis-url.ts";

export type CommandCounts = ReadonlyMap<string, number>;

export class RedisCommands {
  readonly #redis: Redis;

  constructor(url: string) {
    this.#redis = new Redis(redisOptions(url));
  }

  async counts(): Promise<CommandCounts> {
    return countsIn(await this.#redis.info("commandstats"));
  }

  close(): void {
    this.#redis.disconnect();
  }
}

/** Without the question itself. */
export function countsIn(info: string): CommandCounts {
  const found = info.matchAll(/^cmdstat_([^:]+):calls=(\d+)/gm);
  return new Map(
    [...found].map(([, name, calls]) => [name!, Number(calls)] as const).filter(([name]) => name !== "info"),
  );
}

export function total(before: CommandCounts, after: CommandCounts): number {
  let sum = 0;
  for (const [name, calls] of after) sum += calls - (before.get(name) ?? 0);
  return sum;
}

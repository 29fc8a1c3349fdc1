/** What every check of a store is given: a connection that only reads, and what Redis says of itself. */
import type { Redis } from "ioredis";
import type { Config } from "../../server/config.ts";
import type { Finding } from "./finding.ts";

export interface Ground {
  readonly redis: Redis;
  readonly config: Config;
  /** INFO, by field. */
  readonly facts: Readonly<Record<string, string>>;
  /** Redis' clock at the start. */
  readonly nowMs: number;
}

export type Check = (ground: Ground) => Promise<readonly Finding[]>;

export function factsIn(info: string): Record<string, string> {
  const lines = info.split(/\r?\n/).filter((line) => line.includes(":") && !line.startsWith("#"));
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1)]),
  );
}

/** A setting of Redis; undefined where it does not tell. */
export async function settingOf(redis: Redis, name: string): Promise<string | undefined> {
  try {
    const answer = (await redis.call("CONFIG", "GET", name)) as string[];
    return answer[1];
  } catch (error) {
    if (error instanceof Error && error.name === "ReplyError") return undefined;
    throw error;
  }
}

import type { Redis } from "ioredis";
import { type Persistence, type RedisFacts, readFacts } from "./redis-facts.ts";

/**
 * Whether a Redis can keep what Fanfare promises, asked once at start.
 *
 * `fatal` lines mean that promises would be broken (do not start); `warnings` mean that they are weaker.
 * Each is one line that says what to change. What Redis will not tell (CONFIG may be forbidden on a managed
 * service) is assumed to be the worse case, and said.
 */
export interface RedisCheck {
  readonly fatal: string[];
  readonly warnings: string[];
  readonly version: string;
  readonly persistence: Persistence;
  readonly replicas: number;
  /** Changes whenever that Redis process is replaced by another. */
  readonly runId: string;
}

const oldest = { major: 6, minor: 2 };

export async function checkRedis(client: Pick<Redis, "info" | "call">): Promise<RedisCheck> {
  return checkFacts(await readFacts(client));
}

export function checkFacts(facts: RedisFacts): RedisCheck {
  const { version, policy, appendOnly, fsync, persistence, replicas, runId } = facts;
  const fatal: string[] = [];
  const warnings: string[] = [];

  if (isOlder(version))
    fatal.push(`Redis is version ${version}: use ${oldest.major}.${oldest.minor} or later.`);

  if (policy === undefined)
    warnings.push("Redis does not tell its maxmemory-policy: make sure that it is noeviction.");
  else if (policy !== "noeviction") {
    fatal.push(
      `Redis would throw data away when full (maxmemory-policy ${policy}): set maxmemory-policy noeviction.`,
    );
  }

  if (!appendOnly) {
    warnings.push(
      "Redis keeps no append-only file, so a crash loses what was acknowledged: set appendonly yes.",
    );
  } else if (fsync === undefined) {
    warnings.push(
      "Redis does not tell its appendfsync: unless it is always, a crash can lose the last second.",
    );
  } else if (fsync !== "always") {
    warnings.push(
      `A crash of Redis can lose what was acknowledged (appendfsync ${fsync}): set appendfsync always.`,
    );
  }
  return { fatal, warnings, version, persistence, replicas, runId };
}

function isOlder(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major < oldest.major || (major === oldest.major && minor < oldest.minor);
}

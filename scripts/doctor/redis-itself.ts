/** Version, eviction and persistence: the same look that a server takes before it starts. */
import { checkRedis } from "../../server/store/redis-check.ts";
import { findingsOf } from "./finding.ts";
import type { Check } from "./ground.ts";

const { ok, warning, fault } = findingsOf("redis");

export const redisItself: Check = async ({ redis }) => {
  const { fatal, warnings, version, persistence } = await checkRedis(redis);
  const findings = [
    ...fatal.map((line) => fault(line, todoOf(line))),
    ...warnings.map((line) => warning(line, todoOf(line))),
  ];
  return findings.length > 0 ? findings : [ok(`Redis ${version}, persistence ${persistence}, noeviction.`)];
};

/** `… : set appendonly yes.` as what is typed. */
function todoOf(line: string): string {
  const [, name, value] = /set ([a-z-]+) ([a-z]+)\.$/.exec(line) ?? [];
  return name === undefined
    ? "See redis.conf of that Redis, or its provider's settings."
    : `redis-cli CONFIG SET ${name} ${value} && redis-cli CONFIG REWRITE`;
}

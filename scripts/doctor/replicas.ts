/** Replicas of Redis: whether they follow, and whether a publish waits for one. */
import { findingsOf } from "./finding.ts";
import { type Check, settingOf } from "./ground.ts";

const { ok, warning, fault } = findingsOf("replicas");
const LAG_S = 10;

export const replicas: Check = async ({ redis, facts }) => {
  if (facts.role !== "master")
    return [
      fault(
        `This Redis is a ${facts.role}: it takes no writes.`,
        "Put the master, or the Sentinels, into REDIS_URL.",
      ),
    ];
  const count = Number(facts.connected_slaves ?? 0);
  if (count === 0) return [ok("No replicas: this one Redis is the unit of durability.")];
  const findings = [];
  for (let at = 0; at < count; at += 1) {
    const { state, lag, ip, port } = Object.fromEntries(
      (facts[`slave${at}`] ?? "").split(",").map((part) => part.split("=") as [string, string]),
    );
    if (state !== "online" || Number(lag) > LAG_S)
      findings.push(
        warning(
          `The replica ${ip}:${port} does not follow (${state}, ${lag} s behind).`,
          `redis-cli -h ${ip} -p ${port} INFO replication`,
        ),
      );
  }
  const least = await settingOf(redis, "min-replicas-to-write");
  if (least === "0")
    findings.push(
      warning(
        "Redis takes writes though no replica follows: a failover may lose them.",
        "redis-cli CONFIG SET min-replicas-to-write 1, CONFIG SET min-replicas-max-lag 2, CONFIG REWRITE.",
      ),
    );
  return findings.length > 0 ? findings : [ok(`${count} replicas follow.`)];
};

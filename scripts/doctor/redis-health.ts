/** Whether Redis can go on as it does: memory, writes to its disk, loading. */
import { findingsOf } from "./finding.ts";
import { type Check, settingOf } from "./ground.ts";

const { ok, warning, fault } = findingsOf("redis-health");
const NEARLY_FULL = 0.85;
const FRAGMENTED = 2;
const FRAGMENTS_MATTER_BYTES = 256 * 1024 * 1024;

export const redisHealth: Check = async ({ redis, facts }) => {
  const [used, most, wanted] = ["used_memory", "maxmemory", "used_memory_rss"].map((name) =>
    Number(facts[name] ?? 0),
  );
  const findings = [];
  if (facts.loading === "1")
    findings.push(warning("Redis is still loading its data.", "Wait, and ask again."));
  if (most! > 0 && used! >= most!)
    findings.push(
      fault(
        "Redis is full: nothing can be published.",
        "redis-cli CONFIG SET maxmemory <more>, then CONFIG REWRITE.",
      ),
    );
  else if (most! > 0 && used! > NEARLY_FULL * most!)
    findings.push(
      warning(
        `Redis is ${Math.round((100 * used!) / most!)} % full.`,
        "redis-cli CONFIG SET maxmemory <more>, then CONFIG REWRITE.",
      ),
    );
  const fragmentation = Number(facts.mem_fragmentation_ratio ?? 1);
  if (fragmentation > FRAGMENTED && wanted! > FRAGMENTS_MATTER_BYTES)
    findings.push(
      warning(
        `Redis holds ${fragmentation} times the memory that it uses.`,
        "redis-cli CONFIG SET activedefrag yes, or restart it when it is quiet.",
      ),
    );
  for (const [field, what] of [
    ["aof_last_write_status", "write its append-only file"],
    ["aof_last_bgrewrite_status", "rewrite its append-only file"],
    ["rdb_last_bgsave_status", "save its snapshot"],
  ] as const) {
    if ((facts[field] ?? "ok") !== "ok")
      findings.push(
        fault(
          `Redis could not ${what}.`,
          "Is its disk full? df -h in its folder (redis-cli CONFIG GET dir), then make room.",
        ),
      );
  }
  const delayed = Number(facts.aof_delayed_fsync ?? 0);
  if (delayed > 0)
    findings.push(
      warning(
        `Its disk was too slow ${delayed} times since Redis started.`,
        "Give Redis a faster disk, or one of its own.",
      ),
    );
  const policy = await settingOf(redis, "stop-writes-on-bgsave-error");
  if (policy === "no")
    findings.push(
      warning(
        "Redis takes writes though it cannot save.",
        "redis-cli CONFIG SET stop-writes-on-bgsave-error yes",
      ),
    );
  const room = most! > 0 ? `${Math.round((100 * used!) / most!)} % of maxmemory` : "no maxmemory";
  return findings.length > 0
    ? findings
    : [ok(`${Math.round(used! / 1_048_576)} MiB used, ${room}; it writes to its disk.`)];
};

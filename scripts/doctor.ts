/**
 * `npm run doctor [-- --json]`: looks at a deployment and says what to do. It only reads. Ends with 0 where there
 * are no faults, else with 1.
 */
import { parseArgs } from "node:util";
import { loadConfig } from "../server/config.ts";
import { atMs } from "./backup/key-reads.ts";
import { peopleAtWork, screens } from "./doctor/at-work.ts";
import { auditWhole } from "./doctor/audit-whole.ts";
import { clocks } from "./doctor/clocks.ts";
import { type Finding, findingsOf } from "./doctor/finding.ts";
import { type Check, factsIn, type Ground } from "./doctor/ground.ts";
import { leftovers } from "./doctor/leftovers.ts";
import { logWhole } from "./doctor/log-whole.ts";
import { pushPlace } from "./doctor/push-place.ts";
import { reach } from "./doctor/reach.ts";
import { redisHealth } from "./doctor/redis-health.ts";
import { redisItself } from "./doctor/redis-itself.ts";
import { replicas } from "./doctor/replicas.ts";
import { rights } from "./doctor/rights.ts";
import { schedule } from "./doctor/schedule.ts";
import { settings } from "./doctor/settings.ts";

const USAGE = 64;
const checks: Readonly<Record<string, Check>> = {
  redis: redisItself,
  "redis-health": redisHealth,
  replicas,
  rights,
  clocks: clocks(),
  log: logWhole,
  schedule,
  "at-work": peopleAtWork,
  screens,
  push: pushPlace,
  audit: auditWhole,
  keys: leftovers,
};

const marks = { ok: "ok     ", warning: "WARNING", fault: "FAULT  " } as const;

async function main(args: readonly string[]): Promise<number> {
  let json: boolean;
  try {
    const { values } = parseArgs({ args: [...args], options: { json: { type: "boolean" } } });
    json = values.json ?? false;
  } catch {
    process.stderr.write("Usage: npm run doctor [-- --json]\n");
    return USAGE;
  }
  const config = loadConfig();
  const findings = [...settings(config, Date.now())];
  const reached = await reach(config);
  if ("finding" in reached) findings.push(reached.finding);
  else {
    const { redis, close } = reached;
    try {
      const [info, time] = [await redis.info(), await redis.time()];
      const ground: Ground = { redis, config, facts: factsIn(info), nowMs: atMs(time) };
      for (const [name, check] of Object.entries(checks))
        findings.push(...(await looked(name, check, ground)));
    } finally {
      await close();
    }
  }
  process.stdout.write(json ? `${JSON.stringify({ findings })}\n` : `${findings.map(lineOf).join("\n")}\n`);
  return findings.some(({ level }) => level === "fault") ? 1 : 0;
}

/** What one check cannot see is a fault of its own, and keeps the others from nothing. */
async function looked(name: string, check: Check, ground: Ground): Promise<readonly Finding[]> {
  try {
    return await check(ground);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return [
      findingsOf(name).fault(
        `Could not be looked at: ${reason}`,
        "Is Redis there, and may this user read? redis-cli -u $REDIS_URL PING",
      ),
    ];
  }
}

const lineOf = ({ check, level, says, todo }: Finding): string =>
  `${marks[level]}  ${check}: ${says}${todo === undefined ? "" : `\n         → ${todo}`}`;

process.exitCode = await main(process.argv.slice(2));

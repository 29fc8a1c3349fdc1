/** Who is at work: workers by their beat, servers by what they say of their readers, screens by when they were seen. */
import { countWorkers } from "../../server/schedule/worker-presence.ts";
import { keys, PREFIX } from "../../server/store/keys.ts";
import { findingsOf, some } from "./finding.ts";
import type { Check } from "./ground.ts";

const { ok, warning, fault } = findingsOf("at-work");
const TRUST_MS = 15_000;

export const peopleAtWork: Check = async ({ redis, nowMs }) => {
  const workers = await countWorkers(redis, nowMs);
  const nodes = Object.values(await redis.hgetall(keys.readers)).map(
    (json) => JSON.parse(json) as { atMs: number },
  );
  const servers = nodes.filter(({ atMs }) => nowMs - atMs < TRUST_MS).length;
  const scheduled = await redis.zcard(keys.due);
  const findings = [];
  if (workers === 0)
    findings.push(
      (scheduled > 0 ? fault : warning)(
        `No worker is at work, and ${some(scheduled, "announcement is", "announcements are")} on the schedule.`,
        "npm run worker",
      ),
    );
  if (servers === 0) findings.push(warning("No server is at work.", "npm run server"));
  return findings.length > 0
    ? findings
    : [ok(`${some(servers, "server process", "server processes")}, ${some(workers, "worker", "workers")}.`)];
};

const screensOf = findingsOf("screens");

export const screens: Check = async ({ redis, nowMs }) => {
  const [kiosks, sightings] = await Promise.all([
    redis.hvals(`${PREFIX}:kiosks`),
    redis.hgetall(`${PREFIX}:kiosk-sightings`),
  ]);
  const known = kiosks.map(
    (json) => JSON.parse(json) as { id: string; removedAtMs?: number; stoppedAtMs?: number },
  );
  const here = known.filter(({ removedAtMs }) => removedAtMs === undefined);
  const stopped = here.filter(({ stoppedAtMs }) => stoppedAtMs !== undefined).length;
  const away = here.filter(({ id, stoppedAtMs }) => {
    const seen =
      sightings[id] === undefined
        ? undefined
        : (JSON.parse(sightings[id]) as { atMs: number; isConnected: boolean });
    return stoppedAtMs === undefined && !(seen?.isConnected === true && nowMs - seen.atMs < 60_000);
  }).length;
  const findings = [];
  if (stopped > 0)
    findings.push(
      screensOf.fault(
        `${some(stopped, "screen was", "screens were")} stopped: two came as one.`,
        "At the desk, under Screens: pair it again.",
      ),
    );
  if (away > 0)
    findings.push(
      screensOf.warning(
        `${some(away, "screen is", "screens are")} not connected.`,
        "At the desk, under Screens: see which; then its power and network.",
      ),
    );
  return findings.length > 0
    ? findings
    : [screensOf.ok(`${some(here.length, "screen", "screens")}, all connected.`)];
};

/** Where push is in the log, and its jobs. */
import { pushQueues } from "../../server/contract/jobs.ts";
import { JOBS_PREFIX } from "../../server/schedule/queue-connection.ts";
import { keys, PREFIX } from "../../server/store/keys.ts";
import { findingsOf, some } from "./finding.ts";
import type { Check } from "./ground.ts";

const { ok, warning } = findingsOf("push");
const BEHIND = 100;

export const pushPlace: Check = async ({ redis }) => {
  const [devices, cursor, [epoch, offset]] = await Promise.all([
    redis.hlen(`${PREFIX}:push`),
    redis.get(`${PREFIX}:push-cursor`),
    redis.hmget(keys.head, "epoch", "offset"),
  ]);
  const findings = [];
  const dot = cursor?.lastIndexOf(".") ?? -1;
  const behind =
    cursor !== null && cursor.slice(0, dot) === epoch ? Number(offset) - Number(cursor.slice(dot + 1)) : 0;
  if (behind > BEHIND)
    findings.push(warning(`Push is ${behind} entries behind.`, "Is a worker at work? npm run worker"));
  let failed = 0;
  for (const queue of Object.values(pushQueues))
    failed += await redis.zcard(`${JOBS_PREFIX}:${queue}:failed`);
  if (failed > 0)
    findings.push(warning(`${some(failed, "push job", "push jobs")} failed.`, "See the log of the workers."));
  return findings.length > 0
    ? findings
    : [ok(`${some(devices, "device", "devices")} asked for push; nothing waits.`)];
};

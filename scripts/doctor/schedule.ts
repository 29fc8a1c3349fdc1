/** The due set, the announcements that it is about, and the wake-ups that are set for them. */
import { PUBLISH_QUEUE, publishJobId } from "../../server/contract/jobs.ts";
import { JOBS_PREFIX } from "../../server/schedule/queue-connection.ts";
import { keys } from "../../server/store/keys.ts";
import { parseRecord, RECORD_FIELDS } from "../../server/store/stored-record.ts";
import { replies } from "../backup/key-reads.ts";
import { findingsOf, some } from "./finding.ts";
import type { Check, Ground } from "./ground.ts";

const { ok, warning, fault } = findingsOf("schedule");
const LATE_MS = 5_000;
const SHOWN = 5;

export const schedule: Check = async (ground) => {
  const { redis, nowMs } = ground;
  const due = pairs(await redis.zrange(keys.due, "0", "-1", "WITHSCORES"));
  const scheduled = new Set(await redis.zrange(keys.state("scheduled"), "0", "-1"));
  const records = await recordsOf(ground, [...due.keys()]);
  const findings = [];

  const misplaced = [...due.keys()].filter((_, at) => records[at]?.value.state !== "scheduled");
  if (misplaced.length > 0)
    findings.push(
      warning(
        `${named(misplaced)} in the due set ${misplaced.length === 1 ? "is" : "are"} not scheduled.`,
        "A worker takes them off by itself; look whether one runs (see workers).",
      ),
    );
  const forgotten = [...scheduled].filter((id) => !due.has(id));
  if (forgotten.length > 0)
    findings.push(
      fault(
        `${named(forgotten)} scheduled and not in the due set: nobody will send ${forgotten.length === 1 ? "it" : "them"}.`,
        "At the desk: unschedule, and schedule again.",
      ),
    );
  const late = [...due].filter(([, dueMs]) => dueMs < nowMs - LATE_MS).map(([id]) => id);
  if (late.length > 0)
    findings.push(
      fault(
        `${named(late)} should have been sent by now.`,
        "Is a worker at work, and its clock right? npm run worker",
      ),
    );
  const overdue = await redis.zcard(keys.state("overdue"));
  if (overdue > 0)
    findings.push(
      warning(
        `${some(overdue, "announcement waits", "announcements wait")} for a person as overdue.`,
        "At the desk: send, schedule or discard each.",
      ),
    );
  const asleep = await withoutJob(ground, due, records);
  if (asleep > 0)
    findings.push(
      ok(`${asleep} of ${due.size} have no wake-up; the sweep sends these, up to a second later.`),
    );
  const failed = await redis.zcard(`${JOBS_PREFIX}:${PUBLISH_QUEUE}:failed`);
  if (failed > 0)
    findings.push(
      warning(
        `${some(failed, "job", "jobs")} failed.`,
        "See the log of the workers; the due set is what counts.",
      ),
    );
  return findings.length > 0
    ? findings
    : [ok(`${due.size} scheduled, each with its wake-up; nothing is late.`)];
};

async function recordsOf({ redis }: Ground, ids: readonly string[]) {
  if (ids.length === 0) return [];
  const pipeline = redis.pipeline();
  for (const id of ids) pipeline.hmget(keys.announcement(id), ...RECORD_FIELDS);
  return (await replies(pipeline)).map((fields) => parseRecord(fields as (string | null)[]));
}

async function withoutJob(
  { redis }: Ground,
  due: ReadonlyMap<string, number>,
  records: Awaited<ReturnType<typeof recordsOf>>,
): Promise<number> {
  const pipeline = redis.pipeline();
  let asked = 0;
  for (const [at, [id, dueMs]] of [...due].entries()) {
    const revision = records[at]?.value.revision;
    if (revision === undefined) continue;
    pipeline.exists(`${JOBS_PREFIX}:${PUBLISH_QUEUE}:${publishJobId({ id, revision }, dueMs)}`);
    asked += 1;
  }
  if (asked === 0) return 0;
  return (await replies(pipeline)).filter((isThere) => isThere !== 1).length;
}

const pairs = (flat: readonly string[]): Map<string, number> => {
  const found = new Map<string, number>();
  for (let at = 0; at + 1 < flat.length; at += 2) found.set(flat[at]!, Number(flat[at + 1]));
  return found;
};

const named = (ids: readonly string[]): string => {
  const more = ids.length > SHOWN ? ` and ${ids.length - SHOWN} more` : "";
  return `${ids.slice(0, SHOWN).join(", ")}${more}`;
};

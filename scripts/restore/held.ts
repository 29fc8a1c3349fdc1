/** What has become due since the backup was made: taken off the restored schedule, for a person to look at. */
import type { Redis } from "ioredis";
import type { Actor } from "../../server/contract/people.ts";
import { heldOverdue } from "../../server/core/due.ts";
import type { AnnouncementRecord } from "../../server/core/record.ts";
import { planCommit } from "../../server/store/commit-plan.ts";
import { keys } from "../../server/store/keys.ts";
import { run } from "../../server/store/scripts.ts";
import { parseRecord, RECORD_FIELDS } from "../../server/store/stored-record.ts";
import { type Staging, stagedKey } from "./staging.ts";

/** What comes due within this time is held as well: workers may be started before anybody has read the list. */
export const MARGIN_MS = 10_000;
const PER_LOOK = 500;

export interface Held {
  readonly record: AnnouncementRecord;
  readonly dueMs: number;
}

/** By the writer's own script, on the staged part: states, schedule and audit move together. */
export async function holdDue(
  redis: Redis,
  staging: Staging,
  { nowMs, runId, actor }: { nowMs: number; runId: string; actor: Actor },
): Promise<Held[]> {
  const due = stagedKey(keys.due);
  const held: Held[] = [];
  for (;;) {
    const found = await redis.zrangebyscore(
      due,
      "-inf",
      nowMs + MARGIN_MS,
      "WITHSCORES",
      "LIMIT",
      0,
      PER_LOOK,
    );
    if (found.length === 0) return held;
    for (let at = 0; at + 1 < found.length; at += 2) {
      const [id, dueMs] = [found[at]!, Number(found[at + 1])];
      const stored = parseRecord(await redis.hmget(stagedKey(keys.announcement(id)), ...RECORD_FIELDS));
      // Published or withdrawn and still in the set: nothing would fire, and nobody has to look.
      if (stored?.value.state === "scheduled") {
        const { version, value: record } = stored;
        const change = { ...heldOverdue(record, "late", { nowMs, actor }), notBeforeMs: [] };
        const planned = planCommit({ items: [{ version, previousState: record.state, change }] });
        await staging.claim(planned.keys);
        const args = [nowMs, runId, "0", "", 0, planned.plan, 0];
        const [status] = (await run(redis, "commit", planned.keys.map(stagedKey), args)) as string[];
        if (status !== "done") throw new Error(`the writer script answered ${status}`);
        held.push({ record, dueMs });
      }
      await redis.zrem(due, id);
    }
  }
}

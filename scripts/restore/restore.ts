/** Takes a backup into a store: staged beside what is there, under a new epoch, and put in its place in one step. */
import { randomBytes } from "node:crypto";
import type { Redis } from "ioredis";
import type { DeskEvent } from "../../server/contract/event.ts";
import type { Actor } from "../../server/contract/people.ts";
import { keys, PREFIX } from "../../server/store/keys.ts";
import { defineScripts, run } from "../../server/store/scripts.ts";
import { BackupFault } from "../backup/file-head.ts";
import { recordsOf } from "../backup/file-reader.ts";
import { atMs, replies } from "../backup/key-reads.ts";
import type { Summary } from "../backup/records.ts";
import { type Held, holdDue } from "./held.ts";
import { Staging, stagedKey } from "./staging.ts";

const actor: Actor = { id: "restore", role: "admin", name: "npm run restore", skipsFreshSignIn: true };
const SWITCHES = 20;

export interface Restored {
  readonly summary: Summary;
  readonly epoch: string;
  /** Due between the backup and now, the earliest first. */
  readonly held: readonly Held[];
  /** Still to come. */
  readonly scheduled: number;
  /** The event's default language. */
  readonly language: string;
}

/** Whether the switch was made is not known: the connection was lost while it was under way. */
export class OutcomeUnknown extends Error {
  override name = "OutcomeUnknown";
  readonly epoch: string;
  constructor(epoch: string, cause: unknown) {
    super("the connection was lost", { cause });
    this.epoch = epoch;
  }
}

/** Throws where it cannot be done: nothing was changed then, but for {@link OutcomeUnknown}. */
export async function restore(redis: Redis, path: string, secret: string | undefined): Promise<Restored> {
  defineScripts(redis);
  const runId = /^run_id:(\w+)/m.exec(await redis.info("server"))?.[1] ?? "unknown";
  const staging = await Staging.begin(redis);
  let isSwitching = false;
  const epoch = randomBytes(12).toString("base64url");
  try {
    const summary = await stage(staging, path, secret);
    await proveWhole(redis, summary);
    const held = await holdDue(redis, staging, { nowMs: await nowOf(redis), runId, actor });
    await beginEpoch(redis, staging, { summary, epoch, runId, held: held.length });
    for (let attempt = 0; attempt < SWITCHES; attempt += 1) {
      const told = await toldOf(redis);
      isSwitching = true;
      const outcome = await staging.switch(keys.due);
      isSwitching = false;
      if (outcome === "done") return { summary, epoch, held, ...told };
      if (outcome === "lost") throw new Error("another restore took over");
      held.push(...(await holdDue(redis, staging, { nowMs: await nowOf(redis), runId, actor })));
    }
    throw new Error("something kept becoming due");
  } catch (error) {
    if (isSwitching && !(error instanceof Error && error.name === "ReplyError"))
      throw new OutcomeUnknown(epoch, error);
    await staging.abandon().catch(() => {});
    throw error;
  }
}

async function stage(staging: Staging, path: string, secret: string | undefined): Promise<Summary> {
  let summary: Summary | undefined;
  for await (const record of recordsOf(path, secret)) {
    if (record.t === "end") ({ summary } = record);
    await staging.put(record);
  }
  await staging.flush();
  return summary!;
}

/** What came out is what went in: the log and the audit end where the backup says, and are dense. */
async function proveWhole(redis: Redis, summary: Summary): Promise<void> {
  const of = async (key: string) => {
    const [[oldest], [newest], length] = (await replies(
      redis
        .pipeline()
        .xrange(stagedKey(key), "-", "+", "COUNT", 1)
        .xrevrange(stagedKey(key), "+", "-", "COUNT", 1)
        .xlen(stagedKey(key)),
    )) as [[string, unknown][], [string, unknown][], number];
    const [from, to] = [oldest, newest].map((entry) => Number((entry?.[0] ?? "0").split("-")[0]));
    return { to: to!, isDense: length === 0 || to! - from! + 1 === length };
  };
  const [log, audit] = [await of(keys.log), await of(keys.audit)];
  const announcements = await redis.zcard(stagedKey(keys.all));
  const isWhole =
    log.to === summary.offset &&
    log.isDense &&
    audit.to === summary.auditOffset &&
    audit.isDense &&
    announcements === summary.announcements;
  if (!isWhole) throw new BackupFault("does not hold together: it has not what it says at its end");
}

/** [BK4] A new epoch always, as a fork has it, with its link in the audit; push goes on from the head. */
async function beginEpoch(
  redis: Redis,
  staging: Staging,
  { summary, epoch, runId, held }: { summary: Summary; epoch: string; runId: string; held: number },
): Promise<void> {
  const names = [keys.log, keys.head, keys.audit, keys.auditHead];
  const note = JSON.stringify({
    action: "restore",
    by: actor.id,
    byName: actor.name,
    from: summary.epoch,
    to: epoch,
    counts: { offset: summary.offset, overdue: held },
  });
  const now = await run(redis, "newEpoch", names.map(stagedKey), [summary.epoch, epoch, runId, note]);
  if (now !== epoch) throw new BackupFault("does not hold together: its head is of another epoch");
  const cursor = `${PREFIX}:push-cursor`;
  await redis.set(stagedKey(cursor), `${epoch}.${summary.offset}`);
  await staging.claim([...names, cursor]);
}

async function toldOf(redis: Redis): Promise<{ scheduled: number; language: string }> {
  const [scheduled, json] = await replies(
    redis
      .pipeline()
      .zcard(stagedKey(keys.due))
      .hget(stagedKey(keys.document("event")), "json"),
  );
  const event = json === null ? undefined : (JSON.parse(json as string) as DeskEvent);
  return { scheduled: Number(scheduled), language: event?.languages[0] ?? "en" };
}

const nowOf = async (redis: Redis): Promise<number> => atMs(await redis.time());

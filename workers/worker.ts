/** One worker, put together: it publishes what is due, sweeps, and keeps house. */

import type { Actor } from "../server/contract/people.ts";
import { Announcements } from "../server/desk/announcements.ts";
import { RedisClock } from "../server/feed/clock.ts";
import { Directory } from "../server/feed/directory.ts";
import type { Logger } from "../server/observe/logger.ts";
import type { WorkerVitals } from "../server/observe/metrics/worker-metrics.ts";
import { type Backlog, readBacklog } from "../server/schedule/backlog.ts";
import { ClockWatch } from "../server/schedule/clock-watch.ts";
import { DuePublisher } from "../server/schedule/due-publisher.ts";
import { Every } from "../server/schedule/every.ts";
import { Nudge } from "../server/schedule/nudge.ts";
import { QueueAlarm } from "../server/schedule/queue-alarm.ts";
import { Queues } from "../server/schedule/queues.ts";
import { sharedSecret } from "../server/schedule/shared-secret.ts";
import { Sweep, WORKER_GRACE_MS } from "../server/schedule/sweep.ts";
import { BEAT_MS, WorkerPresence } from "../server/schedule/worker-presence.ts";
import { auditKeyFile } from "../server/store/audit-key.ts";
import { StoreFailure } from "../server/store/feed-log.ts";
import type { RedisFeedLog } from "../server/store/redis-feed-log.ts";
import { RedisKiosks } from "../server/store/redis-kiosks.ts";
import { RedisPush } from "../server/store/redis-push.ts";
import { RedisReceipts } from "../server/store/redis-receipts.ts";
import { DirectoryKeeper } from "./directory-keeper.ts";
import { forgetReceipts } from "./forget-receipts.ts";
import { Housekeeping } from "./housekeeping.ts";
import { PublishWorker } from "./publish.ts";
import { type PushSettings, PushWorker } from "./push.ts";
import { forgetPush } from "./push-forget.ts";
import { sumReaders } from "./reader-counts.ts";
import { AuditSealer } from "./seal-audit.ts";
import { SessionStarts } from "./session-starts.ts";
import { trimAudit } from "./trim-audit.ts";

const workerActor: Actor = { id: "worker", role: "moderator", name: "worker" };
/** What is under way may take this long when we are told to stop. */
const DRAIN_MS = 4_000;

export interface WorkerParts {
  readonly url: string;
  readonly store: RedisFeedLog;
  readonly log: Logger;
  /** Where this process keeps what Redis must not hold. */
  readonly dataDir: string;
  readonly push: PushSettings;
  readonly now?: () => number;
  /** For tests that kill this process at the worst moment. */
  readonly beforePublish?: (id: string) => void | Promise<void>;
  /** Told of each that was due and is out. */
  readonly onDuePublished?: ((lateMs: number) => void) | undefined;
}

export interface RunningWorker {
  /** How it stands now. */
  readonly vitals: () => WorkerVitals;
  /** What waits in Redis; undefined where that cannot serve. */
  readonly backlog: () => Promise<Backlog | undefined>;
  /** Finishes what is under way, within 5 s. */
  stop(): Promise<void>;
}

export async function startWorker(parts: WorkerParts): Promise<RunningWorker> {
  const { url, store, log, dataDir, push: settings, now = Date.now, beforePublish, onDuePublished } = parts;
  const clock = new RedisClock(now);
  const directory = new Directory(store);
  const alarm = new QueueAlarm({ url, clock, log });
  const announcements = new Announcements({ store, directory, clock, alarm, onDuePublished });
  const queues = new Queues(url);
  const presence = new WorkerPresence(store.connection);

  let starts: SessionStarts | undefined;
  const follow = () => void starts?.reconcile().then(told, putOff);
  const told = (tally: Record<string, number>) => {
    if (Object.values(tally).some((count) => count > 0))
      log.info(tally, "session starts follow the programme");
  };
  const putOff = (error: unknown) => {
    if (!(error instanceof StoreFailure)) throw error;
  };
  const keeper = new DirectoryKeeper({ store, directory, onChange: follow });
  const publisher = new DuePublisher({
    announcements,
    store,
    clock,
    actor: workerActor,
    log,
    fresh: () => keeper.fresh(),
    ...(beforePublish === undefined ? {} : { beforePublish }),
  });
  const publishing = new PublishWorker({ url, publisher, clock, log });
  const sweep = new Sweep({
    publisher,
    clock,
    graceMs: WORKER_GRACE_MS,
    log,
    onHelped: () => void publishing.missed(),
  });
  const nudge = new Nudge({
    store,
    clock,
    ping: () => store.connection.ping(),
    drain: () => publisher.drain(),
  });
  const watch = new ClockWatch({
    store,
    clock,
    now,
    onChange(agrees, offsetMs) {
      if (agrees) {
        log.warn({ offsetMs }, "the clocks agree again: this worker publishes");
        publishing.start();
        void servedBy(() => presence.beat(clock.nowMs()));
      } else {
        log.error({ alarm: "clocks_disagree", offsetMs }, "this worker stands down: its clock is off");
        publishing.standDown();
        void presence.leave().catch(() => {});
      }
    },
  });
  const beat = new Every(BEAT_MS, () => {
    if (!clock.agrees) return Promise.resolve(true);
    return servedBy(() => presence.beat(clock.nowMs()));
  });
  const sealer = new AuditSealer({
    redis: store.connection,
    clock,
    keyFile: auditKeyFile(dataDir),
    log,
  });
  const housekeeping = new Housekeeping({
    url,
    log,
    work: {
      "reconcile-session-starts": async () => follow(),
      "trim-audit": () => trimAudit(store.connection, clock.nowMs(), sealer.key),
      "seal-audit": () => sealer.seal(),
      "sum-readers": () => sumReaders(store.connection, clock.nowMs()),
      "forget-receipts": () =>
        forgetReceipts(
          new RedisReceipts(store.connection),
          new RedisKiosks(store.connection),
          directory.event,
          clock.nowMs(),
        ),
      "forget-push": () => forgetPush(new RedisPush(store.connection), directory.event, clock.nowMs()),
    },
  });

  await retried(() => watch.measure());
  await retried(() => keeper.fresh(0));
  const secret = await retried(() => sharedSecret(store.connection));
  starts = new SessionStarts({ store, directory, keeper, clock, alarm, secret });
  const push = await retried(() => PushWorker.open({ url, store, directory, clock, log, settings }));
  follow();
  if (clock.agrees) publishing.start();
  push.start();
  const timers = [watch, keeper, beat, sweep, nudge];
  for (const timer of timers) timer.start();
  void housekeeping.start();
  log.info({ worker: presence.name }, "worker started");

  return {
    vitals: () => ({
      clockOffsetMs: clock.offsetMs,
      isRedisUp: store.connected,
      sweepPublished: sweep.helped,
      standsDown: !clock.agrees,
    }),
    backlog: () => readBacklog({ store, queues, clock }),
    async stop() {
      await Promise.all([
        publishing.close(DRAIN_MS),
        push.close(DRAIN_MS),
        ...timers.map((timer) => timer.stop()),
      ]);
      await Promise.all([
        within(500, presence.leave()),
        within(500, housekeeping.close()),
        within(500, queues.close()),
        within(
          500,
          alarm.settled().then(() => alarm.close()),
        ),
      ]);
      store.close();
      log.info("worker stopped");
    },
  };
}

async function servedBy(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (error instanceof StoreFailure) return false;
    throw error;
  }
}

/** What a start needs is asked for until the store serves. */
async function retried<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof StoreFailure)) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

const within = (ms: number, work: Promise<unknown>): Promise<unknown> =>
  Promise.race([work.catch(() => {}), new Promise((resolve) => setTimeout(resolve, ms).unref())]);

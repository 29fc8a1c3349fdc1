/** What Redis holds for everybody: read once for each scrape, by whichever process is asked. */
import type { Meter, Values } from "./meter.ts";

export interface Backlog {
  /** Of the feed's log. */
  readonly head: { readonly epoch: string; readonly offset: number };
  /** How many announcements are on the schedule, and how late the first of them is. */
  readonly scheduled: number;
  readonly lateMs: number;
  /** BullMQ's jobs, by queue and state. */
  readonly queues: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** Undefined where Redis cannot serve. */
export type ReadBacklog = () => Promise<Backlog | undefined>;

/** Answers what the scrape under way has read. */
export function watchBacklog(meter: Meter, read: ReadBacklog): () => Backlog | undefined {
  let backlog: Backlog | undefined;
  meter.before(async () => {
    backlog = await read();
  });
  meter.gauge(
    {
      name: "fanfare_head_offset",
      help: "Newest offset of the feed's log in Redis.",
      together: "max",
    },
    () => backlog?.head.offset,
  );
  meter.gauge(
    {
      name: "fanfare_scheduled_announcements",
      help: "Announcements on the schedule.",
      together: "max",
    },
    () => backlog?.scheduled,
  );
  meter.gauge(
    {
      name: "fanfare_due_oldest_seconds",
      help: "How late the oldest announcement is that is due and not out; 0 where none is.",
      together: "max",
    },
    () => backlog && backlog.lateMs / 1_000,
  );
  meter.gauges(
    {
      name: "fanfare_queue_depth",
      help: "Jobs of BullMQ, by queue and state. A job is only a wake-up: the schedule is the truth.",
      labels: ["queue", "state"],
      together: "max",
    },
    () => depths(backlog),
  );
  return () => backlog;
}

const depths = (backlog: Backlog | undefined): Values =>
  Object.entries(backlog?.queues ?? {}).flatMap(([queue, states]) =>
    Object.entries(states).map(([state, count]) => [{ queue, state }, count] as const),
  );

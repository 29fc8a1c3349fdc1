/** A store in a private Redis, an event in it, and whoever writes, schedules and publishes there. */
import { randomUUID } from "node:crypto";
import { Announcements } from "../../server/desk/announcements.ts";
import { RedisClock } from "../../server/feed/clock.ts";
import { Directory } from "../../server/feed/directory.ts";
import { createLogger } from "../../server/observe/logger.ts";
import { DuePublisher, type DuePublisherParts } from "../../server/schedule/due-publisher.ts";
import type { QueueAlarm } from "../../server/schedule/queue-alarm.ts";
import { openStore } from "../../server/store/open-store.ts";
import type { RedisFeedLog } from "../../server/store/redis-feed-log.ts";
import { admin, event, newNotice, person } from "./written.ts";

export const log = createLogger("silent", "test");
export const worker = person("moderator", "worker");

export interface Hands {
  readonly store: RedisFeedLog;
  readonly clock: RedisClock;
  readonly directory: Directory;
  readonly announcements: Announcements;
  readonly publisher: DuePublisher;
}

export interface HandsOptions {
  /** This process' own clock. */
  readonly now?: () => number;
  readonly alarm?: QueueAlarm;
  readonly parts?: Partial<DuePublisherParts>;
}

/** One process' worth of hands on the store. Its clock is not measured: it believes what `now` says. */
export async function handsOn(url: string, { now, alarm, parts }: HandsOptions = {}): Promise<Hands> {
  const opened = await openStore({ url, onUnreachable() {}, ...(now === undefined ? {} : { now }) });
  if (!opened.ok) throw new Error(opened.check.fatal.join());
  const { store } = opened;
  const clock = new RedisClock(now);
  const directory = new Directory(store);
  await directory.refresh();
  const announcements = new Announcements({ store, directory, clock, alarm: alarm ?? { wakeAt() {} } });
  const publisher = new DuePublisher({ announcements, store, clock, actor: worker, log, ...parts });
  return { store, clock, directory, announcements, publisher };
}

/** Empties Redis and sets up the event. */
export async function freshEvent(store: RedisFeedLog, over: Record<string, unknown> = {}): Promise<void> {
  await store.connection.flushall();
  await store.commit({
    items: [],
    documents: [{ name: "event", version: 0, json: JSON.stringify(event(over)) }],
    audit: { action: "event", by: "admin", byName: "admin" },
  });
}

/** A scheduled notice; answers its id and instant. */
export async function scheduleIn(
  { announcements, clock }: Pick<Hands, "announcements" | "clock">,
  inMs: number,
  headline = "due",
  over: Record<string, unknown> = {},
): Promise<{ id: string; dueMs: number }> {
  const dueMs = clock.nowMs() + inMs;
  const given = newNotice(headline, { publishAt: new Date(dueMs).toISOString(), ...over });
  const result = await announcements.create(given, admin, { key: randomUUID(), request: "r" });
  if (!result.ok) throw new Error(JSON.stringify(result.refusal));
  return { id: result.value.record.id, dueMs };
}

export async function command(
  { announcements }: Pick<Hands, "announcements">,
  id: string,
  what: Parameters<Announcements["command"]>[1],
) {
  const result = await announcements.command(id, what, admin, { key: randomUUID(), request: "r" });
  if (!result.ok) throw new Error(JSON.stringify(result.refusal));
  return result.value.record;
}

/** Ids of what is out, in order, each with the instant it was published. */
export async function published(store: RedisFeedLog): Promise<{ id: string; atMs: number }[]> {
  const read = await store.read(0, 10_000);
  if (read.outcome !== "entries") throw new Error(read.outcome);
  return read.entries.flatMap(({ entry }) =>
    entry.type === "announcementPublished" ? [{ id: entry.announcement.id, atMs: Date.parse(entry.at) }] : [],
  );
}

export const stateOf = async (store: RedisFeedLog, id: string) => (await store.announcement(id))?.value.state;

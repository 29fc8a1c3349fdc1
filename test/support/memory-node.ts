/** One node on a memory log: tail, replica and fan-out, and what publishes to it. */

import { until } from "../../scripts/chaos/until.ts";
import { Announcements } from "../../server/desk/announcements.ts";
import { RedisClock } from "../../server/feed/clock.ts";
import { Directory } from "../../server/feed/directory.ts";
import { FanOut } from "../../server/feed/fan-out.ts";
import { Replica } from "../../server/feed/replica.ts";
import { Tail } from "../../server/feed/tail.ts";
import { MemoryFeedLog } from "../../server/store/memory-feed-log.ts";
import { MemoryFollower } from "./memory-follower.ts";
import { admin, event, newNotice } from "./written.ts";

export async function memoryNode(log = new MemoryFeedLog({ now: Date.now })) {
  const follower = new MemoryFollower(log);
  const replica = new Replica(log, Date.now);
  const fanOut = new FanOut(replica);
  const tail = new Tail({ follower, store: log, replica });
  const directory = new Directory(log);
  const clock = new RedisClock();
  const announcements = new Announcements({ store: log, directory, clock, alarm: { wakeAt() {} } });
  if ((await log.document("event")) === undefined) {
    await log.commit({
      items: [],
      documents: [{ name: "event", version: 0, json: JSON.stringify(event()) }],
      audit: { action: "event", by: "admin", byName: "admin" },
    });
  }
  await directory.refresh();
  tail.start();
  await until(() => replica.loaded, "the first load");

  let keys = 0;
  const publish = async (headline: string, over: Record<string, unknown> = {}) => {
    keys += 1;
    const given = newNotice(headline, { publishAt: "now", ...over });
    const result = await announcements.create(given, admin, {
      key: `k${keys}-${Math.random()}`,
      request: "r",
    });
    if (!result.ok) throw new Error(JSON.stringify(result.refusal));
    return result.value;
  };
  const arrived = async () => {
    const { cursor } = await log.head();
    await until(
      () => replica.cursor.epoch === cursor.epoch && replica.cursor.offset === cursor.offset,
      "the replica",
    );
  };
  return {
    log,
    follower,
    replica,
    fanOut,
    directory,
    clock,
    announcements,
    publish,
    arrived,
    stop: async () => {
      fanOut.stop();
      await tail.stop();
    },
  };
}

export type MemoryNode = Awaited<ReturnType<typeof memoryNode>>;

import { afterEach, describe, expect, test } from "vitest";
import { until } from "../../scripts/chaos/until.ts";
import { newestFirst } from "../../server/core/feed-state.ts";
import { MemoryFeedLog } from "../../server/store/memory-feed-log.ts";
import { type MemoryNode, memoryNode } from "../support/memory-node.ts";
import { admin } from "../support/written.ts";

const nodes: MemoryNode[] = [];
const started = async (log?: MemoryFeedLog) => {
  const node = await memoryNode(log);
  nodes.push(node);
  return node;
};
afterEach(async () => {
  for (const node of nodes.splice(0)) await node.stop();
});

const headlines = (node: MemoryNode) =>
  newestFirst(node.replica.state.announcements).map((item) =>
    "text" in item ? item.text.en?.headline : "gone",
  );

describe("a tail", () => {
  test("[T1] follows what is published, and a second node agrees with it", async () => {
    const one = await started();
    const two = await started(one.log);
    for (const n of [1, 2, 3]) await one.publish(`n${n}`);
    await one.arrived();
    await two.arrived();
    expect(headlines(one)).toEqual(["n3", "n2", "n1"]);
    expect(newestFirst(two.replica.state.announcements)).toEqual(
      newestFirst(one.replica.state.announcements),
    );
  });

  test("[T2] after an outage in which nothing was lost it goes on, and its readers notice nothing", async () => {
    const node = await started();
    await node.publish("before");
    await node.arrived();
    const { epoch } = node.replica.cursor;
    let reloads = 0;
    node.replica.listen({ onEntries() {}, onReload: () => (reloads += 1) });
    node.follower.away = true;
    await until(() => node.replica.stale, "stale");
    await node.publish("during");
    node.follower.away = false;
    await node.arrived();
    expect(node.replica.stale).toBe(false);
    expect(headlines(node)).toEqual(["during", "before"]);
    expect(node.replica.cursor.epoch).toBe(epoch);
    expect(reloads).toBe(0);
  });

  test("[T2] [L3] a log that lost its newest entry is a fork: new epoch, and all is loaded anew", async () => {
    const node = await started();
    await node.publish("kept");
    await node.publish("lost");
    await node.arrived();
    const { epoch } = node.replica.cursor;
    let reloads = 0;
    node.replica.listen({ onEntries() {}, onReload: () => (reloads += 1) });
    node.follower.away = true;
    await until(() => node.replica.stale, "stale");
    node.log.loseNewest(1);
    node.follower.away = false;
    await until(() => node.replica.cursor.epoch !== epoch, "a new epoch");
    expect(reloads).toBe(1);
    await node.publish("after");
    await node.arrived();
    expect(node.replica.cursor.offset).toBe(2);
  });

  test("[T2] [L3] an entry replaced by another at the same offset is a fork too", async () => {
    const node = await started();
    await node.publish("one");
    await node.publish("two");
    await node.arrived();
    const { epoch } = node.replica.cursor;
    node.follower.away = true;
    await until(() => node.replica.stale, "stale");
    node.log.loseNewest(1);
    await node.publish("another two");
    node.follower.away = false;
    await until(() => node.replica.cursor.epoch !== epoch, "a new epoch");
    await node.arrived();
    expect(headlines(node)[0]).toBe("another two");
  });

  test("[T3] a log trimmed past it is loaded anew, in the same epoch", async () => {
    const log = new MemoryFeedLog({ now: Date.now, entries: 5 });
    const node = await started(log);
    await node.publish("first");
    await node.arrived();
    const { epoch } = node.replica.cursor;
    node.follower.away = true;
    await until(() => node.replica.stale, "stale");
    for (let n = 0; n < 9; n += 1) await node.publish(`n${n}`);
    node.follower.away = false;
    await node.arrived();
    expect(node.replica.cursor).toEqual({ epoch, offset: 10 });
    expect(headlines(node)).toHaveLength(10);
    expect(node.replica.catchUp({ epoch, offset: 1 })).toEqual({ answer: "snapshot", reason: "horizon" });
  });

  test("[T3] an epoch that somebody else changed is noticed while all is quiet", async () => {
    const node = await started();
    await node.publish("one");
    await node.arrived();
    const fresh = await node.log.newEpoch(node.replica.cursor.epoch);
    await until(() => node.replica.cursor.epoch === fresh, "the new epoch");
    expect(headlines(node)).toEqual(["one"]);
  });

  test("[W2] [L7] a withdrawal redacts what the window holds", async () => {
    const node = await started();
    const { record } = await node.publish("secret words");
    await node.announcements.command(record.id, { type: "withdraw", reason: "gone" }, admin, {
      key: "w",
      request: "r",
    });
    await node.arrived();
    const answer = node.replica.catchUp({ epoch: node.replica.cursor.epoch, offset: 0 });
    expect(answer.answer).toBe("frame");
    expect(JSON.stringify(answer)).not.toContain("secret");
    expect(JSON.stringify(answer)).toContain("announcementRedacted");
    expect(node.replica.snapshot("new")).not.toContain("secret");
  });
});

import { afterEach, describe, expect, test } from "vitest";
import { until } from "../../scripts/chaos/until.ts";
import type { Cursor, Frame, Snapshot, SnapshotReason } from "../../server/contract/feed.ts";
import { applyFrame, type FeedState, newestFirst, startFrom } from "../../server/core/feed-state.ts";
import type { Reader } from "../../server/feed/fan-out.ts";
import type { Outgoing } from "../../server/feed/outgoing.ts";
import { type MemoryNode, memoryNode } from "../support/memory-node.ts";

/** A reader in memory, that folds what it gets and remembers what went wrong. */
class TestReader implements Reader {
  epoch = "";
  sentUpTo = -1;
  state: FeedState | undefined;
  readonly reasons: SnapshotReason[] = [];
  readonly faults: string[] = [];
  readonly frames: Frame[] = [];
  /** Of the newest, one for all who were sent the same. */
  outgoing: Outgoing | undefined;
  queuedBytes = 0;
  takenBytes = 0;
  isCut = false;

  give(outgoing: Outgoing): boolean {
    this.outgoing = outgoing;
    const { message } = outgoing;
    if (message.kind === "snapshot") {
      this.reasons.push(message.reason);
      this.state = startFrom(JSON.parse(message.json) as Snapshot);
    } else this.#frame(JSON.parse(message.json) as Frame);
    return this.queuedBytes === 0;
  }

  #frame(frame: Frame): void {
    this.frames.push(frame);
    if (this.state === undefined) {
      this.faults.push("a frame before anything to apply it to");
      return;
    }
    const result = applyFrame(this.state, frame);
    if (result.outcome === "gap" || result.outcome === "newEpoch") this.faults.push(result.outcome);
    this.state = result.state;
  }

  cut(): void {
    this.isCut = true;
  }

  dismiss(): void {
    this.faults.push("dismissed");
  }

  get cursor(): Cursor {
    return this.state!.cursor;
  }
}

let node: MemoryNode;
afterEach(() => node.stop());

describe("the fan-out", () => {
  test("[O1] [O2] readers who join at any moment, with any cursor, agree and miss nothing", async () => {
    node = await memoryNode();
    const readers: TestReader[] = [];
    for (let n = 0; n < 60; n += 1) {
      await node.publish(`n${n}`);
      for (let joins = 0; joins < 40; joins += 1) {
        const reader = new TestReader();
        readers.push(reader);
        expect(node.fanOut.join(reader, undefined)).toBe(true);
      }
      if (n % 10 === 5) {
        // Somebody drops and returns with the cursor.
        const back = readers[n]!;
        node.fanOut.leave(back);
        await node.publish("while away");
        expect(node.fanOut.join(back, back.cursor)).toBe(true);
      }
    }
    await node.arrived();
    const head = node.replica.cursor;
    await until(() => readers.every((reader) => reader.cursor.offset === head.offset), "all at the head");
    expect(readers.flatMap((reader) => reader.faults)).toEqual([]);
    const whole = newestFirst(node.replica.state.announcements);
    for (const reader of readers) expect(newestFirst(reader.state!.announcements)).toEqual(whole);
  });

  test("[C4] a cursor ahead of the node is not answered, and the reader has not joined", async () => {
    node = await memoryNode();
    const { epoch } = node.replica.cursor;
    const reader = new TestReader();
    expect(node.fanOut.join(reader, { epoch, offset: 5 })).toBe(false);
    expect(node.fanOut.size).toBe(0);
    expect(await node.replica.judgeAhead({ epoch, offset: 5 })).toBe("epoch");
    expect(await node.replica.judgeAhead({ epoch, offset: 0 })).toBe("behind");
  });

  test("[C1] [T3] after a fork every reader gets a snapshot of the new epoch", async () => {
    node = await memoryNode();
    await node.publish("kept");
    await node.publish("lost");
    await node.arrived();
    const readers = Array.from({ length: 5 }, () => new TestReader());
    for (const reader of readers) node.fanOut.join(reader, undefined);
    node.follower.away = true;
    await until(() => node.replica.stale, "stale");
    node.log.loseNewest(1);
    node.follower.away = false;
    await until(() => readers.every(({ reasons }) => reasons.length === 2), "the resets");
    for (const reader of readers) {
      expect(reader.reasons).toEqual(["new", "epoch"]);
      expect(reader.cursor).toEqual(node.replica.cursor);
      expect(reader.faults).toEqual([]);
    }
  });

  test("[C2] a reader beyond 2,000 entries behind starts anew", async () => {
    node = await memoryNode();
    const { epoch } = node.replica.cursor;
    for (let n = 0; n < 2_001; n += 1) await node.publish(`n${n}`);
    await node.arrived();
    expect(node.replica.catchUp({ epoch, offset: 0 })).toEqual({ answer: "snapshot", reason: "horizon" });
    expect(node.replica.catchUp({ epoch, offset: 1 }).answer).toBe("frame");
  });
});

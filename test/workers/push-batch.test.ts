/** One batch of devices, where the worker is told to stop or the store goes away in the middle of it. */
import { beforeEach, expect, test } from "vitest";
import { until } from "../../scripts/chaos/until.ts";
import type { PushJob } from "../../server/contract/jobs.ts";
import type { Sent } from "../../server/push/send.ts";
import { Services } from "../../server/push/services.ts";
import { StoreFailure } from "../../server/store/feed-log.ts";
import type { NumberedSubscriber } from "../../server/store/push.ts";
import { PushBatch, type PushBatchParts } from "../../workers/push-batch.ts";
import { memoryNode } from "../support/memory-node.ts";
import { admin, newNotice } from "../support/written.ts";

const device = (number: number): NumberedSubscriber & { wasTold: boolean } => ({
  number,
  subscriber: {
    endpoint: `https://push.example.org/${number}`,
    p256dh: "p",
    auth: "a",
    filters: { kinds: [], tracks: [], sessions: [] },
    createdAtMs: 0,
    changedAtMs: 0,
    secretHash: `${number}`,
  },
  wasTold: false,
});

const SENT: Sent = { outcome: "sent" };
let job: PushJob;
let settled: Set<number>;
let asked: string[];
/** What the push service does when it is asked. */
let answer: () => Promise<Sent>;
let isStoreAway: boolean;
let others: ReturnType<typeof device>[];
let parts: PushBatchParts;

beforeEach(async () => {
  const node = await memoryNode();
  const given = newNotice("Doors", { publishAt: "now" });
  const made = await node.announcements.create(given, admin, { key: "k", request: "r" });
  if (!made.ok) throw new Error("not made");
  const { epoch, offset } = made.value.cursor!;
  const atMs = node.clock.nowMs();
  job = { epoch, offset, atMs, announcementId: made.value.record.id, what: "published", batch: 0, tried: 0 };
  settled = new Set();
  asked = [];
  answer = async () => SENT;
  isStoreAway = false;
  others = [];
  parts = {
    store: node.log,
    event: () => ({ languages: ["en"], rehearsal: false }),
    clock: node.clock,
    services: {
      urgent: new Services(),
      usual: new Services({ perService: 1 }),
      othersUrgent: new Services(),
      othersUsual: new Services(),
    },
    send: async ({ endpoint }) => {
      asked.push(endpoint.split("/").at(-1)!);
      return await answer();
    },
    log: { info() {}, warn() {} },
    push: {
      batches: async () => ({ browsers: [0], others: [] }),
      waiting: async () =>
        [1, 2]
          .filter((number) => !settled.has(number))
          .map(device)
          .concat(others),
      markTold: async () => {},
      settle: async (_entry, numbers) => {
        if (isStoreAway) throw new StoreFailure("unreachable", "away");
        for (const number of numbers) settled.add(number);
      },
      replace: async () => "done",
      forget: async () => "done",
    },
  };
});

test("[U4] told to stop, it asks nobody any more who waits for a turn", async () => {
  let isStopping = false;
  answer = async () => {
    isStopping = true;
    return SENT;
  };
  const done = await new PushBatch(parts).tell(job, "usual", () => isStopping);
  expect([asked, done.sent, done.later]).toEqual([["1"], 1, 1]);
});

test("[U4] who was told while the store went away is not told again when it is back", async () => {
  const batch = new PushBatch(parts);
  answer = async () => {
    isStoreAway = true;
    return SENT;
  };
  await expect(batch.tell(job, "usual", () => false)).rejects.toThrow(StoreFailure);
  await until(() => asked.length === 2, "who was on their way");
  await new Promise((resolve) => setImmediate(resolve));
  isStoreAway = false;
  await batch.tell(job, "usual", () => false);
  expect([asked, [...settled]]).toEqual([
    ["1", "2"],
    [1, 2],
  ]);
});

test("[U8] whoever has a push service of their own is told apart from those with a browser's", async () => {
  const { subscriber } = device(3);
  others = [{ ...device(3), subscriber: { ...subscriber, isOther: true } }];
  const batch = new PushBatch(parts);
  await batch.tell(job, "urgent", () => false);
  expect(asked.toSorted()).toEqual(["1", "2"]);
  asked = [];
  await batch.tell(job, "othersUsual", () => false);
  expect(asked).toEqual(["3"]);
});

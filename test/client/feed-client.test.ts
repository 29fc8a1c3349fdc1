import { beforeEach, describe, expect, test, vi } from "vitest";
import { createFeedClient, type FeedClientOptions } from "../../client/shared/held/feed-client.ts";
import { EPOCH } from "../support/feed-history.ts";
import { FakeBrowser, type FakePage } from "./fake-browser.ts";
import { frame, heartbeat, heldOffsets, liveClient, snapshot } from "./live-client.ts";

let browser: FakeBrowser;
let page: FakePage;
beforeEach(() => {
  browser = new FakeBrowser();
  page = browser.open();
});

const live = (offset?: number, options?: Partial<FeedClientOptions>) =>
  liveClient(browser, page, offset, options);

test("a new reader asks without a cursor and is live once it has a snapshot", async () => {
  const { client } = live();
  expect(page.links[0]!.options).toEqual({ cursor: undefined, attendance: "online" });
  expect(page.marks.get("connectionState")).toBe("live");
  expect(page.marks.get("cursor")).toBe(`${EPOCH}.3`);
  expect(heldOffsets(client)).toEqual([3, 2, 1]);
});

test("frames join, however often they come, and heartbeats keep it live", async () => {
  const { client, report } = live();
  report.frame(frame(4, 5));
  report.frame(frame(4, 5));
  for (let at = 0; at < 5; at++) {
    await browser.pass(10_000);
    report.frame(heartbeat(5));
  }
  expect(heldOffsets(client)).toEqual([5, 4, 3, 2, 1]);
  expect(client.connection.value.phase).toBe("live");
});

test("a gap: it closes, comes back with its cursor, and hears nothing more from the old link", async () => {
  const { client, report } = live();
  report.frame(frame(6));
  expect(client.connection.value.phase).toBe("waiting");
  expect(page.links[0]!.isClosed).toBe(true);
  await browser.pass(2_000);
  expect(page.links[1]!.options.cursor).toEqual({ epoch: EPOCH, offset: 3 });
  report.frame(frame(4));
  expect(heldOffsets(client)).toEqual([3, 2, 1]);
  page.links[1]!.report.frame(frame(4, 5, 6));
  expect(heldOffsets(client)).toEqual([6, 5, 4, 3, 2, 1]);
});

test("another epoch: what is held stays to be read, and the next link starts from nothing", async () => {
  const { client, report } = live();
  report.frame({ ...heartbeat(3), epoch: "another" });
  expect(heldOffsets(client)).toEqual([3, 2, 1]);
  await browser.pass(2_000);
  expect(page.links[1]!.options.cursor).toBeUndefined();
  page.links[1]!.report.snapshot(snapshot(1, "another"));
  expect(heldOffsets(client)).toEqual([1]);
});

test("silence for fifteen seconds is a loss", async () => {
  const { client } = live();
  await browser.pass(15_000);
  expect(client.connection.value.phase).toBe("waiting");
});

test("a link that did not open: refused where a server answers by HTTP, else only lost", async () => {
  const refused = createFeedClient({ page });
  refused.start();
  page.links[0]!.report.closed();
  await Promise.resolve();
  expect(refused.connection.value).toMatchObject({ phase: "waiting", refusals: 1 });
  page.isServerThere = async () => false;
  const lost = createFeedClient({ page });
  lost.start();
  page.links[1]!.report.closed();
  await Promise.resolve();
  expect(lost.connection.value).toMatchObject({ phase: "waiting", refusals: 0, drops: 1 });
});

test("what was held comes back on the next visit, with its cursor", async () => {
  const { report } = live();
  await browser.pass(5_000);
  report.frame(frame(4));
  page.watched().hidden();
  const again = createFeedClient({ page, keepAs: "feed" });
  expect(heldOffsets(again)).toEqual([4, 3, 2, 1]);
  again.start();
  expect(page.links.at(-1)!.options.cursor).toEqual({ epoch: EPOCH, offset: 4 });
});

test("nonsense from the server is a gap, not the end", async () => {
  const { client, report } = live();
  report.frame({ entries: "?" });
  expect(client.connection.value.phase).toBe("waiting");
});

describe("the server's clock", () => {
  test("comes from the round trip that took the least", async () => {
    const { client } = live();
    const serverAt = 5_000_000;
    await browser.pass(40);
    page.links[0]!.asked[0]!(serverAt + 20);
    await browser.pass(400);
    page.links[0]!.asked[1]!(serverAt + 9_999);
    expect(client.clock.now()).toBe(serverAt + 440);
  });
});

describe("the server says when to come back", () => {
  test("[N4] a refusal's time is kept, with jitter, whatever wakes the page meanwhile", async () => {
    const { report } = live();
    report.refused({ code: "shutting_down", action: "retry", retryAfterMs: 20_000 });
    await browser.pass(10_000);
    page.watched().networkBack();
    page.watched().seen();
    await browser.pass(10_900);
    expect(page.links).toHaveLength(1);
    await browser.pass(200);
    expect(page.links).toHaveLength(2);
  });

  test("[N3] a hall of readers refused at the door comes back over twenty seconds, then over forty", async () => {
    const spread = async (refusals: number) => {
      const waits: number[] = [];
      for (const share of [0.05, 0.5, 0.95]) {
        browser = new FakeBrowser();
        browser.random = () => 0;
        page = browser.open();
        const { client, report } = live();
        report.closed();
        for (let times = 0; times < refusals; times += 1) {
          await browser.pass(1);
          browser.random = () => (times === refusals - 1 ? share : 0);
          page.links.at(-1)!.report.closed();
          await browser.pass(0);
        }
        waits.push(client.connection.value.timerAt! - browser.now);
      }
      return waits;
    };
    expect(await spread(1)).toEqual([1_000, 10_000, 19_000]);
    expect(await spread(2)).toEqual([2_000, 20_000, 38_000]);
  });

  test("reset: the page is told that it is too old, and starts again without its cursor", async () => {
    const onReset = vi.fn();
    const { report } = live(3, { onReset });
    report.refused({ code: "behind", action: "retry" });
    expect(onReset).not.toHaveBeenCalled();
    await browser.pass(10_100);
    page.links[1]!.report.opened();
    page.links[1]!.report.refused({ code: "unsupported_protocol", action: "reset" });
    expect(onReset).toHaveBeenCalledTimes(1);
    await browser.pass(20_000);
    expect(page.links.at(-1)!.options.cursor).toBeUndefined();
  });
});

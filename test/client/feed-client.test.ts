import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createFeedClient, type FeedClientOptions } from "../../client/shared/feed-client.ts";
import { heldFrom } from "../../client/shared/held-feed.ts";
import { parseSnapshot } from "../../client/shared/parse.ts";
import { newestFirst } from "../../server/core/feed-state.ts";
import { announced, EPOCH, publishedEntry } from "../support/feed-history.ts";
import { FakeBrowser, type FakePage, FakeServer } from "./fake-browser.ts";

const snapshot = (offset: number, epoch = EPOCH) => ({
  reason: "new",
  cursor: { epoch, offset },
  announcements: Array.from({ length: offset }, (_, at) => announced(offset - at)),
  programmeRevision: 1,
});
const frame = (...offsets: number[]) => ({
  epoch: EPOCH,
  after: offsets[0]! - 1,
  upTo: offsets.at(-1)!,
  entries: offsets.map((offset) => publishedEntry(offset)),
});
const heartbeat = (offset: number) => ({ epoch: EPOCH, after: offset, upTo: offset, entries: [] });

let browser: FakeBrowser;
let page: FakePage;
beforeEach(() => {
  browser = new FakeBrowser();
  page = browser.open();
});

function liveClient(offset = 3, options: Partial<FeedClientOptions> = {}) {
  const client = createFeedClient({ page, keepAs: "feed", attendance: () => "online", ...options });
  client.start();
  browser.now += 1_000;
  const { report } = page.links[0]!;
  report.opened();
  report.hello({ protocol: 1, serverAt: "2022-11-09T01:00:00.000Z", rehearsal: true });
  report.snapshot(snapshot(offset));
  return { client, report };
}

const heldOffsets = (client: ReturnType<typeof createFeedClient>) =>
  newestFirst(client.held.value!.feed.announcements).map(({ offset }) => offset);

test("a new reader asks without a cursor and is live once it has a snapshot", async () => {
  const { client } = liveClient();
  expect(page.links[0]!.options).toEqual({ cursor: undefined, attendance: "online" });
  expect(page.marks.get("connectionState")).toBe("live");
  expect(page.marks.get("cursor")).toBe(`${EPOCH}.3`);
  expect(heldOffsets(client)).toEqual([3, 2, 1]);
});

test("frames join, however often they come, and heartbeats keep it live", async () => {
  const { client, report } = liveClient();
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
  const { client, report } = liveClient();
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
  const { client, report } = liveClient();
  report.frame({ ...heartbeat(3), epoch: "another" });
  expect(heldOffsets(client)).toEqual([3, 2, 1]);
  await browser.pass(2_000);
  expect(page.links[1]!.options.cursor).toBeUndefined();
  page.links[1]!.report.snapshot(snapshot(1, "another"));
  expect(heldOffsets(client)).toEqual([1]);
});

test("silence for fifteen seconds is a loss", async () => {
  const { client } = liveClient();
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
  liveClient().report.frame(frame(4));
  page.watched().hidden();
  const again = createFeedClient({ page, keepAs: "feed" });
  expect(heldOffsets(again)).toEqual([4, 3, 2, 1]);
  again.start();
  expect(page.links.at(-1)!.options.cursor).toEqual({ epoch: EPOCH, offset: 4 });
});

test("nonsense from the server is a gap, not the end", async () => {
  const { client, report } = liveClient();
  report.frame({ entries: "?" });
  expect(client.connection.value.phase).toBe("waiting");
});

describe("the server's clock", () => {
  test("comes from the round trip that took the least", async () => {
    const { client } = liveClient();
    const serverAt = 5_000_000;
    await browser.pass(40);
    page.links[0]!.asked[0]!(serverAt + 20);
    await browser.pass(400);
    page.links[0]!.asked[1]!(serverAt + 9_999);
    expect(client.clock.now()).toBe(serverAt + 440);
  });
});

describe("what the device keeps", () => {
  const served = (offset: number) => ({ ...heldFrom(parseSnapshot(snapshot(offset))!, 1_000_000) });

  test("is written some seconds after a change, once for all that came, and never for a heartbeat", async () => {
    const written = vi.spyOn(page, "write");
    const { report } = liveClient();
    for (const offset of [4, 5, 6]) report.frame(frame(offset));
    expect(written).not.toHaveBeenCalled();
    await browser.pass(5_000);
    expect(written).toHaveBeenCalledTimes(1);
    report.frame(heartbeat(6));
    page.watched().hidden();
    await browser.pass(10_000);
    expect(written).toHaveBeenCalledTimes(1);
    report.frame(frame(7));
    page.watched().hidden();
    expect(written).toHaveBeenCalledTimes(2);
  });

  test("[H3] is taken instead of an older page once the page has begun, and not before", () => {
    liveClient(5);
    page.watched().hidden();
    const client = createFeedClient({ page, keepAs: "feed", served: served(3) });
    expect(heldOffsets(client)).toEqual([3, 2, 1]);
    client.start();
    expect(heldOffsets(client)).toEqual([5, 4, 3, 2, 1]);
    expect(page.links.at(-1)!.options.cursor).toEqual({ epoch: EPOCH, offset: 5 });
  });

  test("[H3] gives way to a page that knows more", () => {
    liveClient(3);
    page.watched().hidden();
    const client = createFeedClient({ page, keepAs: "feed", served: served(4) });
    client.start();
    expect(page.links.at(-1)!.options.cursor).toEqual({ epoch: EPOCH, offset: 4 });
  });
});

describe("[N6] a page that slept", () => {
  const stage = async () => {
    const server = new FakeServer(browser);
    const arrived: number[] = [];
    const client = createFeedClient({
      page,
      onArrived: (entries) => arrived.push(...entries.map(({ offset }) => offset)),
    });
    client.start();
    await browser.pass(12_000);
    return { server, client, arrived };
  };

  test("for ten minutes: one catch-up by its cursor brings everything, in order, once", async () => {
    const { server, client, arrived } = await stage();
    page.isFrozen = true;
    server.cut(page, true);
    for (let offset = 1; offset <= 40; offset += 1) {
      server.publish(publishedEntry(offset));
      browser.sleep(15_000);
    }
    page.isFrozen = false;
    page.watched().seen();
    await browser.pass(2_100);
    expect(server.handshakes).toBe(2);
    expect(page.links[1]!.options.cursor).toEqual({ epoch: EPOCH, offset: 0 });
    expect(arrived).toEqual(Array.from({ length: 40 }, (_, at) => at + 1));
    expect(client.connection.value.phase).toBe("live");
  });

  test("whatever order its timers and its waking come in", async () => {
    const { server, arrived } = await stage();
    page.isFrozen = true;
    server.cut(page, true);
    server.publish(publishedEntry(1));
    browser.sleep(600_000);
    page.isFrozen = false;
    await browser.pass(0);
    page.watched().networkLost();
    page.watched().networkBack();
    page.watched().seen();
    page.watched().seen();
    await browser.pass(2_100);
    expect(arrived).toEqual([1]);
    expect(server.handshakes).toBe(2);
  });

  test("finds a link that died meanwhile within seconds, and leaves one that answers alone", async () => {
    const { server, client } = await stage();
    page.watched().seen();
    await browser.pass(5_000);
    expect(server.handshakes).toBe(1);
    page.isOnline = false;
    page.watched().seen();
    await browser.pass(3_100);
    expect(client.connection.value.phase).toBe("waiting");
    page.isOnline = true;
    await browser.pass(2_100);
    expect(client.connection.value.phase).toBe("live");
  });
});

describe("the server says when to come back", () => {
  test("[N4] a refusal's time is kept, with jitter, whatever wakes the page meanwhile", async () => {
    const { report } = liveClient();
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
        page = browser.open();
        const client = createFeedClient({ page });
        client.start();
        for (let times = 0; times < refusals; times += 1) {
          browser.random = () => (times === refusals - 1 ? share : 0);
          await browser.pass(1);
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
    const { report } = liveClient(3, { onReset });
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

describe("older announcements", () => {
  const answers = (...given: (() => Promise<Response> | Response)[]) => {
    const asked = vi.fn<(address: string) => Promise<Response>>(async () => given.shift()!());
    vi.stubGlobal("fetch", asked);
    return asked;
  };
  const older = (from: number, next?: number, epoch = EPOCH) =>
    Response.json({
      cursor: { epoch, offset: 200 },
      announcements: Array.from({ length: 50 }, (_, at) => announced(from - at)),
      next,
    });
  const longClient = () => {
    const { client, report } = liveClient();
    report.snapshot({
      ...snapshot(0),
      cursor: { epoch: EPOCH, offset: 200 },
      announcements: Array.from({ length: 100 }, (_, at) => announced(200 - at)),
    });
    return { client, report };
  };
  afterEach(() => vi.unstubAllGlobals());

  test("come a page at a time, asked for once however often", async () => {
    const { client } = longClient();
    const asked = answers(() => older(100, 51));
    expect(await Promise.all([client.fetchOlder(), client.fetchOlder()])).toEqual([true, true]);
    expect(asked.mock.calls).toEqual([["/api/v1/feed?before=101&limit=50"]]);
    expect(client.held.value).toMatchObject({ olderBefore: 51 });
    expect(client.held.value!.feed.announcements.size).toBe(150);
  });

  test("are not asked for before the server wants to be asked again", async () => {
    const { client } = longClient();
    const asked = answers(
      () => new Response(null, { status: 503, headers: { "Retry-After": "5" } }),
      () => older(100),
    );
    expect(await client.fetchOlder()).toBe(false);
    expect(await client.fetchOlder()).toBe(false);
    expect(asked).toHaveBeenCalledTimes(1);
    browser.now += 5_000;
    expect(await client.fetchOlder()).toBe(true);
    expect(await client.fetchOlder()).toBe(true);
    expect(asked).toHaveBeenCalledTimes(2);
  });

  test("[H5] of another log, or from before a snapshot that came meanwhile, are left out", async () => {
    const { client, report } = longClient();
    answers(
      () => older(100, 51, "another"),
      () => {
        report.snapshot({ ...snapshot(3), cursor: { epoch: EPOCH, offset: 300 } });
        return older(100, 51);
      },
    );
    expect(await client.fetchOlder()).toBe(false);
    expect(await client.fetchOlder()).toBe(false);
    expect(heldOffsets(client)).toEqual([3, 2, 1]);
  });

  test("a network that fails is no exception", async () => {
    const { client } = longClient();
    answers(() => Promise.reject(new TypeError("no network")));
    expect(await client.fetchOlder()).toBe(false);
  });

  test("[H4] are held while the reader is among them, and let go at the top", async () => {
    const { client, report } = longClient();
    answers(() => older(100, 51));
    await client.fetchOlder();
    for (let offset = 201; offset <= 1_400; offset += 1) report.frame(frame(offset));
    expect(client.held.value!.feed.announcements.size).toBe(1_350);
    client.leaveOlder();
    expect(client.held.value!.feed.announcements.size).toBe(1_000);
    expect(client.held.value!.olderBefore).toBe(401);
    for (let offset = 1_401; offset <= 1_600; offset += 1) report.frame(frame(offset));
    expect(client.held.value!.feed.announcements.size).toBeLessThanOrEqual(1_100);
  });
});

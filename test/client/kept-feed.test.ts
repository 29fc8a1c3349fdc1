import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createFeedClient, type FeedClientOptions } from "../../client/shared/held/feed-client.ts";
import { heldFrom } from "../../client/shared/held/held-feed.ts";
import { parseSnapshot } from "../../client/shared/held/parse.ts";
import { announced, EPOCH } from "../support/feed-history.ts";
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

describe("what the device keeps", () => {
  const served = (offset: number) => ({ ...heldFrom(parseSnapshot(snapshot(offset))!, 1_000_000) });

  test("is written some seconds after a change, once for all that came, and never for a heartbeat", async () => {
    const written = vi.spyOn(page, "write");
    const { report } = live();
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

  test("is not written while the code for it cannot be fetched, which is tried again later", async () => {
    const written = vi.spyOn(page, "write");
    const { loadKeeping } = page;
    page.loadKeeping = () => Promise.reject(new TypeError("no network"));
    live();
    await browser.pass(6_000);
    page.watched().hidden();
    expect(written).not.toHaveBeenCalled();
    page.loadKeeping = loadKeeping;
    await browser.pass(60_000);
    expect(written).toHaveBeenCalledTimes(1);
  });

  test("[H3] is taken instead of an older page once the page has begun, and not before", async () => {
    live(5);
    await browser.pass(5_000);
    const client = createFeedClient({ page, keepAs: "feed", served: served(3) });
    expect(heldOffsets(client)).toEqual([3, 2, 1]);
    client.start();
    expect(heldOffsets(client)).toEqual([5, 4, 3, 2, 1]);
    expect(page.links.at(-1)!.options.cursor).toEqual({ epoch: EPOCH, offset: 5 });
  });

  test("[H3] gives way to a page that knows more", async () => {
    live(3);
    await browser.pass(5_000);
    const client = createFeedClient({ page, keepAs: "feed", served: served(4) });
    client.start();
    expect(page.links.at(-1)!.options.cursor).toEqual({ epoch: EPOCH, offset: 4 });
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
    const { client, report } = live();
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

import { beforeEach, describe, expect, test } from "vitest";
import { createFeedClient } from "../../client/shared/held/feed-client.ts";
import { EPOCH, publishedEntry } from "../support/feed-history.ts";
import { FakeBrowser, type FakePage, FakeServer } from "./fake-browser.ts";

let browser: FakeBrowser;
let page: FakePage;
beforeEach(() => {
  browser = new FakeBrowser();
  page = browser.open();
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

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createFeedClient, type FeedClient } from "../../client/shared/held/feed-client.ts";
import type { TabShell } from "../../client/shared/link/tab-link.ts";
import { seeded } from "../../scripts/chaos/seeded.ts";
import type { Cursor } from "../../server/contract/feed.ts";
import { newestFirst } from "../../server/core/feed-state.ts";
import { EPOCH, history, publishedEntry } from "../support/feed-history.ts";
import { FakeBrowser, type FakePage, FakeServer } from "./fake-browser.ts";

interface Tab {
  readonly page: FakePage;
  readonly client: FeedClient;
  /** Offsets in the order in which they came, of one log after the other. */
  readonly arrived: Map<string, number[]>;
}

function openTab(browser: FakeBrowser): Tab {
  const page = browser.open();
  const arrived = new Map<string, number[]>();
  const client = createFeedClient({
    page,
    sharesTabs: true,
    onArrived: (entries) => {
      const { epoch } = client.held.value!.feed.cursor;
      arrived.set(epoch, [...(arrived.get(epoch) ?? []), ...entries.map(({ offset }) => offset)]);
    },
  });
  client.start();
  return { page, client, arrived };
}

const transports = (...tabs: Tab[]) => tabs.map(({ page }) => page.marks.get("transport"));
const cursors = (...tabs: Tab[]) => tabs.map(({ client }) => client.held.value?.feed.cursor.offset);
const openLinks = ({ page }: Tab) => page.links.filter(({ isClosed }) => !isClosed).length;

async function stage(count: number) {
  const browser = new FakeBrowser();
  // Tabs of one browser are not opened in one instant.
  let turn = 0;
  browser.random = () => {
    turn += 0.37;
    return turn % 1;
  };
  const server = new FakeServer(browser);
  const tabs: Tab[] = [];
  for (let n = 0; n < count; n += 1) {
    tabs.push(openTab(browser));
    await browser.pass(2_000);
  }
  await browser.pass(40_000);
  return { browser, server, tabs };
}

const followers = (tabs: readonly Tab[]) => tabs.filter(({ client }) => client.connection.value.follows);
const leaderOf = (tabs: readonly Tab[]) => tabs.find(({ client }) => !client.connection.value.follows)!;

describe("[N7] tabs that read the same", () => {
  test("one keeps its connection, the others follow it, live all the while", async () => {
    const { browser, server, tabs } = await stage(3);
    expect(transports(...tabs).toSorted()).toEqual(["tab", "tab", "websocket"]);
    const own = followers(tabs);
    expect(own.map(openLinks)).toEqual([0, 0]);
    const handshakes = server.handshakes;
    for (let offset = 1; offset <= 5; offset += 1) {
      server.publish(publishedEntry(offset));
      await browser.pass(100);
    }
    await browser.pass(120_000);
    expect(cursors(...tabs)).toEqual([5, 5, 5]);
    for (const { client, arrived } of tabs) {
      expect([...arrived.values()]).toEqual([[1, 2, 3, 4, 5]]);
      expect(client.connection.value.phase).toBe("live");
    }
    expect(server.handshakes).toBe(handshakes);
  });

  test("a leader that closes is replaced within seconds", async () => {
    const { browser, server, tabs } = await stage(3);
    const rest = followers(tabs);
    browser.close(leaderOf(tabs).page);
    server.publish(publishedEntry(1));
    await browser.pass(2_500);
    expect(cursors(...rest)).toEqual([1, 1]);
    await browser.pass(40_000);
    expect(transports(...rest).toSorted()).toEqual(["tab", "websocket"]);
  });

  test("[N8] a leader that is frozen is left within ten seconds, and robbed of the lead", async () => {
    const { browser, server, tabs } = await stage(2);
    const leader = leaderOf(tabs);
    const [follower] = followers(tabs);
    leader.page.isFrozen = true;
    server.publish(publishedEntry(1));
    await browser.pass(10_500);
    expect(cursors(follower!)).toEqual([1]);
    await browser.pass(20_000);
    leader.page.isFrozen = false;
    leader.page.watched().seen();
    await browser.pass(60_000);
    expect(transports(follower!, leader)).toEqual(["websocket", "tab"]);
    expect(cursors(follower!, leader)).toEqual([1, 1]);
  });

  test("[N8] a leader whose server fell silent does not answer for it, though its own timers are held back", async () => {
    const { browser, server, tabs } = await stage(2);
    const leader = leaderOf(tabs);
    const [follower] = followers(tabs);
    leader.page.holdsTimers = true;
    server.cut(leader.page, true);
    server.publish(publishedEntry(1));
    await browser.pass(25_000);
    expect(cursors(follower!)).toEqual([1]);
    expect(leader.client.connection.value.phase).toBe("live");
  });

  test("a frame lost between tabs is missed at the next question, not at the next heartbeat", async () => {
    const { browser, server, tabs } = await stage(2);
    const [follower] = followers(tabs);
    // Just after a heartbeat: the server's come every ten seconds of the browser's time.
    await browser.pass(10_100 - (browser.now % 10_000));
    browser.delivers = () => false;
    server.publish(publishedEntry(1));
    await browser.pass(100);
    browser.delivers = () => true;
    await browser.pass(7_800);
    expect(cursors(follower!)).toEqual([1]);
  });

  test.for([
    ["as far as we are", EPOCH, 3, true],
    ["behind us", EPOCH, 2, true],
    ["further than we are", EPOCH, 4, false],
    ["of another log", "another", 3, false],
  ] as const)(
    "a leader %s is followed only where nothing is missed by it",
    async ([, epoch, offset, follows]) => {
      const browser = new FakeBrowser();
      const followed: string[] = [];
      const shell = (name: string, cursor: Cursor): TabShell => ({
        cursor: () => cursor,
        isLive: () => true,
        isStale: () => false,
        serverNow: () => browser.now,
        random: () => 0.5,
        after: (waitMs, run) => browser.after(browser.pages[0]!, waitMs, run),
        follow: () => followed.push(name),
        sayAttendance: () => {},
      });
      const leader = await browser.open().joinTabs(shell("leader", { epoch, offset }));
      leader!.look();
      await browser.pass(2_000);
      const other = await browser.open().joinTabs(shell("other", { epoch: EPOCH, offset: 3 }));
      other!.look();
      await browser.pass(100);
      expect(followed).toEqual(follows ? ["other"] : []);
    },
  );

  test("a page that is about to be put away lets the others go first", async () => {
    const { browser, tabs } = await stage(2);
    const leader = leaderOf(tabs);
    const [follower] = followers(tabs);
    leader.page.watched().left();
    await browser.pass(2_500);
    expect(follower!.client.connection.value).toMatchObject({ phase: "live", follows: false });
  });

  test("another log: the follower starts again by its own connection", async () => {
    const { browser, server, tabs } = await stage(2);
    server.publish(publishedEntry(1));
    await browser.pass(100);
    server.startOver("another");
    server.publish(publishedEntry(1));
    await browser.pass(15_000);
    expect(tabs.map(({ client }) => client.held.value?.feed.cursor)).toEqual(
      tabs.map(() => ({ epoch: "another", offset: 1 })),
    );
  });

  test("what a follower says of its attendance, the leader says", async () => {
    const { browser, tabs } = await stage(2);
    followers(tabs)[0]!.client.sayAttendance("in-person");
    await browser.pass(100);
    expect(leaderOf(tabs).page.links.at(-1)!.said).toEqual(["in-person"]);
  });

  test("a browser whose tabs cannot share: each by itself", async () => {
    const browser = new FakeBrowser();
    const server = new FakeServer(browser);
    const tabs = [1, 2].map(() => openTab(browser));
    for (const { page } of tabs) Object.assign(page, { joinTabs: async () => undefined });
    await browser.pass(60_000);
    expect(transports(...tabs)).toEqual(["websocket", "websocket"]);
    expect(server.handshakes).toBe(2);
  });
});

type Act = (tabs: readonly Tab[], browser: FakeBrowser, server: FakeServer) => void;

/** Whatever may befall tabs; `which` says whom. */
const acts: Readonly<Record<string, (which: number) => Act>> = {
  publish: () => (_tabs, _browser, server) => {
    const entry = history(server.log.length + 1, seeded(7)).at(-1)!;
    server.publish(entry);
  },
  freeze: (which) => (tabs) => {
    const tab = tabs[which % tabs.length];
    if (tab !== undefined) tab.page.isFrozen = true;
  },
  thaw: (which) => (tabs) => {
    const tab = tabs[which % tabs.length];
    if (tab === undefined || !tab.page.isFrozen) return;
    tab.page.isFrozen = false;
    tab.page.watched().seen();
  },
  put: (which) => (tabs) => {
    tabs[which % tabs.length]?.page.watched().left();
  },
  drop: (which) => (tabs, _browser, server) => {
    const tab = tabs[which % tabs.length];
    if (tab !== undefined) server.cut(tab.page, which % 2 === 0);
  },
  reset: () => (_tabs, browser, server) => server.startOver(`epoch-${browser.now}-${server.log.length}`),
  lose: (which) => (_tabs, browser) => {
    const random = seeded(which);
    browser.delivers = () => random() > 0.4;
  },
  heal: () => (_tabs, browser) => {
    browser.delivers = () => true;
  },
};

const story = fc.array(
  fc.record({
    act: fc.constantFrom("publish", "publish", "open", "close", ...Object.keys(acts)),
    which: fc.nat(1_000),
    thenMs: fc.oneof(fc.nat(300), fc.nat(20_000)),
  }),
  { minLength: 5, maxLength: 40 },
);

test("[N7] whatever befalls tabs, all of them come to what the server says, in order, once", {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(story, fc.nat(), async (happenings, seed) => {
      const browser = new FakeBrowser();
      browser.random = seeded(seed);
      const server = new FakeServer(browser);
      const tabs = [openTab(browser), openTab(browser)];
      await browser.pass(20_000);
      for (const { act, which, thenMs } of happenings) {
        if (act === "open" && tabs.length < 4) tabs.push(openTab(browser));
        if (act === "close" && tabs.length > 1) browser.close(tabs.splice(which % tabs.length, 1)[0]!.page);
        acts[act]?.(which)(tabs, browser, server);
        await browser.pass(thenMs);
      }
      browser.delivers = () => true;
      for (const tab of tabs) acts.thaw!(tabs.indexOf(tab))(tabs, browser, server);
      await browser.pass(60_000);
      const { cursor, announcements } = server.state;
      for (const { client, arrived, page } of tabs) {
        expect(client.connection.value.phase).toBe("live");
        expect(client.held.value?.feed.cursor).toEqual(cursor);
        expect(newestFirst(client.held.value!.feed.announcements)).toEqual(newestFirst(announcements));
        for (const offsets of arrived.values())
          expect(offsets).toEqual([...new Set(offsets)].toSorted((a, b) => a - b));
        expect(page.links.filter(({ isClosed }) => !isClosed).length).toBeLessThanOrEqual(1);
      }
      expect(tabs.filter((tab) => openLinks(tab) === 1)).toHaveLength(1);
    }),
    { numRuns: 60 },
  );
});

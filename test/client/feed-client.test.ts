import { beforeEach, describe, expect, test } from "vitest";
import { createFeedClient } from "../../client/shared/feed-client.ts";
import type { LinkOptions, LinkReports } from "../../client/shared/link.ts";
import type { Page, PageWatch } from "../../client/shared/page.ts";
import { newestFirst } from "../../server/core/feed-state.ts";
import { announced, EPOCH, publishedEntry } from "../support/feed-history.ts";

/** A page whose time stands still until it is told, and whose links do what the test says. */
function standIn() {
  let now = 1_000_000;
  let serverIsThere = true;
  const timers = new Map<() => void, number>();
  const kept = new Map<string, string>();
  const marks = new Map<string, string>();
  const links: {
    options: LinkOptions;
    report: LinkReports;
    isClosed: boolean;
    asked: ((at: number) => void)[];
  }[] = [];
  let watch: PageWatch | undefined;
  const page: Page = {
    now: () => now,
    monotonicNow: () => now - 900_000,
    random: () => 0.5,
    after: (waitMs, run) => {
      timers.set(run, now + waitMs);
      return () => timers.delete(run);
    },
    read: (name) => kept.get(name) ?? null,
    write: (name, text) => kept.set(name, text),
    mark: (name, value) => marks.set(name, value),
    watch: (given) => {
      watch = given;
    },
    isServerThere: async () => serverIsThere,
    openWebSocket: (options, report) => {
      const link = { options, report, isClosed: false, asked: [] as ((at: number) => void)[] };
      links.push(link);
      return {
        close: () => {
          link.isClosed = true;
        },
        askClock: (answer) => link.asked.push(answer),
        sayAttendance: () => {},
      };
    },
    openStream: () => ({ close: () => {}, askClock: () => {}, sayAttendance: () => {} }),
  };
  const pass = (ms: number) => {
    now += ms;
    for (const [run, at] of [...timers]) if (at <= now && timers.delete(run)) run();
  };
  const leave = () => {
    serverIsThere = false;
  };
  return { page, pass, links, kept, marks, leave, watch: () => watch! };
}

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

let stage: ReturnType<typeof standIn>;
beforeEach(() => {
  stage = standIn();
});

function liveClient(offset = 3) {
  const client = createFeedClient({ page: stage.page, keepAs: "feed", attendance: () => "online" });
  client.start();
  const { report } = stage.links[0]!;
  report.opened();
  report.hello({ protocol: 1, serverAt: "2022-11-09T01:00:00.000Z", rehearsal: true });
  report.snapshot(snapshot(offset));
  return { client, report };
}

const heldOffsets = (client: ReturnType<typeof createFeedClient>) =>
  newestFirst(client.held.value!.feed.announcements).map(({ offset }) => offset);

test("a new reader asks without a cursor and is live once it has a snapshot", () => {
  const { client } = liveClient();
  expect(stage.links[0]!.options).toEqual({ cursor: undefined, attendance: "online" });
  expect(stage.marks.get("connectionState")).toBe("live");
  expect(stage.marks.get("cursor")).toBe(`${EPOCH}.3`);
  expect(heldOffsets(client)).toEqual([3, 2, 1]);
});

test("frames join, however often they come, and heartbeats keep it live", () => {
  const { client, report } = liveClient();
  report.frame(frame(4, 5));
  report.frame(frame(4, 5));
  for (let at = 0; at < 5; at++) {
    stage.pass(10_000);
    report.frame(heartbeat(5));
  }
  expect(heldOffsets(client)).toEqual([5, 4, 3, 2, 1]);
  expect(client.connection.value.phase).toBe("live");
});

test("a gap: it closes, comes back with its cursor, and hears nothing more from the old link", () => {
  const { client, report } = liveClient();
  report.frame(frame(6));
  expect(client.connection.value.phase).toBe("waiting");
  expect(stage.links[0]!.isClosed).toBe(true);
  stage.pass(2_000);
  expect(stage.links[1]!.options.cursor).toEqual({ epoch: EPOCH, offset: 3 });
  report.frame(frame(4));
  expect(heldOffsets(client)).toEqual([3, 2, 1]);
  stage.links[1]!.report.frame(frame(4, 5, 6));
  expect(heldOffsets(client)).toEqual([6, 5, 4, 3, 2, 1]);
});

test("another epoch: what is held stays to be read, and the next link starts from nothing", () => {
  const { client, report } = liveClient();
  report.frame({ ...heartbeat(3), epoch: "another" });
  expect(heldOffsets(client)).toEqual([3, 2, 1]);
  stage.pass(2_000);
  expect(stage.links[1]!.options.cursor).toBeUndefined();
  stage.links[1]!.report.snapshot(snapshot(1, "another"));
  expect(heldOffsets(client)).toEqual([1]);
});

test("silence for fifteen seconds is a loss", () => {
  const { client } = liveClient();
  stage.pass(15_000);
  expect(client.connection.value.phase).toBe("waiting");
});

test("a link that did not open: refused where a server answers by HTTP, else only lost", async () => {
  const refused = createFeedClient({ page: stage.page });
  refused.start();
  stage.links[0]!.report.closed();
  await Promise.resolve();
  expect(refused.connection.value).toMatchObject({ phase: "waiting", refusals: 1 });
  stage.leave();
  const lost = createFeedClient({ page: stage.page });
  lost.start();
  stage.links[1]!.report.closed();
  await Promise.resolve();
  expect(lost.connection.value).toMatchObject({ phase: "waiting", refusals: 0, drops: 1 });
});

test("what was held comes back on the next visit, with its cursor", () => {
  liveClient().report.frame(frame(4));
  stage.watch().hidden();
  const again = createFeedClient({ page: stage.page, keepAs: "feed" });
  expect(heldOffsets(again)).toEqual([4, 3, 2, 1]);
  again.start();
  expect(stage.links.at(-1)!.options.cursor).toEqual({ epoch: EPOCH, offset: 4 });
});

test("nonsense from the server is a gap, not the end", () => {
  const { client, report } = liveClient();
  report.frame({ entries: "?" });
  expect(client.connection.value.phase).toBe("waiting");
});

describe("the server's clock", () => {
  test("comes from the round trip that took the least", () => {
    const { client } = liveClient();
    const serverAt = 5_000_000;
    stage.pass(40);
    stage.links[0]!.asked[0]!(serverAt + 20);
    stage.pass(400);
    stage.links[0]!.asked[1]!(serverAt + 9_999);
    expect(client.clock.now()).toBe(serverAt + 440);
  });
});

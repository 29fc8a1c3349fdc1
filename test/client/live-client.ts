/** A feed client that is live, and what its server may say. */
import { createFeedClient, type FeedClientOptions } from "../../client/shared/held/feed-client.ts";
import { newestFirst } from "../../server/core/feed-state.ts";
import { announced, EPOCH, publishedEntry } from "../support/feed-history.ts";
import type { FakeBrowser, FakePage } from "./fake-browser.ts";

export const snapshot = (offset: number, epoch = EPOCH) => ({
  reason: "new",
  cursor: { epoch, offset },
  announcements: Array.from({ length: offset }, (_, at) => announced(offset - at)),
  programmeRevision: 1,
});
export const frame = (...offsets: number[]) => ({
  epoch: EPOCH,
  after: offsets[0]! - 1,
  upTo: offsets.at(-1)!,
  entries: offsets.map((offset) => publishedEntry(offset)),
});
export const heartbeat = (offset: number) => ({ epoch: EPOCH, after: offset, upTo: offset, entries: [] });

/** The page's client, which has just been told `offset` announcements. */
export function liveClient(
  browser: FakeBrowser,
  page: FakePage,
  offset = 3,
  options: Partial<FeedClientOptions> = {},
) {
  const client = createFeedClient({ page, keepAs: "feed", attendance: () => "online", ...options });
  client.start();
  browser.now += 1_000;
  const { report } = page.links[0]!;
  report.opened();
  report.hello({ protocol: 1, serverAt: "2022-11-09T01:00:00.000Z", rehearsal: true });
  report.snapshot(snapshot(offset));
  return { client, report };
}

export const heldOffsets = (client: ReturnType<typeof createFeedClient>) =>
  newestFirst(client.held.value!.feed.announcements).map(({ offset }) => offset);

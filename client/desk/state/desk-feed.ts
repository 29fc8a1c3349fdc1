/** The desk sees what it sent arrive as readers do: through the feed, which also tells when to look again. */
import { effect } from "@preact/signals";
import { createFeedClient, type FeedClient } from "../../shared/held/feed-client.ts";
import type { Resource } from "../../shared/held/resource.ts";
import { browserPage } from "../../shared/link/browser-page.ts";
import type { DeskItems } from "./desk-items.ts";

interface Followed {
  readonly items: DeskItems;
  readonly event: Resource<object>;
  readonly programme: Resource<object>;
}

export interface DeskFeed {
  readonly client: FeedClient;
  /** Once somebody is signed in: from then on the server knows that this is no reader of the audience. */
  begin(): void;
}

export function createDeskFeed({ items, event, programme }: Followed): DeskFeed {
  const client = createFeedClient({
    page: browserPage,
    onArrived: (entries) => {
      for (const entry of entries) {
        if ("announcement" in entry) items.touch(entry.announcement.id);
        else if ("announcementId" in entry) items.touch(entry.announcementId);
        if (entry.type === "programmeChanged") programme.refresh();
        if (entry.type === "eventChanged") event.refresh();
      }
    },
  });

  /** Another log: a rehearsal ended, or entries were lost. Nothing that is held can be taken for true. */
  function followEpoch(): void {
    let epoch: string | undefined;
    effect(() => {
      const now = client.held.value?.feed.cursor.epoch;
      const isAnother = epoch !== undefined && now !== undefined && now !== epoch;
      epoch = now ?? epoch;
      if (!isAnother) return;
      event.refresh();
      programme.refresh();
      void items.reload();
    });
  }

  let hasBegun = false;
  return {
    client,
    begin: () => {
      if (hasBegun) return;
      hasBegun = true;
      client.start();
      followEpoch();
    },
  };
}

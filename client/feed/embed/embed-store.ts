/** What the widget in others' pages knows. It leaves nothing on the device and takes nothing from it. */
import { computed, signal } from "@preact/signals";
import type { Announcement, Attendance } from "../../../server/contract/announcement.ts";
import type { PublicEvent } from "../../../server/contract/event.ts";
import type { Entry } from "../../../server/contract/feed.ts";
import type { PageStart } from "../../../server/contract/page-start.ts";
import { isWithdrawn } from "../../../server/core/feed-state.ts";
import { createFeedClient } from "../../shared/held/feed-client.ts";
import { heldFromPage } from "../../shared/held/held-feed.ts";
import { browserPage } from "../../shared/link/browser-page.ts";
import type { Page } from "../../shared/link/page.ts";
import { viewOf } from "../../shared/view-model.ts";

const SHOWN = 8;
const LOOK_MS = 5_000;
/** The widgets of a much read page do not ask for the new event in one instant. */
const SPREAD_MS = 10_000;

/** Without storage, and without the tabs beside it: they may belong to other sites. */
const guest: Page = {
  ...browserPage,
  read: () => null,
  write: () => {},
  joinTabs: async () => undefined,
};

export function createEmbedStore(served: PageStart) {
  const { kind, track, limit = SHOWN } = served.embed ?? {};
  const event = signal<PublicEvent>(served.event);
  const now = signal(Date.parse(served.servedAt));
  const client = createFeedClient({ page: guest, served: heldFromPage(served), onArrived: noteArrivals });
  const timeZone = computed(() => event.value.timeZone);

  function noteArrivals(entries: readonly Entry[]): void {
    if (entries.some(({ type }) => type === "eventChanged"))
      setTimeout(() => void readEvent(), Math.random() * SPREAD_MS);
  }

  async function readEvent(): Promise<void> {
    const answer = await fetch("/api/v1/event", { credentials: "omit" }).catch(() => undefined);
    if (answer?.ok) event.value = (await answer.json()) as PublicEvent;
  }

  const view = computed(() =>
    viewOf(client.held.value?.feed.announcements ?? new Map(), {
      now: now.value,
      timeZone: timeZone.value,
      zones: event.value.zones,
      attendance: undefined,
      kind,
      track,
      shownUpTo: Number.POSITIVE_INFINITY,
      unbrokenFrom: client.held.value?.olderBefore,
    }),
  );

  return {
    served,
    attendance: signal<Attendance | undefined>(undefined),
    client,
    event,
    now,
    view,
    timeZone,
    defaultLanguages: computed(() => event.value.languages),
    /** Newest first, pinned above all; what was withdrawn is gone, and what is urgent stands above them. */
    items: computed((): Announcement[] => {
      const { urgent, pinned, days } = view.value;
      const alerts = new Set(urgent.map(({ announcement }) => announcement.id));
      const stream = [...pinned, ...days.flatMap(({ items }) => items)];
      return stream
        .filter((item): item is Announcement => !isWithdrawn(item) && !alerts.has(item.id))
        .slice(0, limit);
    }),
    isRehearsal: computed(() => client.hello.value?.rehearsal ?? event.value.rehearsal),
    start(): void {
      client.start();
      setInterval(() => {
        now.value = client.clock.now();
      }, LOOK_MS);
    },
  };
}

export type EmbedStore = ReturnType<typeof createEmbedStore>;

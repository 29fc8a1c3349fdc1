/** What a screen knows. It has no input: everything follows from the feed and the time. */
import { computed, effect, signal } from "@preact/signals";
import type { PublicEvent } from "../../server/contract/event.ts";
import type { Programme } from "../../server/contract/programme.ts";
import { createFeedClient } from "../shared/held/feed-client.ts";
import { createResource } from "../shared/held/resource.ts";
import { browserPage } from "../shared/link/browser-page.ts";
import { wordsIn } from "../shared/words/words.ts";
import { words as english, type InterfaceWords } from "../shared/words/words-en.ts";
import { screenAt } from "./kiosk-view.ts";

const SPREAD_MS = 4_000;
/** On their side and upright alike. */
const ROWS_FIT = 3;
/** A screen that was refused has nobody to load it again. */
const START_AGAIN_MS = 60_000;

export function createKioskStore() {
  const event = createResource<PublicEvent>("/api/v1/event", "kiosk-event");
  const programme = createResource<Programme>("/api/v1/programme", "kiosk-programme");
  const client = createFeedClient({
    page: browserPage,
    keepAs: "kiosk-feed",
    attendance: () => "in-person",
    onArrived: (entries) => {
      if (entries.some(({ type }) => type === "programmeChanged")) programme.refresh(SPREAD_MS);
      if (entries.some(({ type }) => type === "eventChanged")) event.refresh(SPREAD_MS);
    },
  });
  const now = signal(client.clock.now());
  /** The event's first two languages: the one large, the other below it. */
  const tongues = computed(() => (event.value.value?.languages ?? ["en"]).slice(0, 2));
  const said = signal<readonly InterfaceWords[]>([english]);
  const timeZone = computed(() => event.value.value?.timeZone ?? "UTC");
  const screen = computed(() =>
    screenAt(client.held.value?.feed.announcements ?? new Map(), {
      now: now.value,
      sessions: programme.value.value?.sessions ?? [],
      zones: event.value.value?.zones ?? [],
      rowsFit: ROWS_FIT,
    }),
  );

  async function speak(languages: readonly string[]): Promise<void> {
    document.documentElement.lang = languages[0] ?? "en";
    const loaded = await Promise.all(languages.map(wordsIn));
    said.value = loaded.filter((words) => words !== undefined);
  }

  return {
    client,
    now,
    screen,
    tongues,
    said,
    timeZone,
    event: event.value,
    start(): void {
      event.refresh();
      programme.refresh();
      client.start();
      effect(() => {
        void speak(tongues.value);
      });
      setInterval(() => {
        now.value = client.clock.now();
      }, 500);
      setInterval(() => {
        if (client.connection.value.phase === "stopped") client.start();
      }, START_AGAIN_MS);
    },
  };
}

export type KioskStore = ReturnType<typeof createKioskStore>;

/** What the views ask of it; a preview makes as much of what is being written. */
export type ScreenStore = Pick<KioskStore, "now" | "screen" | "tongues" | "said" | "timeZone" | "event"> & {
  readonly client: Pick<KioskStore["client"], "hello" | "connection" | "stale">;
};

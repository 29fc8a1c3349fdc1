/** What the feed page knows and what its reader chose: one store, made once, handed to the views. */
import { batch, computed, signal } from "@preact/signals";
import type { Attendance, Kind } from "../../server/contract/announcement.ts";
import type { PublicEvent } from "../../server/contract/event.ts";
import type { Entry } from "../../server/contract/feed.ts";
import type { PageStart } from "../../server/contract/page-start.ts";
import type { Programme } from "../../server/contract/programme.ts";
import { browserPage } from "../shared/browser-page.ts";
import { deviceStorage } from "../shared/device-storage.ts";
import { createFeedClient } from "../shared/feed-client.ts";
import { heldFromPage } from "../shared/held-feed.ts";
import { createResource } from "../shared/resource.ts";
import { viewOf } from "../shared/view-model.ts";
import { createStarred } from "./starred.ts";

/** How far down still counts as the top of the page. */
const TOP_PX = 60;
/** A hall of readers does not ask for the new programme in one instant. */
const SPREAD_MS = 4_000;

const keptAttendance = (): Attendance | undefined => {
  const kept = deviceStorage.read("attendance");
  return kept === "online" || kept === "in-person" ? kept : undefined;
};

/** Begins as the page was served, so that it can be taken over; what the device remembers comes in `start`. */
export function createFeedStore(served: PageStart) {
  const attendance = signal<Attendance | undefined>(undefined);
  const kind = signal<Kind | undefined>(undefined);
  const track = signal<string | undefined>(undefined);
  const hall = signal<string | undefined>(undefined);
  /** Only what is about sessions that the reader follows. */
  const onlyStarred = signal(false);
  const starred = createStarred();
  const event = createResource<PublicEvent>("/api/v1/event", "event", served.event);
  const programme = createResource<Programme>("/api/v1/programme", "programme", {
    revision: served.programmeRevision,
    sessions: [...served.sessions],
  });
  /** Newest offset shown; Infinity while the page is at its top and everything appears as it comes. */
  const shownUpTo = signal(Number.POSITIVE_INFINITY);
  const client = createFeedClient({
    page: browserPage,
    keepAs: "feed",
    served: heldFromPage(served),
    attendance: () => attendance.value,
    onArrived: noteArrivals,
  });
  const now = signal(Date.parse(served.servedAt));

  function noteArrivals(entries: readonly Entry[]): void {
    if (entries.some(({ type }) => type === "programmeChanged")) programme.refresh(SPREAD_MS);
    if (entries.some(({ type }) => type === "eventChanged")) event.refresh(SPREAD_MS);
  }

  /** [P1] Away from the top nothing is put in above the reader; at the top, all that came is shown. */
  function follow(): void {
    const isAtTop = scrollY <= TOP_PX;
    if (isAtTop) shownUpTo.value = Number.POSITIVE_INFINITY;
    else if (shownUpTo.value === Number.POSITIVE_INFINITY) shownUpTo.value = newestOffset();
  }

  const newestOffset = (): number => client.held.value?.feed.cursor.offset ?? 0;
  const defaultLanguages = computed(() => event.value.value?.languages ?? ["en"]);
  const timeZone = computed(() => event.value.value?.timeZone ?? "UTC");

  const view = computed(() =>
    viewOf(client.held.value?.feed.announcements ?? new Map(), {
      now: now.value,
      timeZone: timeZone.value,
      zones: event.value.value?.zones ?? [],
      attendance: attendance.value,
      kind: kind.value,
      track: track.value,
      shownUpTo: shownUpTo.value,
    }),
  );

  return {
    attendance,
    kind,
    track,
    hall,
    onlyStarred,
    starred,
    client,
    now,
    view,
    event: event.value,
    programme: programme.value,
    timeZone,
    defaultLanguages,
    start(): void {
      attendance.value = keptAttendance();
      starred.start();
      client.start();
      addEventListener("scroll", follow, { passive: true });
      setInterval(() => {
        now.value = client.clock.now();
      }, 1_000);
    },
    attend(to: Attendance): void {
      attendance.value = to;
      deviceStorage.write("attendance", to);
      client.sayAttendance(to);
    },
    choose(to: {
      kind?: Kind | undefined;
      track?: string | undefined;
      hall?: string | undefined;
      onlyStarred?: boolean;
    }): void {
      batch(() => {
        if ("kind" in to) kind.value = to.kind;
        if ("track" in to) track.value = to.track;
        if ("hall" in to) hall.value = to.hall;
        if ("onlyStarred" in to) onlyStarred.value = to.onlyStarred ?? false;
      });
    },
    /** Shows what was held back; answers the first of it, for the focus. */
    showArrived(): string | undefined {
      const first = view.value.arrived[0]?.id;
      shownUpTo.value = newestOffset();
      return first;
    },
  };
}

export type FeedStore = ReturnType<typeof createFeedStore>;

/** What the views of announcements ask of it; a preview makes as much of what is being written. */
export type ItemStore = Pick<
  FeedStore,
  "attendance" | "now" | "view" | "event" | "timeZone" | "defaultLanguages"
>;

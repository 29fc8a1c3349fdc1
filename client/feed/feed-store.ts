/** What the feed page knows and what its reader chose: one store, made once, handed to the views. */
import { batch, computed, effect, signal } from "@preact/signals";
import type { PublicEvent } from "../../server/contract/event.ts";
import type { Entry } from "../../server/contract/feed.ts";
import type { PageStart } from "../../server/contract/page-start.ts";
import type { Session } from "../../server/contract/programme.ts";
import { createFeedClient } from "../shared/held/feed-client.ts";
import { heldFromPage } from "../shared/held/held-feed.ts";
import { createResource } from "../shared/held/resource.ts";
import { browserPage } from "../shared/link/browser-page.ts";
import { dayOf } from "../shared/time.ts";
import { turnsOf, viewOf } from "../shared/view-model.ts";
import { language } from "../shared/words/words.ts";
import { createProgrammeLater } from "./board/programme-later.ts";
import { readOwnZone } from "./cards/own-time.tsx";
import { createAttendance } from "./device/attendance.ts";
import { createStarred } from "./device/starred.ts";
import { createFilters } from "./stream/filters.ts";
import { createReading } from "./stream/reading.ts";
import { createVisits } from "./stream/visits.ts";

/** A hall of readers does not ask for the new programme in one instant. */
const SPREAD_MS = 4_000;
const MINUTE_MS = 60_000;
/** Who is offline has no other clock than the device's own. */
const PATIENCE_MS = 10_000;

/** Begins as the page was served, so that it can be taken over; what the device remembers comes in `start`. */
export function createFeedStore(served: PageStart, onReset?: () => void) {
  const { attendance, attend, start: startAttendance } = createAttendance((to) => client.sayAttendance(to));
  const { start: startFilters, ...filters } = createFilters();
  const starred = createStarred();
  const event = createResource<PublicEvent>("/api/v1/event", "event", served.event);
  const programme = createProgrammeLater({
    served: {
      programme: { revision: served.programmeRevision, sessions: [...served.sessions] },
      untilMs: Date.parse(served.sessionsUntil),
    },
    clockNow: () => client.clock.now(),
    followed: () => starred.sessions.peek().values(),
    onTold: starred.renew,
  });
  const client = createFeedClient({
    page: browserPage,
    keepAs: "feed",
    served: heldFromPage(served),
    attendance: () => attendance.value,
    sharesTabs: true,
    onArrived: noteArrivals,
    ...(onReset && { onReset }),
  });
  const servedMs = Date.parse(served.servedAt);
  const now = signal(servedMs);
  const linkedId = signal(served.announcementId);
  let begunAt = 0;

  /** Until the server is heard, time goes on from when the page was drawn: this device's own may be wrong. */
  function timeNow(): number {
    const passed = performance.now() - begunAt;
    const isUnheard = client.hello.peek() === undefined && passed < PATIENCE_MS;
    return isUnheard ? servedMs + passed : client.clock.now();
  }

  const reading = createReading(
    () => client.held.value?.feed.cursor.offset ?? 0,
    client.leaveOlder,
    served.announcements.length,
  );
  const visits = createVisits(() => {
    const cursor = client.held.value?.feed.cursor;
    return cursor && { ...cursor, offset: Math.min(cursor.offset, reading.shownUpTo.peek()) };
  });

  function noteArrivals(entries: readonly Entry[]): void {
    for (const entry of entries)
      if (entry.type === "programmeChanged") programme.refresh(entry.programmeRevision);
    if (entries.some(({ type }) => type === "eventChanged")) event.refresh(SPREAD_MS);
  }

  const isViewOpened = signal(false);
  /** Which view it is, views/opened.ts reads from the address. */
  function lookAtAddress(event?: Event): void {
    if (isViewOpened.peek() || !/^#(programme|search|settings)/.test(location.hash)) return;
    // Who came to it from the feed is one step above it.
    if (event !== undefined) history.replaceState({ depth: 1 }, "");
    isViewOpened.value = true;
  }

  const defaultLanguages = computed(() => event.value.value?.languages ?? ["en"]);
  const sessions = computed(
    () =>
      new Map<string, Session>([
        ...starred.sessions.value,
        ...programme.value.value.sessions.map((session) => [session.id, session] as const),
      ]),
  );
  const timeZone = computed(() => event.value.value?.timeZone ?? "UTC");

  const announcements = computed(() => client.held.value?.feed.announcements ?? new Map());
  const turns = computed(() => turnsOf(announcements.value, starred.sessions.value.size > 0));
  /** Changes when time alone changes what is shown, so that the feed is not sorted anew each second. */
  const turn = computed(
    () => `${dayOf(now.value, timeZone.value)} ${turns.value.findLastIndex((at) => at <= now.value)}`,
  );
  const view = computed(() => {
    void turn.value;
    return viewOf(announcements.value, {
      now: now.peek(),
      timeZone: timeZone.value,
      zones: event.value.value?.zones ?? [],
      attendance: attendance.value,
      kind: filters.kind.value,
      track: filters.track.value,
      hall: event.value.value?.halls.find(({ id }) => id === filters.hall.value),
      sessions: sessions.value,
      starred: starred.sessions.value,
      onlyStarred: filters.onlyStarred.value,
      shownUpTo: reading.shownUpTo.value,
      seenUpTo: visits.seenUpTo.value,
      unbrokenFrom: client.held.value?.olderBefore,
      linkedId: linkedId.value,
      limit: reading.limit.value,
    });
  });

  return {
    served,
    /** The announcement that a link led to. */
    linkedId,
    attendance,
    attend,
    ...filters,
    reading,
    visits,
    starred,
    client,
    now,
    /** Changes when a session begins or ends. */
    boardTurn: computed(
      () =>
        programme.value.value.sessions.filter(({ startsAt }) => Date.parse(startsAt) <= now.value).length -
        programme.value.value.sessions.filter(({ endsAt }) => Date.parse(endsAt) > now.value).length,
    ),
    /** For what shows no seconds. */
    minute: computed(() => Math.floor(now.value / MINUTE_MS) * MINUTE_MS),
    view,
    event: event.value,
    programme: programme.value,
    isViewOpened,
    isRehearsal: computed(() => client.hello.value?.rehearsal ?? event.value.value?.rehearsal ?? false),
    /** By id: those near this moment, those that announcements served are about, and those that are followed. */
    sessions,
    timeZone,
    defaultLanguages,
    start(): void {
      begunAt = performance.now();
      batch(() => {
        // [SW5] Without a network it is the page of `/` that is opened on it.
        linkedId.value ??= /^\/a\/([\w-]+)$/.exec(location.pathname)?.[1];
        startAttendance();
        starred.start();
        startFilters();
        visits.start();
        readOwnZone();
      });
      effect(() => {
        // It was served with its names in one language.
        if (language.value !== served.language) event.refresh();
      });
      client.start();
      reading.start();
      addEventListener("hashchange", lookAtAddress);
      lookAtAddress();
      setInterval(() => {
        now.value = timeNow();
        programme.look(now.value);
      }, 1_000);
    },
    /** Shows what was held back; answers the first of it, for the focus. */
    showArrived(): string | undefined {
      const first = view.value.arrived[0]?.id;
      reading.catchUp();
      return first;
    },
  };
}

export type FeedStore = ReturnType<typeof createFeedStore>;

/** What the views of announcements ask of it; a preview makes as much of what is being written. */
export type ItemStore = Pick<
  FeedStore,
  "attendance" | "now" | "view" | "event" | "timeZone" | "defaultLanguages"
> &
  Partial<Pick<FeedStore, "sessions" | "starred">>;

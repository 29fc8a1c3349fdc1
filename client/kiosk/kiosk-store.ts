/** All that a screen knows. It has no input: everything follows from the feed, its settings and the time. */
import { computed, effect, type ReadonlySignal, untracked } from "@preact/signals";
import type { PublicEvent } from "../../server/contract/event.ts";
import type { Programme } from "../../server/contract/programme.ts";
import { createFeedClient } from "../shared/held/feed-client.ts";
import { createResource } from "../shared/held/resource.ts";
import { browserPage } from "../shared/link/browser-page.ts";
import { statusOf } from "../shared/link/connection-status.ts";
import type { OpenedKept } from "./device/kept.ts";
import { rowsThatFit, watchGlass, watchPicture } from "./device/picture.ts";
import { createCommands } from "./link/commands.ts";
import { createKioskLink } from "./link/kiosk-link.ts";
import { createPairing } from "./link/pairing.ts";
import { post } from "./link/post.ts";
import type { KeptBook } from "./proof/kept-book.ts";
import { createProof } from "./proof/proof.ts";
import { movesAt } from "./show/moves.ts";
import type { ScreenOptions, ShownAs } from "./show/options.ts";
import { itemsHere } from "./show/places.ts";
import { screenAt } from "./show/screen-at.ts";
import { tonguesAt } from "./show/tongues.ts";
import { createIdentity } from "./state/identity.ts";
import { createScreenTime } from "./state/screen-time.ts";
import { speakIn } from "./state/speaking.ts";
import { nextTurn } from "./state/turns.ts";
import type { ScreenStore } from "./views/screen-store.ts";

const SPREAD_MS = 4_000;
/** A screen that was refused has nobody to load it again. */
const START_AGAIN_MS = 60_000;

/** As one that nobody has claimed is shown. */
const NOBODYS: ShownAs = {
  id: "",
  layout: "foyer",
  hours: "always",
  dayParts: [],
  openingHours: [],
  blackouts: [],
};

export interface KioskParts {
  readonly kept: OpenedKept["kept"];
  readonly book: KeptBook;
  /** Whether it is this page that goes by the device's identity. */
  readonly isOnly: ReadonlySignal<boolean>;
  readonly build: string | undefined;
  readonly loadAgain: () => void;
  /** Lets go of what the device keeps of the page itself. */
  readonly emptyCaches: () => Promise<void>;
}

export function createKioskStore({ kept, book, isOnly, build, loadAgain, emptyCaches }: KioskParts) {
  const time = createScreenTime(kept);
  const identity = createIdentity(kept);
  const commands = createCommands({
    kept,
    now: () => client.clock.now(),
    after: browserPage.after,
    isServerThere: browserPage.isServerThere,
    loadAgain,
    emptyDevice: async () => {
      for (const name of ["feed", "event", "programme"]) kept.write(name, undefined);
      await kept.settled();
      await emptyCaches();
    },
  });
  const link = createKioskLink({ identity, hasIdentity: () => isOnly.peek(), onCommand: commands.take });
  const event = createResource<PublicEvent>("/api/v1/event", "event", undefined, kept);
  const programme = createResource<Programme>("/api/v1/programme", "programme", undefined, kept);
  const client = createFeedClient({
    page: {
      ...browserPage,
      now: time.deviceNow,
      read: kept.read,
      write: kept.write,
      openWebSocket: link.open,
    },
    keepAs: "feed",
    onArrived: (entries) => {
      if (entries.some(({ type }) => type === "eventChanged")) event.refresh(SPREAD_MS);
    },
  });
  const proof = createProof({ kept: book, now: client.clock.now, say: link.say });
  const pairing = createPairing({
    kept,
    post,
    after: (ms) => new Promise((done) => setTimeout(done, ms)),
    random: Math.random,
    screen: () => ({ width: innerWidth, height: innerHeight }),
    onPaired: ({ token, kiosk }) => {
      identity.take(token, kiosk);
      comeAgain();
    },
  });

  const { config } = identity;
  const { now } = time;
  const feed = computed(() => client.held.value?.feed);
  const timeZone = computed(() => event.value.value?.timeZone ?? "UTC");
  const picture = watchPicture(
    watchGlass(),
    computed(() => config.value?.orientation ?? "natural"),
  );
  const options = computed(
    (): ScreenOptions => ({
      now: now.value,
      kiosk: config.value ?? NOBODYS,
      sessions: programme.value.value?.sessions ?? [],
      zones: event.value.value?.zones ?? [],
      halls: event.value.value?.halls ?? [],
      timeZone: timeZone.value,
      rowsFit: rowsThatFit(picture.value),
    }),
  );
  const held = computed(() => feed.value?.announcements ?? new Map());
  /** [TG1] Where nobody has said which, the event's first two. */
  const tongues = computed(() => {
    const languages = config.value?.languages ?? event.value.value?.languages.slice(0, 2) ?? ["en"];
    return tonguesAt({ languages, languageMode: config.value?.languageMode ?? "together" }, now.value);
  });
  const pairingShown = computed(() => {
    if (identity.token.value !== undefined) return undefined;
    const isWhole = !identity.wasRefused.value && pairing.ranOut.value === 0 && isOnly.value;
    return { code: pairing.code.value, isWhole };
  });

  /** As whoever it is by now. */
  function comeAgain(): void {
    if (client.connection.peek().phase !== "idle") client.stop();
    client.start();
  }

  const store: ScreenStore = {
    now,
    isTimeKnown: time.isTrusted,
    timeZone,
    event: event.value,
    isRehearsal: computed(() => client.hello.value?.rehearsal ?? event.value.value?.rehearsal ?? false),
    screen: computed(() => screenAt(held.value, options.value)),
    speaking: speakIn(tongues),
    picture,
    feedUrl: computed(() => config.value?.feedUrl ?? location.origin),
    lastHeardMs: computed(() => {
      void now.value;
      const { heardAt } = client.connection.value;
      const isOffline = statusOf(client.connection.value, time.deviceNow()) === "offline";
      if (!isOffline && !client.stale.value) return undefined;
      return heardAt === undefined
        ? client.held.value?.asOf
        : heardAt + client.clock.now() - time.deviceNow();
    }),
    moves: computed(() => movesAt(itemsHere(held.value, options.value.kiosk, options.value), options.value)),
    config,
    pairing: pairingShown,
    overlay: commands.overlay,
    build,
  };

  function start(): void {
    event.refresh();
    comeAgain();
    proof.start();
    time.start({
      clock: client.clock,
      isLive: () => client.connection.peek().phase === "live",
      nextTurn: (after) => nextTurn(held.peek(), after),
    });
    effect(() => {
      if (client.hello.value === undefined) return;
      time.heard();
      event.refresh(SPREAD_MS);
    });
    effect(() => {
      const revision = feed.value?.programmeRevision;
      if (revision !== undefined && revision !== programme.value.peek()?.revision)
        programme.refresh(SPREAD_MS);
    });
    effect(() => {
      for (const item of held.value.values())
        if ("revision" in item) proof.arrived({ announcementId: item.id, revision: item.revision });
    });
    effect(() => {
      const isUnpaired = isOnly.value && identity.token.value === undefined;
      untracked(isUnpaired ? pairing.start : pairing.stop);
    });
    // It came as a reader while another page of this device went by its identity.
    if (!isOnly.peek())
      effect(() => {
        if (isOnly.value) untracked(comeAgain);
      });
    setInterval(() => {
      if (client.connection.peek().phase === "stopped") client.start();
    }, START_AGAIN_MS);
  }

  return {
    ...store,
    start,
    client,
    link,
    proof,
    isRevealNear: (withinMs: number): boolean => {
      const at = nextTurn(held.value, now.value);
      return at !== undefined && at - now.value < withinMs;
    },
  };
}

export type KioskStore = ReturnType<typeof createKioskStore>;

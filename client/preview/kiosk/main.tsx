/** One announcement as a screen on site shows it: the kiosk's own parts, fed by the desk. */
import { computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import { render } from "preact";
import type { FeedItem } from "../../../server/contract/announcement.ts";
import { dress } from "../../kiosk/device/dress.ts";
import { rowsThatFit, watchGlass, watchPicture } from "../../kiosk/device/picture.ts";
import { screenAt } from "../../kiosk/show/screen-at.ts";
import { speakIn } from "../../kiosk/state/speaking.ts";
import { KioskScreen } from "../../kiosk/views/kiosk-screen.tsx";
import type { ScreenStore } from "../../kiosk/views/screen-store.ts";
import { listenToDesk } from "../listen.ts";

const shown = listenToDesk();
const app = document.querySelector<HTMLElement>("#app")!;
const never: ReadonlySignal<undefined> = signal(undefined);
const now = signal(0);

/** The language that is looked at large, and below it the first other one of the event. */
const tongues = computed(() => {
  const { language, event } = shown.value ?? { language: "en", event: undefined };
  return [language, ...(event?.languages ?? []).filter((tag) => tag !== language)].slice(0, 2);
});
const picture = watchPicture(watchGlass(), signal("natural"));
const timeZone = computed(() => shown.value?.event?.timeZone ?? "UTC");

const store: ScreenStore = {
  now,
  isTimeKnown: signal(true),
  timeZone,
  event: computed(() => shown.value?.event),
  isRehearsal: computed(() => shown.value?.event?.rehearsal ?? false),
  speaking: speakIn(tongues),
  picture,
  feedUrl: signal(location.origin),
  lastHeardMs: never,
  moves: signal(new Map()),
  config: never,
  pairing: never,
  overlay: never,
  build: undefined,
  screen: computed(() => {
    const { announcement, event } = shown.value ?? {};
    const held = new Map<string, FeedItem>(announcement ? [[announcement.id, announcement]] : []);
    return screenAt(held, {
      now: now.value,
      kiosk: { id: "", layout: "foyer", hours: "always", dayParts: [], openingHours: [], blackouts: [] },
      sessions: [],
      zones: event?.zones ?? [],
      halls: event?.halls ?? [],
      timeZone: timeZone.value,
      rowsFit: rowsThatFit(picture.value),
    });
  }),
};

effect(() => {
  now.value = shown.value?.now ?? 0;
});
dress(app, { ...store, isAlert: signal(true) });

const KioskPreview = () => (shown.value === undefined ? null : <KioskScreen store={store} />);

render(<KioskPreview />, app);

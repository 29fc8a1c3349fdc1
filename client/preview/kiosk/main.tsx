/** One announcement as a screen on site shows it: the kiosk's own parts, fed by the desk. */
import { computed, effect, signal } from "@preact/signals";
import { render } from "preact";
import type { FeedItem } from "../../../server/contract/announcement.ts";
import { KioskScreen } from "../../kiosk/kiosk-screen.tsx";
import type { ScreenStore } from "../../kiosk/kiosk-store.ts";
import { screenAt } from "../../kiosk/kiosk-view.ts";
import { type Connection, idleConnection } from "../../shared/link/connection-state.ts";
import { wordsIn } from "../../shared/words/words.ts";
import { words as english, type InterfaceWords } from "../../shared/words/words-en.ts";
import { listenToDesk } from "../listen.ts";

const shown = listenToDesk();
const now = signal(0);
const said = signal<readonly InterfaceWords[]>([english]);

/** The language that is looked at large, and below it the first other one of the event. */
const tongues = computed(() => {
  const { language, event } = shown.value ?? { language: "en", event: undefined };
  return [language, ...(event?.languages ?? []).filter((tag) => tag !== language)].slice(0, 2);
});
const spoken = computed(() => tongues.value.join(" "));

const connected: Connection = { ...idleConnection, phase: "live" };
const store: ScreenStore = {
  now,
  tongues,
  said,
  event: computed(() => shown.value?.event),
  timeZone: computed(() => shown.value?.event?.timeZone ?? "UTC"),
  screen: computed(() => {
    const { announcement, event } = shown.value ?? {};
    const held = new Map<string, FeedItem>(announcement ? [[announcement.id, announcement]] : []);
    return screenAt(held, { now: now.value, sessions: [], zones: event?.zones ?? [], rowsFit: 3 });
  }),
  client: { hello: signal(undefined), connection: signal(connected), stale: signal(false) },
};

effect(() => {
  now.value = shown.value?.now ?? 0;
});
effect(() => {
  const languages = spoken.value.split(" ");
  document.documentElement.lang = languages[0] ?? "en";
  void Promise.all(languages.map(wordsIn)).then((loaded) => {
    if (spoken.peek() === languages.join(" ")) said.value = loaded.filter((words) => words !== undefined);
  });
});

const KioskPreview = () => (shown.value === undefined ? null : <KioskScreen store={store} />);

render(<KioskPreview />, document.querySelector("#app")!);

/** The kiosk: screens in the foyers and halls. Nobody touches them, so they never ask and never give up. */
import { computed, effect } from "@preact/signals";
import { render } from "preact";
import { dress } from "./device/dress.ts";
import { createFaults } from "./device/faults.ts";
import { missingFonts } from "./device/fonts.ts";
import { tellHealth } from "./device/health.ts";
import { openKept } from "./device/kept.ts";
import { loadAgain } from "./device/load-again.ts";
import { lockDown } from "./device/lock-down.ts";
import { keepAwake } from "./device/wake-lock.ts";
import { watchPage } from "./device/watchdog.ts";
import { createKioskStore, type KioskStore } from "./kiosk-store.ts";
import { openKeptBook } from "./proof/kept-book.ts";
import { waitToBeTheOne } from "./state/only-one.ts";
import { showingOf } from "./state/showing.ts";
import { emptyCaches, startRenewal } from "./version/renewal.ts";
import { Guarded, KioskScreen, viewedOf } from "./views/kiosk-screen.tsx";

/** What changes within this is waited for before the page is loaded again. */
const REVEAL_NEAR_MS = 60_000;

const build = document.querySelector<HTMLMetaElement>('meta[name="build"]')?.content;
const app = document.querySelector<HTMLElement>("#app")!;

async function begin(): Promise<void> {
  let store: KioskStore | undefined;
  const faults = createFaults(() => store?.client.clock.now() ?? Date.now());
  const noStorage = (reason: string) => faults.raise("storage_unavailable", reason.slice(0, 100));
  lockDown();
  const [opened, book, isOnly] = await Promise.all([
    openKept(noStorage),
    openKeptBook(noStorage),
    waitToBeTheOne(),
  ]);
  if (opened.fault !== undefined) noStorage(opened.fault);
  store = createKioskStore({ kept: opened.kept, book, isOnly, build, loadAgain, emptyCaches });
  store.start();
  const watchdog = watchPage({ faults, loadAgain, memory: sessionStorage });
  const onThrew = (error: unknown): void => {
    console.error(error);
    watchdog.threw();
    dispatchEvent(new Event("fanfare:crashed"));
  };
  app.replaceChildren();
  render(
    <Guarded store={store} onThrew={onThrew}>
      <KioskScreen store={store} />
    </Guarded>,
    app,
  );
  requestAnimationFrame(() => dispatchEvent(new Event("fanfare:up")));
  lookAfter(store, faults);
}

/** All that is not on the screen. */
function lookAfter(store: KioskStore, faults: ReturnType<typeof createFaults>): void {
  const viewed = computed(() => viewedOf(store));
  const isAlert = computed(() => viewed.value === "takeover");
  const isIdle = computed(() => {
    const shown = store.screen.value;
    const isRead = shown.screen === "honours" || (shown.screen === "stage" && shown.isNew);
    return viewed.value === shown.screen && !isAlert.value && !isRead && !store.isRevealNear(REVEAL_NEAR_MS);
  });
  dress(app, { ...store, isAlert });
  keepAwake(faults);
  void navigator.storage?.persist?.();
  void startRenewal({
    build,
    serverBuild: computed(() => store.client.hello.value?.pages),
    isIdle,
    isAlert,
    faults,
    random: Math.random,
  });
  watchForFaults(store, faults);
  tellHealth({
    build,
    startedAt: new Date(store.client.clock.now()).toISOString(),
    showing: showingOf(store, viewed),
    clock: () => ({
      offsetMs: Math.round(store.client.clock.now() - Date.now()),
      isTrusted: store.isTimeKnown.peek(),
      ...roundTrip(store.link.roundTripMs()),
    }),
    receipts: store.proof.counts,
    faults,
    isJoined: store.link.isJoined,
    say: (event, payload) => store.link.say(event, payload),
  });
}

const roundTrip = (ms: number | undefined) => (ms === undefined ? {} : { roundTripMs: Math.round(ms) });

function watchForFaults(store: KioskStore, faults: ReturnType<typeof createFaults>): void {
  effect(() => {
    if (store.isTimeKnown.value) faults.clear("clock_untrusted");
    else faults.raise("clock_untrusted");
  });
  effect(() => {
    const { transport, phase } = store.client.connection.value;
    if (transport === "websocket") faults.clear("no_websocket");
    else if (phase === "live") faults.raise("no_websocket");
  });
  const languages = computed(() =>
    (store.config.value?.languages ?? store.event.value?.languages.slice(0, 2) ?? []).join(" "),
  );
  effect(() => {
    const tags = languages.value.split(" ").filter(Boolean);
    void document.fonts.ready.then(() => {
      const [missing] = missingFonts(tags);
      if (missing === undefined) faults.clear("font_missing");
      else faults.raise("font_missing", missing);
    });
  });
}

begin().catch((error: unknown) => {
  console.error(error);
  dispatchEvent(new Event("fanfare:crashed"));
});

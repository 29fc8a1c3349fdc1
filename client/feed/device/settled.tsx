/** What can wait until the page lives: the service worker, and looking out for a newer build of the page. */
import { effect } from "@preact/signals";
import { render } from "preact";
import { deviceStorage } from "../../shared/held/device-storage.ts";
import { workerAddress } from "../../shared/trusted.ts";
import { language, words } from "../../shared/words/words.ts";
import type { FeedStore } from "../feed-store.ts";
import { keepPlace } from "../stream/place.ts";
import { type Cause, createRenewal, type Moment } from "./renewal.ts";

const LOOK_MS = 10_000;
const TOP_PX = 60;
/** A hall of pages does not load a new build in one instant. */
const SPREAD_MS = 30_000;
const UPDATE_WITHIN_MS = 5_000;

let touchedAt = Date.now();

/** Where the browser has no service worker, or not here, the page does without. */
const registered = async (): Promise<ServiceWorkerRegistration | undefined> =>
  navigator.serviceWorker?.getRegistration("/").catch(() => undefined);

async function startWorker(): Promise<void> {
  const { serviceWorker } = navigator;
  await serviceWorker.register(workerAddress("/sw.js"), { updateViaCache: "none" });
  const { ready } = serviceWorker;
  const tell = async (): Promise<void> => {
    const chosen = deviceStorage.read("language") ?? undefined;
    (await ready).active?.postMessage({ language: language.peek(), chosen });
  };
  // Another build's worker keeps other files.
  serviceWorker.addEventListener("controllerchange", tell);
  effect(() => {
    void language.value;
    void tell();
  });
}

async function prepare(cause: Cause): Promise<void> {
  keepPlace();
  const late = new Promise((resolve) => setTimeout(resolve, UPDATE_WITHIN_MS));
  await Promise.race([late, cause === "reset" ? forgetAndUpdate() : update()]);
}

const update = async (): Promise<unknown> => (await registered())?.update();

async function forgetAndUpdate(): Promise<void> {
  deviceStorage.write("feed", undefined);
  const names = await caches.keys();
  await Promise.all(
    names.filter((name) => /^fanfare-(?!device$)/.test(name)).map((name) => caches.delete(name)),
  );
  await update();
}

function createPageRenewal({ client }: FeedStore) {
  const moment = (): Moment => ({
    isLive: client.connection.peek().phase === "live",
    isHidden: document.visibilityState === "hidden",
    isAtTop: scrollY <= TOP_PX,
    touchedAt,
  });
  const { read, write } = deviceStorage;
  return createRenewal({ now: Date.now, read, write, moment, prepare, load: () => location.reload() });
}

type Renewal = ReturnType<typeof createPageRenewal>;
let renewal: Renewal | undefined;

function followBuild(store: FeedStore, { look, want, settle }: Renewal): void {
  const { build } = store.served;
  const touch = (): void => {
    touchedAt = Date.now();
  };
  for (const type of ["pointerdown", "pointermove", "keydown", "scroll", "touchstart"])
    addEventListener(type, touch, { passive: true });
  addEventListener("visibilitychange", look);
  setInterval(look, LOOK_MS);
  let timer: ReturnType<typeof setTimeout> | undefined;
  effect(() => {
    const pages = store.client.hello.value?.pages;
    clearTimeout(timer);
    if (pages === build) settle();
    else if (pages !== undefined) timer = setTimeout(want, Math.random() * SPREAD_MS, "pages");
  });
}

/** A quiet line at the foot of the page; it is there only while there is something to load. */
function Offer({ renewal: { offered, renew } }: { renewal: Renewal }) {
  if (!offered.value) return null;
  return (
    <button type="button" class="button primary" onClick={renew}>
      {words.value.newVersion}
    </button>
  );
}

function renewalOf(store: FeedStore): Renewal {
  if (renewal !== undefined) return renewal;
  renewal = createPageRenewal(store);
  const line = document.createElement("div");
  line.className = "renewal";
  line.role = "status";
  document.body.append(line);
  render(<Offer renewal={renewal} />, line);
  return renewal;
}

/** Once. */
export function settle(store: FeedStore): void {
  followBuild(store, renewalOf(store));
  startWorker().catch(() => {});
}

/** The server says that what this page holds is worth nothing. */
export const loadAnew = (store: FeedStore): void => renewalOf(store).want("reset");

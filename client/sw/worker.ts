/** The service worker: what a phone keeps of the feed, and what it is told while no page is open. */
import { handlingOf } from "./handling.ts";
import { createKeeper } from "./keeper.ts";
import { leadTo, show, subscribeAgain } from "./push.ts";
import type { Events, WorkerScope } from "./scope.ts";

/** Written in by the build: so a new one is another worker to the browser. */
declare const BUILD: string;
declare const self: WorkerScope;

const { origin } = self.location;
const keeper = createKeeper({
  caches,
  fetch,
  after: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  origin,
  build: BUILD,
});

/** The worker lives until what it does about the event is done. */
const on = <K extends keyof Events>(type: K, work: (event: Events[K]) => Promise<unknown>): void =>
  self.addEventListener(type, (event) => event.waitUntil(work(event)));

on("install", () => Promise.all([self.skipWaiting(), keeper.install()]));
on("activate", () => Promise.all([self.clients.claim(), keeper.forgetOthers()]));
on("message", async ({ data }) => {
  // The worker before may have kept something more while this one took its place; so may the next one now.
  if (self.serviceWorker.state === "activated" && !self.registration.installing) await keeper.forgetOthers();
  await keeper.told(data);
});
on("push", ({ data }) => show(self, data?.text()));
on("pushsubscriptionchange", ({ oldSubscription, newSubscription }) =>
  subscribeAgain(self, oldSubscription, newSubscription),
);
on("notificationclick", ({ notification }) => {
  notification.close();
  return leadTo(self, notification.data.path);
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const handling = handlingOf(request, origin);
  if (handling) event.respondWith(keeper.answer(request, handling, (work) => event.waitUntil(work)));
});

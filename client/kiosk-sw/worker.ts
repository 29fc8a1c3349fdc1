/** The service worker of screens: it keeps their page, and decides which version of it is started. */
import type { WorkerScope } from "../sw/scope.ts";
import { createKeeper, type Told } from "./keeper.ts";

/** Written in by the build. */
declare const BUILD: string;
declare const FILES: readonly string[];
declare const self: Omit<WorkerScope, "addEventListener"> & Pick<EventTarget, "addEventListener">;

interface WorkerEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
  readonly data: Told | { readonly type: "take" };
  readonly ports: readonly MessagePort[];
}

const { origin } = self.location;
const keeper = createKeeper({ caches, fetch, origin, build: BUILD, files: FILES });

const on = (type: string, work: (event: WorkerEvent) => Promise<unknown> | undefined): void =>
  self.addEventListener(type, (event) => {
    const waiting = event as WorkerEvent;
    const done = work(waiting);
    if (done !== undefined) waiting.waitUntil(done);
  });

// [KW6] It waits until a page says that nobody is looking at anything that must not be interrupted.
on("install", () => keeper.install());
on("activate", async () => {
  await keeper.activate();
  await self.clients.claim();
});
on("message", async ({ data, ports }) => {
  if (data.type === "take") return self.skipWaiting();
  const versions = await keeper.told(data);
  ports[0]?.postMessage(versions);
});
on("fetch", (event) => {
  const { method, mode, url } = event.request;
  const { origin: theirs, pathname } = new URL(url);
  if (method !== "GET" || theirs !== origin) return undefined;
  if (mode === "navigate" && pathname === "/kiosk") event.respondWith(keeper.page());
  else if (pathname.startsWith("/assets/")) event.respondWith(keeper.file(event.request));
  return undefined;
});

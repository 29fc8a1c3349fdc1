/** The worker's side of web push: shows what comes, leads to it, and stays subscribed. */
import type { PushOrder } from "../../server/contract/push.ts";
import { DEVICE } from "./keeper.ts";
import { notificationOf, readMessage } from "./notifications.ts";
import type { OpenPage, WorkerScope } from "./scope.ts";

/** Where the page keeps for the worker, in the cache {@link DEVICE}, what its reader asked for. */
export const WISHES = "/~push";
export interface KeptWishes {
  readonly secret: string;
  readonly order: Omit<PushOrder, "subscription">;
}

export async function show({ registration }: WorkerScope, raw: string | undefined): Promise<void> {
  const told = readMessage(raw);
  const [shown] = await registration.getNotifications({ tag: told.tag });
  const look = notificationOf(told, shown);
  await registration.showNotification(look.title, look).catch(() => registration.showNotification("Fanfare"));
}

/** In a tab that reads the feed already, else in a new one. */
export async function leadTo({ clients, location }: WorkerScope, path: string): Promise<void> {
  const open = await clients.matchAll({ type: "window", includeUncontrolled: true });
  const isFeed = ({ url, frameType }: OpenPage): boolean =>
    frameType === "top-level" && /^\/(a\/|$)/.test(new URL(url).pathname);
  const { pathname } = new URL(path, location.origin);
  try {
    await (await open.find(isFeed)!.focus()).navigate(pathname);
  } catch {
    await clients.openWindow(pathname);
  }
}

/** [SW9] The browser changed the address of this device: the server is told, and forgets the dead one by itself. */
export async function subscribeAgain(
  { registration }: WorkerScope,
  before: PushSubscription | null | undefined,
  now: PushSubscription | null | undefined,
): Promise<void> {
  const cache = await caches.open(DEVICE);
  const kept = await cache.match(WISHES);
  const options = before?.options as PushSubscriptionOptionsInit;
  const subscription = now ?? (await registration.pushManager.subscribe(options));
  const { order } = (await kept!.json()) as KeptWishes;
  const answer = await fetch("/api/v1/push", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ ...order, subscription }),
  });
  const { secret } = (await answer.json()) as KeptWishes;
  if (secret) await cache.put(WISHES, new Response(JSON.stringify({ order, secret })));
}

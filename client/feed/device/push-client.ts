/**
 * Web push, by the reader's own wish: what they want to be told of goes to the server with the address that the
 * browser's push service gave out, and is known there by a secret that this device alone keeps.
 *
 * - [PC1] Wishes, language, attendance and followed sessions that change are told to the server, once for a
 *         number of changes, also those that were changed while it could not be reached.
 * - [PC2] What the browser or the server has dropped is made anew while the reader still wants it; where the
 *         browser has since been told to show nothing, it is forgotten.
 */
import { effect, signal } from "@preact/signals";
import type { PushKept } from "../../../server/contract/push.ts";
import { deviceStorage } from "../../shared/held/device-storage.ts";
import { language } from "../../shared/words/words.ts";
import type { FeedStore } from "../feed-store.ts";
import { keep, readKept, WISHES } from "../views/device-cache.ts";
import { type Order, orderOf, readWishes, type Wishes } from "../views/wishes.ts";
import { installState } from "./installed.ts";

const ADDRESS = "/api/v1/push";
const NAME = "push";
/** A star is often followed by another. */
const PAUSE_MS = 2_000;
const WORKER_WITHIN_MS = 10_000;

interface Known {
  readonly secret: string;
  /** As the server last heard it. */
  readonly order: Order;
}

/** Undefined: nothing is wanted. */
export const wishes = signal<Wishes | undefined>(readWishes(deviceStorage.read(NAME)));

export type PushState = "possible" | "unsupported" | "installFirst" | "denied";

export function pushState(): PushState {
  if (!("PushManager" in window) || !("serviceWorker" in navigator))
    return installState() === "byHand" ? "installFirst" : "unsupported";
  return Notification.permission === "denied" ? "denied" : "possible";
}

const knownHere = (): Promise<Known | undefined> => readKept<Known>(WISHES);

/** JSON there and back; undefined where the server has none such. Everything else that is not well throws. */
async function call<T>(method: string, path = "", body?: unknown): Promise<T | undefined> {
  const answer = await fetch(ADDRESS + path, {
    method,
    ...(body === undefined
      ? {}
      : { headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) }),
  });
  if (answer.status === 404) return undefined;
  if (!answer.ok) throw new Error(String(answer.status));
  const text = await answer.text();
  return text === "" ? ({} as T) : JSON.parse(text);
}

const tooLate = (): Promise<never> =>
  new Promise((_, reject) => setTimeout(reject, WORKER_WITHIN_MS, new Error("no worker")));

async function manager(): Promise<PushManager> {
  const { pushManager } = await Promise.race([navigator.serviceWorker.ready, tooLate()]);
  return pushManager;
}

const bytesOf = (base64url: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(base64url.replaceAll("-", "+").replaceAll("_", "/")), (each) => each.charCodeAt(0));

async function subscribe(order: Order): Promise<void> {
  const push = await manager();
  const { publicKey } = (await call<{ publicKey: string }>("GET"))!;
  const options = { userVisibleOnly: true, applicationServerKey: bytesOf(publicKey) };
  const subscription = await push.subscribe(options).catch(async () => {
    // One made for a server with another key stands in the way.
    await (await push.getSubscription())?.unsubscribe();
    return push.subscribe(options);
  });
  const told = await call<{ secret: string }>("POST", "", { ...order, subscription: subscription.toJSON() });
  const before = await knownHere();
  await keep(WISHES, JSON.stringify({ secret: told!.secret, order }));
  if (before !== undefined && before.secret !== told!.secret) await call("DELETE", `/${before.secret}`);
}

const orderNow = ({ attendance, starred }: FeedStore, wanted: Wishes): Order =>
  orderOf(wanted, language.value, attendance.value, starred.sessions.value.keys());

function want(wanted: Wishes | undefined): void {
  wishes.value = wanted;
  deviceStorage.write(NAME, wanted && JSON.stringify(wanted));
}

/** Asks the browser, which asks the reader; false where either said no, or the server cannot be reached. */
export async function startPush(store: FeedStore, wanted: Wishes): Promise<boolean> {
  try {
    if ((await Notification.requestPermission()) !== "granted") return false;
    await subscribe(orderNow(store, wanted));
  } catch {
    return false;
  }
  want(wanted);
  keepWishes(store);
  return true;
}

/** Told to the server by {@link keepWishes}. */
export const changeWishes = want;

/** False where the server could not be reached: then all stays as it is, so that it can be tried again. */
export async function stopPush(): Promise<boolean> {
  try {
    const known = await knownHere();
    if (known !== undefined) await call("DELETE", `/${known.secret}`);
    const registration = await navigator.serviceWorker?.getRegistration();
    await (await registration?.pushManager?.getSubscription())?.unsubscribe();
  } catch {
    return false;
  }
  await keep(WISHES, undefined);
  want(undefined);
  return true;
}

/** All that the server keeps about this device; undefined where it keeps nothing. */
export async function keptThere(): Promise<PushKept | undefined> {
  const known = await knownHere();
  return known && (await call<PushKept>("GET", `/${known.secret}`));
}

let isKeeping = false;

/** From now on the server knows what is wanted here. */
export function keepWishes(store: FeedStore): void {
  if (isKeeping) return;
  isKeeping = true;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tell = async (order: Order): Promise<void> => {
    try {
      if (Notification.permission !== "granted") {
        await stopPush();
        return;
      }
      const known = await knownHere();
      const isThere = (await (await manager()).getSubscription()) !== null;
      const isSame = known !== undefined && JSON.stringify(known.order) === JSON.stringify(order);
      if (isThere && isSame) return;
      const told = isThere && known && (await call("PUT", `/${known.secret}`, order));
      if (told) await keep(WISHES, JSON.stringify({ ...known, order }));
      else await subscribe(order);
    } catch {
      timer = setTimeout(tell, 30_000 * (1 + Math.random()), order);
    }
  };
  effect(() => {
    clearTimeout(timer);
    if (wishes.value !== undefined) timer = setTimeout(tell, PAUSE_MS, orderNow(store, wishes.value));
  });
}

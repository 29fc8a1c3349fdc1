/** What the worker uses of a service worker's world, which the types of a page do not know. */
import type { Reader } from "./keeper.ts";
import type { NotificationLook } from "./notifications.ts";

export interface WaitingEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}

export interface AskedEvent extends WaitingEvent {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}

export interface ToldEvent extends WaitingEvent {
  readonly data: Reader;
}

export interface PushedEvent extends WaitingEvent {
  readonly data: { text(): string } | null;
}

export interface ClickedEvent extends WaitingEvent {
  readonly notification: Notification;
}

export interface ChangedEvent extends WaitingEvent {
  readonly oldSubscription?: PushSubscription | null;
  readonly newSubscription?: PushSubscription | null;
}

/** A page of ours that is open. */
export interface OpenPage {
  readonly url: string;
  readonly frameType: string;
  focus(): Promise<OpenPage>;
  navigate(path: string): Promise<OpenPage | null>;
}

export interface Events {
  install: WaitingEvent;
  activate: WaitingEvent;
  fetch: AskedEvent;
  message: ToldEvent;
  push: PushedEvent;
  notificationclick: ClickedEvent;
  pushsubscriptionchange: ChangedEvent;
}

export interface WorkerScope {
  readonly location: Location;
  /** Itself, as its pages see it. */
  readonly serviceWorker: ServiceWorker;
  readonly registration: Omit<ServiceWorkerRegistration, "showNotification"> & {
    showNotification(title: string, look?: NotificationLook): Promise<void>;
  };
  readonly clients: {
    claim(): Promise<void>;
    matchAll(options: { type: "window"; includeUncontrolled: boolean }): Promise<readonly OpenPage[]>;
    openWindow(path: string): Promise<OpenPage | null>;
  };
  skipWaiting(): Promise<void>;
  addEventListener<K extends keyof Events>(type: K, listener: (event: Events[K]) => void): void;
}

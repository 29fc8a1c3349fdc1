/**
 * What a device is shown of a push message. Pure.
 *
 * - [SW7] Every message shows something, also one that cannot be read: a worker that shows nothing loses its leave.
 * - [SW8] An announcement has one notification. A later revision or its withdrawal replaces it; an earlier one,
 *         come late, leaves what is shown.
 */
import type { PushMessage } from "../../server/contract/push.ts";

/** One that stands already, as the browser tells of it. */
export interface Shown {
  readonly title: string;
  readonly body: string;
  readonly lang: string;
  readonly dir: NotificationDirection;
  readonly requireInteraction: boolean;
  readonly data: { readonly path: string; readonly revision: number };
}

/** As `showNotification` takes it. */
export interface NotificationLook extends Shown {
  readonly tag: string;
  /** Sounds again though it replaces one. */
  readonly renotify: boolean;
  readonly silent: boolean | null;
  readonly icon: string;
  readonly badge: string;
}

export interface Told extends Shown {
  readonly tag: string;
}

type Loose = { readonly [name in keyof PushMessage]?: PushMessage[name] };

export function readMessage(raw: string | undefined): Told {
  const message = looseOf(raw);
  const { title = "Fanfare", body = "", path = "/", revision = 0, urgent = false } = message;
  const { language: lang = "", direction: dir = "auto", announcementId: tag = "fanfare" } = message;
  return { title, body, lang, dir, tag, requireInteraction: urgent, data: { path, revision } };
}

function looseOf(raw: string | undefined): Loose {
  try {
    return Object(JSON.parse(raw!));
  } catch {
    return {};
  }
}

export function notificationOf(told: Told, shown: Shown | undefined): NotificationLook {
  const stands = shown?.data.revision ?? -1;
  const words = stands > told.data.revision ? shown! : told;
  const { title, body, lang, dir, requireInteraction, data } = words;
  const isNews = stands < told.data.revision;
  return {
    title,
    body,
    lang,
    dir,
    requireInteraction,
    data,
    tag: told.tag,
    renotify: isNews && requireInteraction,
    silent: isNews ? null : true,
    icon: "/icon-192.png",
    badge: "/badge-96.png",
  };
}

/** Who we are to push services (RFC 8292): a key pair that all nodes share, made at the first start. */
import type { Redis } from "ioredis";
import webPush from "web-push";
import { PREFIX } from "../store/keys.ts";
import { asStoreFailure } from "../store/redis-connection.ts";

const KEY = `${PREFIX}:push-vapid`;
/** A signature holds 12 hours; one that is half as old is made anew. */
const SIGNED_FOR_MS = 6 * 3_600_000;
const MOST_SIGNED = 1_000;

export interface VapidKeys {
  readonly publicKey: string;
  readonly privateKey: string;
}

/** Throws a StoreFailure where Redis cannot serve. Other keys than before would make every subscription useless. */
export async function sharedVapidKeys(redis: Redis): Promise<VapidKeys> {
  try {
    const known = await redis.get(KEY);
    if (known !== null) return JSON.parse(known) as VapidKeys;
    await redis.set(KEY, JSON.stringify(webPush.generateVAPIDKeys()), "NX");
    return JSON.parse((await redis.get(KEY))!) as VapidKeys;
  } catch (error) {
    throw asStoreFailure(error, false);
  }
}

const NOT_PUBLIC = /(^|\.)(localhost|local|internal|test|invalid|example)$|^[^.]*$|^[\d.]+$|:/;

/**
 * Whom a push service may write to where something is wrong. Apple refuses an address that is not one of the
 * public net, so where nothing better is known it is one that at least looks like it.
 */
export function vapidSubject(publicUrl: string | undefined, email: string): string {
  const url = publicUrl === undefined ? null : URL.parse(publicUrl);
  if (url?.protocol === "https:" && !NOT_PUBLIC.test(url.hostname)) return url.origin;
  return NOT_PUBLIC.test(email.split("@")[1] ?? "") ? "mailto:push@example.org" : `mailto:${email}`;
}

/** Signs for each push service once in a while, not for each message. */
export class VapidSigner {
  readonly #keys: VapidKeys;
  readonly #subject: string;
  readonly #signed = new Map<string, { readonly header: string; readonly untilMs: number }>();

  constructor(keys: VapidKeys, subject: string) {
    this.#keys = keys;
    this.#subject = subject;
  }

  /** The `Authorization` for an endpoint. */
  authorizationFor(endpoint: string): string {
    const { origin } = new URL(endpoint);
    const known = this.#signed.get(origin);
    if (known !== undefined && known.untilMs > performance.now()) return known.header;
    const { publicKey, privateKey } = this.#keys;
    const { Authorization: header } = webPush.getVapidHeaders(
      origin,
      this.#subject,
      publicKey,
      privateKey,
      "aes128gcm",
    );
    if (this.#signed.size >= MOST_SIGNED) this.#signed.clear();
    this.#signed.set(origin, { header, untilMs: performance.now() + SIGNED_FOR_MS });
    return header;
  }
}

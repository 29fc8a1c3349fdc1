/** What a reader without an account may do about push: subscribe, see what is kept, change it, have it forgotten. */
import { createHash, createPublicKey, randomBytes } from "node:crypto";
import { fieldError } from "../contract/field-codes.ts";
import type { PushKept, PushOrder, PushSubscribed, PushWishes } from "../contract/push.ts";
import { type FieldError, granted, type Result, refused } from "../contract/refusals.ts";
import { instant } from "../core/record.ts";
import type { PushStore, PushSubscriber } from "../store/push.ts";
import { endpointFault, isBrowsersOwn } from "./endpoint.ts";
import type { PushThrottle } from "./throttle.ts";

const ATTEMPTS = 8;
const FULL_FOR_MS = 3_600_000;

export interface PushSubscriptionsParts {
  readonly store: PushStore;
  readonly throttle: PushThrottle;
  readonly clock: { nowMs(): number };
  /** One origin that may be anywhere, for tests. */
  readonly testOrigin?: string | undefined;
}

export class PushSubscriptions {
  readonly #parts: PushSubscriptionsParts;

  constructor(parts: PushSubscriptionsParts) {
    this.#parts = parts;
  }

  /** [U5] What its endpoint had before is replaced, and opens with the new secret alone. */
  async subscribe(order: PushOrder, address: string): Promise<Result<PushSubscribed>> {
    const { store, throttle, clock, testOrigin } = this.#parts;
    const errors = faultsOf(order, testOrigin);
    if (errors.length > 0) return refused("invalid", undefined, { errors });
    const allowed = await throttle.attempt(address, sizeOf(order));
    if (!allowed.ok) return allowed;
    const { endpoint, keys, expirationTime } = order.subscription;
    const secret = randomBytes(32).toString("base64url");
    const nowMs = clock.nowMs();
    const put = await store.put({
      endpoint: new URL(endpoint).href,
      ...keys,
      ...(typeof expirationTime === "number" ? { expiresAtMs: expirationTime } : {}),
      ...wishesOf(order),
      createdAtMs: nowMs,
      changedAtMs: nowMs,
      secretHash: hashOf(secret),
      ...(isBrowsersOwn(endpoint) ? {} : { isOther: true as const }),
    });
    return put === "full" ? noRoom() : granted({ ...keptOf(put), secret });
  }

  async kept(secret: string): Promise<Result<PushKept>> {
    const subscriber = await this.#parts.store.bySecret(hashOf(secret));
    return subscriber === undefined ? refused("not_found") : granted(keptOf(subscriber));
  }

  async change(secret: string, wishes: PushWishes, address: string): Promise<Result<PushKept>> {
    const { store, throttle, clock } = this.#parts;
    const allowed = await throttle.attempt(address, sizeOf(wishes));
    if (!allowed.ok) return allowed;
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const before = await store.bySecret(hashOf(secret));
      if (before === undefined) return refused("not_found");
      const { language: _language, ...rest } = before;
      const after = { ...rest, ...wishesOf(wishes), changedAtMs: clock.nowMs() };
      const outcome = await store.replace(before, after);
      if (outcome === "done") return granted(keptOf(after));
      if (outcome === "full") return noRoom();
    }
    throw new Error("a push subscription kept changing while it was changed");
  }

  async forget(secret: string): Promise<Result<undefined>> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const before = await this.#parts.store.bySecret(hashOf(secret));
      if (before === undefined) return refused("not_found");
      if ((await this.#parts.store.forget(before)) === "done") return granted(undefined);
    }
    throw new Error("a push subscription kept changing while it was forgotten");
  }
}

const sizeOf = (asked: PushOrder | PushWishes): number => JSON.stringify(asked).length;

const noRoom = () =>
  refused("storage_full", "no more devices can subscribe to this event", { retryAfterMs: FULL_FOR_MS });

const wishesOf = ({ language, filters }: PushWishes) => ({
  ...(language === undefined ? {} : { language }),
  filters,
});

function keptOf({ endpoint, createdAtMs, changedAtMs, ...wishes }: PushSubscriber): PushKept {
  return {
    service: new URL(endpoint).host,
    createdAt: instant(createdAtMs),
    changedAt: instant(changedAtMs),
    ...wishesOf(wishes),
  };
}

function faultsOf({ subscription }: PushOrder, testOrigin: string | undefined): FieldError[] {
  const { endpoint, keys } = subscription;
  const fault = endpointFault(endpoint, testOrigin);
  const errors = fault === undefined ? [] : [fieldError("subscription.endpoint", fault, "bad_link")];
  if (!isPoint(Buffer.from(keys.p256dh, "base64url")))
    errors.push(fieldError("subscription.keys.p256dh", "must be a point on P-256", "malformed"));
  if (Buffer.from(keys.auth, "base64url").length !== 16)
    errors.push(fieldError("subscription.keys.auth", "must be 16 bytes", "malformed"));
  return errors;
}

function isPoint(bytes: Buffer): boolean {
  if (bytes.length !== 65 || bytes[0] !== 4) return false;
  const x = bytes.subarray(1, 33).toString("base64url");
  const y = bytes.subarray(33).toString("base64url");
  try {
    createPublicKey({ key: { kty: "EC", crv: "P-256", x, y }, format: "jwk" });
    return true;
  } catch {
    return false;
  }
}

/** 256 random bits: nobody guesses one, so a plain hash keeps it well. */
const hashOf = (secret: string): string => createHash("sha256").update(secret).digest("base64url");

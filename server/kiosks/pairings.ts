/**
 * How a screen comes to be one of ours, in the shape of RFC 8628: it shows a code, somebody types it at the desk,
 * and it is given a token.
 *
 * - [KP1] A code is good for ten minutes and for one claim; a device code for one token.
 * - [KP2] Who asks again sooner than told is told `slow_down`, and gets their token all the same once it is there.
 * - [KP3] A device that did not hear the answer says so (`again`) and is given another token in the place of the
 *         first, as long as nobody has come with that.
 * - [KP4] A screen that takes the place of another has its name, place and history; nobody comes in with the old
 *         one's tokens any more.
 */

import { hashOf, newId, newSecret } from "../accounts/secrets.ts";
import type { DeskEvent } from "../contract/event.ts";
import { fieldError } from "../contract/field-codes.ts";
import type { ClaimBody, Pairing, WaitingScreen } from "../contract/kiosk.ts";
import type { Actor } from "../contract/people.ts";
import { granted, type Result, refused } from "../contract/refusals.ts";
import { instant } from "../core/record.ts";
import { sameText } from "../core/same-text.ts";
import type { KioskRecord, KioskStore, KnownPairing, PairingRecord } from "../store/kiosks.ts";
import { aScreen, noteOf } from "./notes.ts";
import type { PairingThrottle } from "./pairing-throttle.ts";
import { changedSettings, newSettings, settingFaults } from "./settings.ts";
import { newUserCode, readUserCode } from "./user-codes.ts";

export const CODE_MS = 600_000;
export const INTERVAL_MS = 5_000;
/** A device that keeps to the interval is never early, though its packets travel unevenly. */
const EARLY_MS = 500;
/** A screen shows so long after it was looked up that it is the one. */
const LOOKED_AT_MS = 60_000;
/** Like those of programs, so that a scanner of leaks finds them. */
export const KIOSK_TOKEN_PREFIX = "ffk_";
const ATTEMPTS = 8;

export interface PairingsParts {
  readonly store: KioskStore;
  readonly throttle: PairingThrottle;
  readonly clock: { nowMs(): number };
  readonly event: () => DeskEvent;
}

export interface NewPairing {
  readonly device?: string | undefined;
  readonly screen?: { readonly width: number; readonly height: number } | undefined;
}

export interface GivenToken {
  readonly token: string;
  readonly kiosk: KioskRecord;
}

export class Pairings {
  readonly #parts: PairingsParts;

  constructor(parts: PairingsParts) {
    this.#parts = parts;
  }

  async open({ device, screen }: NewPairing, address: string): Promise<Result<Pairing>> {
    const { store, throttle, clock } = this.#parts;
    const allowed = await throttle.open(address);
    if (!allowed.ok) return allowed;
    const deviceCode = newSecret();
    const expiresAtMs = clock.nowMs() + CODE_MS;
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const userCode = newUserCode();
      const pairing: PairingRecord = {
        userCode,
        expiresAtMs,
        ...(device === undefined ? {} : { device }),
        ...(screen === undefined ? {} : { screen }),
      };
      const outcome = await store.openPairing(hashOf(deviceCode), pairing, CODE_MS);
      if (outcome === "done")
        return granted({ deviceCode, userCode, expiresAt: instant(expiresAtMs), intervalMs: INTERVAL_MS });
    }
    throw new Error("no user code is free");
  }

  /** [KP2] [KP3] */
  async token(deviceCode: string, again: boolean): Promise<Result<GivenToken>> {
    const { store, clock } = this.#parts;
    const hash = hashOf(deviceCode);
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const pairing = await store.pairing(hash);
      if (pairing === undefined || pairing.expiresAtMs <= clock.nowMs()) return refused("expired_token");
      if (pairing.kioskId === undefined) return await this.#pending(hash);
      const kiosk = await store.kiosk(pairing.kioskId);
      if (kiosk === undefined || !isToBeGiven(kiosk, pairing, again)) return refused("expired_token");
      const given = await this.#give({ hash, pairing }, kiosk);
      if (given !== undefined) return granted(given);
    }
    throw new Error("a pairing kept changing while its token was given");
  }

  async #pending(hash: string): Promise<Result<never>> {
    const { store } = this.#parts;
    const isEarly = !(await store.mayPoll(hash, INTERVAL_MS - EARLY_MS));
    if (isEarly) return refused("slow_down", undefined, { retryAfterMs: INTERVAL_MS });
    const isLookedAt = await store.isLookedAt(hash);
    return refused("authorization_pending", undefined, {
      retryAfterMs: INTERVAL_MS,
      ...(isLookedAt ? { more: { isLookedAt } } : {}),
    });
  }

  async #give({ hash, pairing }: KnownPairing, before: KioskRecord): Promise<GivenToken | undefined> {
    const { store, clock } = this.#parts;
    const token = KIOSK_TOKEN_PREFIX + newSecret();
    const tokenHash = hashOf(token);
    const kiosk = { ...before, tokens: [{ hash: tokenHash, issuedAtMs: clock.nowMs() }] };
    const outcome = await store.change({
      kiosk: { before, after: kiosk },
      pairing: { hash, before: pairing, after: { ...pairing, tokenHash } },
      notes: [noteOf("give-kiosk-token", aScreen, kiosk.id)],
    });
    return outcome === "done" ? { token, kiosk } : undefined;
  }

  /** Which screen shows this code; it says so for a minute. */
  async lookUp(typed: string, by: Actor): Promise<Result<WaitingScreen>> {
    const found = await this.#find(typed, by);
    if (!found.ok) return found;
    const { hash, pairing } = found.value;
    await this.#parts.store.lookAt(hash, LOOKED_AT_MS);
    const { userCode, device, screen, expiresAtMs } = pairing;
    return granted({
      userCode,
      expiresAt: instant(expiresAtMs),
      ...(device === undefined ? {} : { device }),
      ...(screen === undefined ? {} : { screen }),
    });
  }

  /** [KP1] [KP4] */
  async claim(
    { userCode: typed, replaces, ...change }: ClaimBody,
    by: Actor,
  ): Promise<Result<{ readonly kiosk: KioskRecord; readonly isNew: boolean }>> {
    const { store, event } = this.#parts;
    const errors = settingFaults(change, event());
    if (errors.length > 0) return refused("invalid", undefined, { errors });
    const found = await this.#find(typed, by);
    if (!found.ok) return found;
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const before = replaces === undefined ? undefined : await store.kiosk(replaces);
      if (replaces !== undefined && (before === undefined || before.removedAtMs !== undefined))
        return noSuchKiosk(replaces);
      const kiosk = this.#claimed(before, change, by);
      const { hash, pairing } = found.value;
      const outcome = await store.change({
        kiosk: { ...(before === undefined ? {} : { before }), after: kiosk },
        pairing: { hash, before: pairing, after: { ...pairing, kioskId: kiosk.id } },
        closesCode: pairing.userCode,
        notes: [noteOf(before === undefined ? "pair-kiosk" : "replace-kiosk", by, kiosk.id)],
      });
      if (outcome === "done") return granted({ kiosk, isNew: before === undefined });
      if (outcome === "full") return refused("storage_full", "there are as many screens as there may be");
      // Somebody else claimed it, or changed the screen that it is to replace.
      const now = await store.pairing(hash);
      if (now === undefined || now.kioskId !== undefined) return noSuchCode();
    }
    throw new Error("a screen kept changing while it was replaced");
  }

  #claimed(
    before: KioskRecord | undefined,
    change: Omit<ClaimBody, "userCode" | "replaces">,
    by: Actor,
  ): KioskRecord {
    const settings = before?.settings ?? newSettings(change.name!, this.#parts.event());
    return {
      id: before?.id ?? newId(),
      revision: (before?.revision ?? 0) + 1,
      settings: changedSettings(settings, change),
      tokens: [],
      pairedAtMs: this.#parts.clock.nowMs(),
      pairedBy: by.id,
      pairedByName: by.name,
    };
  }

  /** A code that nobody shows counts against whoever typed it. */
  async #find(typed: string, by: Actor): Promise<Result<KnownPairing>> {
    const { store, throttle, clock } = this.#parts;
    const allowed = await throttle.guess(by.id);
    if (!allowed.ok) return allowed;
    const found = await store.pairingByCode(readUserCode(typed));
    if (
      found === undefined ||
      found.pairing.kioskId !== undefined ||
      found.pairing.expiresAtMs <= clock.nowMs()
    )
      return noSuchCode();
    await allowed.value.takeBack();
    return granted(found);
  }
}

/** Not yet, or again where it was not heard: nobody has come with that token then. */
function isToBeGiven(kiosk: KioskRecord, { tokenHash }: PairingRecord, again: boolean): boolean {
  if (kiosk.removedAtMs !== undefined || kiosk.stoppedAtMs !== undefined) return false;
  if (tokenHash === undefined) return true;
  return (
    again && kiosk.tokens.some(({ hash, usedAtMs }) => sameText(hash, tokenHash) && usedAtMs === undefined)
  );
}

const noSuchCode = () =>
  refused("not_found", "no screen shows this code", {
    errors: [fieldError("userCode", "no screen shows this code", "unknown_code")],
  });

const noSuchKiosk = (id: string) =>
  refused("invalid", undefined, {
    errors: [fieldError("replaces", "there is no such screen", "unknown_kiosk", { id })],
  });

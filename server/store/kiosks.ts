/**
 * What is kept of screens: the port that Redis and its memory twin both fill.
 *
 * - [KS1] A change decided on a screen or a pairing that has changed since does nothing.
 * - [KS2] A change is all or nothing, and its notes are links of the audit chain in the same step.
 * - [KS3] Tokens and device codes are never here, only their hashes.
 * - [KS4] A user code belongs to one pairing. Pairings leave by themselves when their time is over.
 */
import type { Blackout, CommandName, KioskSettings } from "../contract/kiosk.ts";
import type { AuditNote } from "../core/change.ts";
import type { KioskTokens } from "../core/kiosk-tokens.ts";

export interface KioskRecord {
  readonly id: string;
  /** Of the settings. */
  readonly revision: number;
  readonly settings: KioskSettings;
  /** None: nobody comes in as this screen. */
  readonly tokens: KioskTokens;
  readonly pairedAtMs: number;
  readonly pairedBy: string;
  readonly pairedByName: string;
  /** Two came as this screen. */
  readonly stoppedAtMs?: number;
  /** It is kept for what it has shown, and is on no list any more. */
  readonly removedAtMs?: number;
}

/** A device that shows a code. */
export interface PairingRecord {
  readonly userCode: string;
  readonly expiresAtMs: number;
  readonly device?: string;
  readonly screen?: { readonly width: number; readonly height: number };
  /** It was claimed: as which screen. */
  readonly kioskId?: string;
  /** Hash of the token that it was given. */
  readonly tokenHash?: string;
}

export interface KnownPairing {
  /** Of the device code. */
  readonly hash: string;
  readonly pairing: PairingRecord;
}

/** To one screen, to those of a zone, or to all. */
export interface CommandRecord {
  readonly id: string;
  readonly command: CommandName;
  readonly sentAtMs: number;
  readonly expiresAtMs: number;
  readonly byName: string;
  readonly kioskId?: string;
  readonly zone?: string;
}

export interface CommandAnswer {
  readonly ok: boolean;
  readonly code?: string;
  readonly atMs: number;
}

/** Everything that is done to screens, in one step; what is absent is left as it is. */
export interface KiosksChange {
  /** `before`: what it must be still; absent, it is new. */
  readonly kiosk?: { readonly before?: KioskRecord; readonly after: KioskRecord };
  /** Keeps its time. */
  readonly pairing?: { readonly hash: string; readonly before: PairingRecord; readonly after: PairingRecord };
  /** A user code that nobody can claim any more. */
  readonly closesCode?: string;
  readonly command?: CommandRecord;
  readonly putsBlackout?: Blackout;
  readonly dropsBlackout?: string;
  /** At least one: nothing is done unseen. */
  readonly notes: readonly [AuditNote, ...AuditNote[]];
}

/**
 * - `changed`: the screen or the pairing is no longer what it was.
 * - `gone`: there is no such blackout.
 * - `full`: there are as many screens or blackouts as there may be.
 */
export type KiosksOutcome = "done" | "changed" | "gone" | "full";

/** Those that were removed count as long as they are kept. */
export const KIOSKS_MOST = 10_000;
export const BLACKOUTS_MOST = 1_000;
/** How many commands can be looked back at. */
export const COMMANDS_KEPT = 500;
/** How long what screens answered is kept. */
export const ANSWERS_KEPT_MS = 86_400_000;

export interface KioskStore {
  kiosk(id: string): Promise<KioskRecord | undefined>;
  /** In no order, those removed among them. */
  kiosks(): Promise<readonly KioskRecord[]>;
  blackouts(): Promise<readonly Blackout[]>;

  /** `taken`: another pairing has that user code. */
  openPairing(hash: string, pairing: PairingRecord, keepMs: number): Promise<"done" | "taken">;
  pairing(hash: string): Promise<PairingRecord | undefined>;
  pairingByCode(userCode: string): Promise<KnownPairing | undefined>;
  /** Whether it is so long since this device asked last; if so, it has asked now. */
  mayPoll(hash: string, intervalMs: number): Promise<boolean>;
  /** Somebody at the desk has typed its code, and looks for some time which screen says so. */
  lookAt(hash: string, keepMs: number): Promise<void>;
  isLookedAt(hash: string): Promise<boolean>;

  /** Newest first. */
  commands(limit: number): Promise<readonly CommandRecord[]>;
  answer(commandId: string, kioskId: string, answer: CommandAnswer): Promise<void>;
  /** By the ids of screens. */
  answers(commandId: string): Promise<ReadonlyMap<string, CommandAnswer>>;

  change(change: KiosksChange): Promise<KiosksOutcome>;
  /** Screens that were removed before an instant. */
  forgetRemoved(beforeMs: number): Promise<number>;
}

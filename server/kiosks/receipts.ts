/**
 * Proof of display: what screens say that they have shown, and what the desk is told of it.
 *
 * - [KR3] Each record of a batch is answered by itself, so that a bad one blocks none of the others.
 * - [KR4] What is refused as it will always be (`invalid`, `not_found`) a screen sets aside; anything else it
 *         sends again.
 */
import type { FeedItem } from "../contract/announcement.ts";
import type { AnnouncementReceipts } from "../contract/desk-kiosk.ts";
import type { Zone } from "../contract/event.ts";
import {
  RECEIPTS_MOST,
  type Receipt,
  receiptSchema,
  receiptsMessageSchema,
} from "../contract/kiosk-socket.ts";
import { granted, type RefusalCode, type Result, refused } from "../contract/refusals.ts";
import { isWithdrawn } from "../core/feed-state.ts";
import type { ShownRecord } from "../core/receipts.ts";
import { instant } from "../core/record.ts";
import { concernsScreen, isExpectedOn } from "../core/screen-place.ts";
import { type FeedReader, StoreFailure } from "../store/feed-log.ts";
import type { KioskRecord } from "../store/kiosks.ts";
import type { KnownReceipt, ReceiptKey, ReceiptStore } from "../store/receipts.ts";

/** A screen whose clock is ahead of ours by more than this does not know what time it is. */
const AHEAD_MS = 60_000;
/** Of how many of the newest announcements a screen's proof is looked up. */
const OF_KIOSK_NEWEST = 200;

export interface ReceiptsParts {
  readonly store: ReceiptStore;
  readonly held: () => ReadonlyMap<string, FeedItem>;
  readonly log: Pick<FeedReader, "announcement">;
  readonly clock: { nowMs(): number };
  readonly zones: () => readonly Zone[];
  readonly kiosks: () => readonly KioskRecord[];
  /** Also of one that was removed. */
  readonly kiosk: (id: string) => KioskRecord | undefined;
  /** Where each was seen last, if it was. */
  readonly seenAtMs: (kioskId: string) => number | undefined;
  /** A screen has shown a revision, maybe not for the first time. */
  readonly onShown?: (receipt: ReceiptKey) => void;
}

export type ReceiptResult = { readonly ok: true } | { readonly ok: false; readonly code: RefusalCode };
export type BatchResult =
  | { readonly ok: true; readonly results: readonly ReceiptResult[] }
  | { readonly ok: false; readonly code: RefusalCode; readonly message: string };

export class Receipts {
  readonly #parts: ReceiptsParts;

  constructor(parts: ReceiptsParts) {
    this.#parts = parts;
  }

  /** [KR3] */
  async take(kioskId: string, raw: unknown): Promise<BatchResult> {
    const batch = receiptsMessageSchema.safeParse(raw);
    if (!batch.success)
      return { ok: false, code: "invalid", message: `receipts are a list of at most ${RECEIPTS_MOST}` };
    const results = await Promise.all(batch.data.map((each) => this.#judge(each)));
    const good = results.flatMap((receipt) => (typeof receipt === "string" ? [] : [receipt]));
    const failures = await this.#parts.store.put(
      good.map((receipt) => [keyOf(receipt, kioskId), shownBy(receipt)]),
    );
    let next = 0;
    return {
      ok: true,
      results: results.map((receipt) =>
        typeof receipt === "string" ? no(receipt) : this.#outcome(keyOf(receipt, kioskId), failures[next++]),
      ),
    };
  }

  #outcome(receipt: ReceiptKey, failure: Error | undefined): ReceiptResult {
    if (failure === undefined) {
      this.#parts.onShown?.(receipt);
      return { ok: true };
    }
    if (!(failure instanceof StoreFailure)) throw failure;
    const codes = {
      unreachable: "redis_unavailable",
      unknown: "outcome_unknown",
      full: "storage_full",
    } as const;
    return no(codes[failure.kind]);
  }

  /** A receipt, or why it is none. */
  async #judge(raw: unknown): Promise<Receipt | RefusalCode> {
    const parsed = receiptSchema.safeParse(raw);
    if (!parsed.success) return "invalid";
    const { announcementId, revision, shownAt, hiddenAt } = parsed.data;
    const latestMs = this.#parts.clock.nowMs() + AHEAD_MS;
    if (Date.parse(shownAt) > latestMs || Date.parse(hiddenAt ?? shownAt) > latestMs) return "invalid";
    if (hiddenAt !== undefined && hiddenAt < shownAt) return "invalid";
    try {
      return (await this.#wasPublic(announcementId, revision)) ? parsed.data : "not_found";
    } catch (error) {
      if (error instanceof StoreFailure) return "redis_unavailable";
      throw error;
    }
  }

  /** As this node knows it, else as the store does: a screen may have heard of it from a node that is ahead. */
  async #wasPublic(announcementId: string, revision: number): Promise<boolean> {
    const held = this.#parts.held().get(announcementId);
    if (held !== undefined && (isWithdrawn(held) || revision <= held.revision)) return true;
    const stored = (await this.#parts.log.announcement(announcementId))?.value;
    return stored?.offset !== undefined && revision <= stored.revision;
  }

  async of(announcementId: string): Promise<Result<AnnouncementReceipts>> {
    const { store, held, log, zones, kiosks } = this.#parts;
    const item = held().get(announcementId);
    if (item === undefined && (await log.announcement(announcementId)) === undefined)
      return refused("not_found");
    const receipts = await store.of(announcementId);
    const newest = new Set<string>();
    if (item !== undefined && !isWithdrawn(item))
      for (const { kioskId, revision } of receipts) if (revision === item.revision) newest.add(kioskId);
    const expected =
      item === undefined || isWithdrawn(item)
        ? []
        : kiosks().filter((kiosk) => isExpected(kiosk, item, zones(), receipts));
    return granted({
      shown: receipts
        .map((receipt) => ({
          kioskId: receipt.kioskId,
          name: this.#nameOf(receipt.kioskId),
          ...shownFields(receipt),
        }))
        .sort((a, b) => b.revision - a.revision || a.shownAt.localeCompare(b.shownAt)),
      missing: expected
        .filter(({ id }) => !newest.has(id))
        .map((kiosk) => ({ kioskId: kiosk.id, name: kiosk.settings.name, ...this.#seen(kiosk.id) })),
    });
  }

  /** What a screen has shown of late, newest first. */
  async ofKiosk(kioskId: string): Promise<Result<(KnownReceipt & { readonly announcementId: string })[]>> {
    if (this.#parts.kiosk(kioskId) === undefined) return refused("not_found");
    const ids = [...this.#parts.held().keys()].slice(-OF_KIOSK_NEWEST);
    const found = await this.#parts.store.ofKiosk(kioskId, ids);
    return granted(
      found
        .flatMap((receipts, at) => receipts.map((receipt) => ({ ...receipt, announcementId: ids[at]! })))
        .sort((a, b) => b.shown.shownAtMs - a.shown.shownAtMs),
    );
  }

  #nameOf(kioskId: string): string {
    return this.#parts.kiosk(kioskId)?.settings.name ?? "";
  }

  #seen(kioskId: string): { lastSeenAt?: string } {
    const atMs = this.#parts.seenAtMs(kioskId);
    return atMs === undefined ? {} : { lastSeenAt: instant(atMs) };
  }
}

/** It concerns that screen, which was there when it went out or has shown it since. */
function isExpected(
  kiosk: KioskRecord,
  item: Extract<FeedItem, { publishedAt: string }>,
  zones: readonly Zone[],
  receipts: readonly KnownReceipt[],
): boolean {
  const screen = { id: kiosk.id, pairedAtMs: kiosk.pairedAtMs, ...kiosk.settings };
  if (isExpectedOn(item, screen, zones)) return true;
  return receipts.some(({ kioskId }) => kioskId === kiosk.id) && concernsScreen(item, screen, zones);
}

const no = (code: RefusalCode): ReceiptResult => ({ ok: false, code });

const keyOf = ({ announcementId, revision }: Receipt, kioskId: string): ReceiptKey => ({
  announcementId,
  revision,
  kioskId,
});

const shownBy = ({ receivedAt, shownAt, hiddenAt, visibleMs, showings = 1 }: Receipt): ShownRecord => ({
  receivedAtMs: receivedAt === undefined ? undefined : Date.parse(receivedAt),
  shownAtMs: Date.parse(shownAt),
  hiddenAtMs: hiddenAt === undefined ? undefined : Date.parse(hiddenAt),
  visibleMs: visibleMs ?? (hiddenAt === undefined ? 0 : Date.parse(hiddenAt) - Date.parse(shownAt)),
  showings,
});

export const shownFields = ({ revision, shown }: KnownReceipt) => ({
  revision,
  ...(shown.receivedAtMs === undefined ? {} : { receivedAt: instant(shown.receivedAtMs) }),
  shownAt: instant(shown.shownAtMs),
  ...(shown.hiddenAtMs === undefined ? {} : { hiddenAt: instant(shown.hiddenAtMs) }),
  visibleMs: shown.visibleMs,
  showings: shown.showings,
});

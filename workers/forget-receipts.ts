/** Forgets what screens have shown once the event is long over, and screens that were removed long ago. */
import type { DeskEvent } from "../server/contract/event.ts";
import type { KioskStore } from "../server/store/kiosks.ts";
import type { ReceiptStore } from "../server/store/receipts.ts";

const KEPT_AFTER_MS = 30 * 86_400_000;

/** [KR5] 30 days after the event ends; nothing while there is none. Answers of how many announcements. */
export async function forgetReceipts(
  receipts: Pick<ReceiptStore, "forgetAll">,
  kiosks: Pick<KioskStore, "forgetRemoved">,
  { endsAt }: Pick<DeskEvent, "endsAt">,
  nowMs: number,
): Promise<number> {
  await kiosks.forgetRemoved(nowMs - KEPT_AFTER_MS);
  const endsAtMs = Date.parse(endsAt);
  if (endsAtMs === 0 || nowMs < endsAtMs + KEPT_AFTER_MS) return 0;
  return await receipts.forgetAll();
}

/** The memory twins of {@link ReceiptStore} and {@link KioskSightings}, for tests. */
import { mergeReceipts, type ShownRecord } from "../core/receipts.ts";
import type { KioskSightings, Sighting } from "./kiosk-sightings.ts";
import type { KnownReceipt, ReceiptKey, ReceiptStore } from "./receipts.ts";

export class MemoryReceipts implements ReceiptStore {
  readonly #held = new Map<string, Map<string, KnownReceipt>>();

  async put(receipts: readonly (readonly [ReceiptKey, ShownRecord])[]) {
    for (const [{ announcementId, revision, kioskId }, come] of receipts) {
      const held = this.#held.get(announcementId) ?? new Map<string, KnownReceipt>();
      this.#held.set(announcementId, held);
      const field = `${kioskId}.${revision}`;
      held.set(field, { kioskId, revision, shown: mergeReceipts(held.get(field)?.shown, come) });
    }
    return receipts.map(() => undefined);
  }

  async of(announcementId: string) {
    return [...(this.#held.get(announcementId)?.values() ?? [])];
  }

  async ofKiosk(kioskId: string, announcementIds: readonly string[]) {
    const all = await this.ofEach(announcementIds);
    return all.map((receipts) => receipts.filter((each) => each.kioskId === kioskId));
  }

  async ofEach(announcementIds: readonly string[]) {
    return await Promise.all(announcementIds.map((id) => this.of(id)));
  }

  async forgetAll() {
    const { size } = this.#held;
    this.#held.clear();
    return size;
  }
}

export class MemoryKioskSightings implements KioskSightings {
  readonly #held = new Map<string, Sighting>();

  async all() {
    return new Map(this.#held);
  }

  async say(sightings: ReadonlyMap<string, Sighting>) {
    for (const [id, sighting] of sightings) this.#held.set(id, sighting);
  }

  async forget(kioskIds: readonly string[]) {
    for (const id of kioskIds) this.#held.delete(id);
  }
}

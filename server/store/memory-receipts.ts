/** The memory twins of {@link ReceiptStore} and {@link KioskSightings}, for tests. */
import { mergeReceipts, type ShownRecord } from "../core/receipts.ts";
import type { KioskSightings, Sighting } from "./kiosk-sightings.ts";
import type { KnownReceipt, ReceiptKey, ReceiptStore } from "./receipts.ts";

export class MemoryReceipts implements ReceiptStore {
  readonly #held = new Map<string, Map<string, KnownReceipt>>();

  async put(receipts: readonly (readonly [ReceiptKey, ShownRecord])[]) {
    return receipts.map(([{ announcementId, revision, kioskId }, come]) => {
      const held = this.#held.get(announcementId) ?? new Map<string, KnownReceipt>();
      this.#held.set(announcementId, held);
      const field = `${kioskId}.${revision}`;
      held.set(field, { kioskId, revision, shown: mergeReceipts(held.get(field)?.shown, come) });
      return [...held.values()].filter((each) => each.revision === revision).length;
    });
  }

  async of(announcementId: string) {
    return [...(this.#held.get(announcementId)?.values() ?? [])];
  }

  async ofKiosk(kioskId: string, announcementIds: readonly string[]) {
    const all = await Promise.all(announcementIds.map((id) => this.of(id)));
    return all.map((receipts) => receipts.filter((each) => each.kioskId === kioskId));
  }

  async counts(announcementIds: readonly string[]) {
    const all = await Promise.all(announcementIds.map((id) => this.of(id)));
    return all.map((receipts) => {
      const byRevision = Map.groupBy(receipts, ({ revision }) => revision);
      return new Map([...byRevision].map(([revision, { length }]) => [revision, length]));
    });
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

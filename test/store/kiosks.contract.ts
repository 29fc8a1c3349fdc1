/** The one contract of what is kept of screens, for Redis and its memory twin. */
import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { until } from "../../scripts/chaos/until.ts";
import type { AuditNote } from "../../server/core/change.ts";
import type { ShownRecord } from "../../server/core/receipts.ts";
import type { KioskSightings } from "../../server/store/kiosk-sightings.ts";
import type { KioskRecord, KioskStore, PairingRecord } from "../../server/store/kiosks.ts";
import type { ReceiptStore } from "../../server/store/receipts.ts";
import { forgetReceipts } from "../../workers/forget-receipts.ts";

export interface ScreenStores {
  readonly kiosks: KioskStore;
  readonly receipts: ReceiptStore;
  readonly sightings: KioskSightings;
  /** Actions that the audit was told of, oldest first. */
  audited(): Promise<string[]>;
}

const note = (action: string): AuditNote => ({ action, by: "a", byName: "A", about: "k" });

const kioskOf = (over: Partial<KioskRecord> = {}): KioskRecord => ({
  id: randomUUID(),
  revision: 1,
  settings: {
    name: "Foyer",
    layout: "foyer",
    orientation: "natural",
    languages: ["en"],
    languageMode: "together",
    hours: "event",
    dayParts: [],
  },
  tokens: [],
  pairedAtMs: 5,
  pairedBy: "a",
  pairedByName: "A",
  ...over,
});

const pairingOf = (userCode: string): PairingRecord => ({
  userCode,
  expiresAtMs: 1e15,
  device: "Chromium on Linux",
});
const shown = (over: Partial<ShownRecord> = {}): ShownRecord => ({
  receivedAtMs: 1_700_000_000_000,
  shownAtMs: 1_700_000_000_500,
  hiddenAtMs: undefined,
  visibleMs: 0,
  showings: 1,
  ...over,
});

export function screenStoresContract(name: string, stores: () => ScreenStores): void {
  const code = () => randomUUID().slice(0, 8);

  describe(`what is kept of screens: ${name}`, () => {
    test("[KS1] [KS2] a change decided on a screen that has changed since does nothing, and is not audited", async () => {
      const { kiosks, audited } = stores();
      const before = kioskOf();
      expect(await kiosks.change({ kiosk: { after: before }, notes: [note("pair")] })).toBe("done");
      expect(await kiosks.kiosk(before.id)).toEqual(before);
      expect(await kiosks.change({ kiosk: { after: before }, notes: [note("pair again")] })).toBe("changed");
      const after = { ...before, revision: 2 };
      expect(await kiosks.change({ kiosk: { before, after }, notes: [note("change")] })).toBe("done");
      expect(await kiosks.change({ kiosk: { before, after }, notes: [note("change late")] })).toBe("changed");
      expect(await kiosks.kiosks()).toContainEqual(after);
      expect((await audited()).slice(-2)).toEqual(["pair", "change"]);
    });

    test("[KS2] of eight who claim one code at once, one does", async () => {
      const { kiosks } = stores();
      const [hash, pairing] = [randomUUID(), pairingOf(code())];
      await kiosks.openPairing(hash, pairing, 60_000);
      const outcomes = await Promise.all(
        Array.from({ length: 8 }, () => {
          const after = kioskOf();
          const claimed = { hash, before: pairing, after: { ...pairing, kioskId: after.id } };
          return kiosks.change({
            kiosk: { after },
            pairing: claimed,
            closesCode: pairing.userCode,
            notes: [note("claim")],
          });
        }),
      );
      expect(outcomes.sort()).toEqual([...Array(7).fill("changed"), "done"]);
      expect(await kiosks.pairingByCode(pairing.userCode)).toBeUndefined();
      expect((await kiosks.pairing(hash))?.kioskId).toBeDefined();
    });

    test("[KS4] a user code belongs to one pairing, and leaves with it when its time is over", async () => {
      const { kiosks } = stores();
      const [hash, pairing] = [randomUUID(), pairingOf(code())];
      expect(await kiosks.openPairing(hash, pairing, 150)).toBe("done");
      expect(await kiosks.openPairing(randomUUID(), pairing, 60_000)).toBe("taken");
      expect(await kiosks.pairingByCode(pairing.userCode)).toEqual({ hash, pairing });
      await until(async () => (await kiosks.pairing(hash)) === undefined, "its time");
      expect(await kiosks.pairingByCode(pairing.userCode)).toBeUndefined();
      const late = { hash, before: pairing, after: { ...pairing, kioskId: "k" } };
      expect(await kiosks.change({ pairing: late, notes: [note("late")] })).toBe("changed");
    });

    test("who polls too soon is told so, and is not put off further by it", async () => {
      const { kiosks } = stores();
      const hash = randomUUID();
      expect(await kiosks.mayPoll(hash, 120)).toBe(true);
      expect(await kiosks.mayPoll(hash, 120)).toBe(false);
      await until(() => kiosks.mayPoll(hash, 120), "the interval");
    });

    test("somebody looks at a pairing for a while", async () => {
      const { kiosks } = stores();
      const hash = randomUUID();
      expect(await kiosks.isLookedAt(hash)).toBe(false);
      await kiosks.lookAt(hash, 150);
      expect(await kiosks.isLookedAt(hash)).toBe(true);
      await until(async () => !(await kiosks.isLookedAt(hash)), "its end");
    });

    test("commands come newest first, each with what screens answered", async () => {
      const { kiosks } = stores();
      const sent = ["identify", "reload"] as const;
      for (const command of sent) {
        const record = {
          id: `c-${command}`,
          command,
          sentAtMs: 1,
          expiresAtMs: 2,
          byName: "A",
          zone: "east",
        };
        await kiosks.change({ command: record, notes: [note("command")] });
      }
      expect((await kiosks.commands(2)).map(({ command }) => command)).toEqual(["reload", "identify"]);
      await kiosks.answer("c-reload", "k1", { ok: true, atMs: 3 });
      await kiosks.answer("c-reload", "k2", { ok: false, code: "offline", atMs: 4 });
      expect(await kiosks.answers("c-reload")).toEqual(
        new Map([
          ["k1", { ok: true, atMs: 3 }],
          ["k2", { ok: false, code: "offline", atMs: 4 }],
        ]),
      );
      expect(await kiosks.answers("c-identify")).toEqual(new Map());
    });

    test("blackouts are set and taken back once", async () => {
      const { kiosks } = stores();
      const blackout = { id: randomUUID(), hall: "hall-2", sessionId: "s", by: "A" };
      expect(await kiosks.change({ putsBlackout: blackout, notes: [note("set")] })).toBe("done");
      expect(await kiosks.blackouts()).toContainEqual(blackout);
      expect(await kiosks.change({ dropsBlackout: blackout.id, notes: [note("end")] })).toBe("done");
      expect(await kiosks.change({ dropsBlackout: blackout.id, notes: [note("end")] })).toBe("gone");
      expect(await kiosks.blackouts()).not.toContainEqual(blackout);
    });

    test("what was removed long ago is forgotten, and nothing else", async () => {
      const { kiosks } = stores();
      const [stays, gone, recent] = [kioskOf(), kioskOf({ removedAtMs: 10 }), kioskOf({ removedAtMs: 20 })];
      for (const after of [stays, gone, recent])
        await kiosks.change({ kiosk: { after }, notes: [note("x")] });
      expect(await kiosks.forgetRemoved(20)).toBe(1);
      const left = (await kiosks.kiosks()).map(({ id }) => id);
      expect([stays, gone, recent].map(({ id }) => left.includes(id))).toEqual([true, false, true]);
    });

    test("[KR1] receipts add up, each revision of each screen by itself", async () => {
      const { receipts } = stores();
      const announcementId = randomUUID();
      const of = (kioskId: string, revision = 1) => ({ announcementId, revision, kioskId });
      expect(await receipts.put([[of("a"), shown()]])).toEqual([undefined]);
      const later = shown({ hiddenAtMs: 1_700_000_020_500, visibleMs: 20_000 });
      const again = shown({
        shownAtMs: 1_700_000_099_000,
        hiddenAtMs: undefined,
        visibleMs: 25_000,
        showings: 2,
      });
      const kept = await receipts.put([
        [of("a"), again],
        [of("a"), later],
        [of("a"), shown()],
        [of("b"), shown({ receivedAtMs: undefined })],
        [of("b", 2), shown()],
      ]);
      expect(kept).toEqual(Array(5).fill(undefined));
      const all = await receipts.of(announcementId);
      expect(all).toHaveLength(3);
      expect(all).toContainEqual({
        ...{ kioskId: "a", revision: 1 },
        shown: { ...again, shownAtMs: shown().shownAtMs },
      });
      expect(all).toContainEqual({ kioskId: "b", revision: 1, shown: shown({ receivedAtMs: undefined }) });
      const each = await receipts.ofEach([announcementId, "another"]);
      expect(each.map((known) => known.map(({ kioskId, revision }) => kioskId + revision).sort())).toEqual([
        ["a1", "b1", "b2"],
        [],
      ]);
      const ofB = await receipts.ofKiosk("b", ["another", announcementId]);
      expect(ofB.map((each) => each.map(({ revision }) => revision).sort())).toEqual([[], [1, 2]]);
    });

    test("[KR2] they are forgotten all together", async () => {
      const { receipts } = stores();
      const announcementId = randomUUID();
      await receipts.put([[{ announcementId, revision: 1, kioskId: "a" }, shown()]]);
      expect(await receipts.forgetAll()).toBeGreaterThan(0);
      expect(await receipts.of(announcementId)).toEqual([]);
      expect(await receipts.forgetAll()).toBe(0);
    });

    test("[KR5] 30 days after the event they are forgotten, and what was removed 30 days ago", async () => {
      const { receipts, kiosks } = stores();
      const DAY_MS = 86_400_000;
      const announcementId = randomUUID();
      const removed = kioskOf({ removedAtMs: 100 * DAY_MS });
      await kiosks.change({ kiosk: { after: removed }, notes: [note("x")] });
      await receipts.put([[{ announcementId, revision: 1, kioskId: "a" }, shown()]]);
      const event = (endsAtMs: number) => ({ endsAt: new Date(endsAtMs).toISOString() });
      const at = 130 * DAY_MS;
      expect(await forgetReceipts(receipts, kiosks, event(0), at)).toBe(0);
      expect(await kiosks.kiosk(removed.id)).toBeDefined();
      expect(await forgetReceipts(receipts, kiosks, event(100 * DAY_MS + 1), at)).toBe(0);
      expect(await forgetReceipts(receipts, kiosks, event(100 * DAY_MS), at + 1)).toBeGreaterThan(0);
      expect([await receipts.of(announcementId), await kiosks.kiosk(removed.id)]).toEqual([[], undefined]);
    });

    test("where a screen was seen last is what was said last", async () => {
      const { sightings } = stores();
      const at = (atMs: number) => ({
        node: "n",
        atMs,
        isConnected: true,
        sinceMs: 1,
        health: { queued: 2 },
      });
      await sightings.say(
        new Map([
          ["a", at(1)],
          ["b", at(1)],
        ]),
      );
      await sightings.say(new Map([["a", at(2)]]));
      await sightings.say(new Map());
      expect(await sightings.all()).toEqual(
        new Map([
          ["a", at(2)],
          ["b", at(1)],
        ]),
      );
      await sightings.forget(["a"]);
      await sightings.forget([]);
      expect([...(await sightings.all()).keys()]).toEqual(["b"]);
    });
  });
}

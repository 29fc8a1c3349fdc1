/** On which screens each announcement has been, as two nodes know it together, and what their desks are told. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { FeedItem } from "../../server/contract/announcement.ts";
import type { ShownMessage } from "../../server/contract/desk-kiosk.ts";
import { ShownCounts } from "../../server/kiosks/shown-counts.ts";
import type { Bulletin } from "../../server/store/bulletin.ts";
import type { KioskRecord } from "../../server/store/kiosks.ts";
import { MemoryReceipts } from "../../server/store/memory-receipts.ts";
import { announced } from "../support/feed-history.ts";

const SENT_AT_MS = 1_667_980_800_000;
const screen = (id: string, over: { zone?: string; pairedAtMs?: number; stoppedAtMs?: number } = {}) => {
  const { zone, pairedAtMs = SENT_AT_MS - 60_000, ...rest } = over;
  return { id, pairedAtMs, settings: { zone }, ...rest } as unknown as KioskRecord;
};

function venue() {
  const ears: { onMessage(message: string): void; onConnected(): void }[] = [];
  const bulletin: Bulletin = {
    connected: true,
    send: (message) => {
      for (const ear of ears) ear.onMessage(message);
    },
    listen: (ear) => void ears.push(ear),
    close: () => {},
  };
  const items = new Map<string, FeedItem>();
  const screens: KioskRecord[] = [screen("a"), screen("b"), screen("c")];
  const store = new MemoryReceipts();
  const node = (name: string) => {
    const told: ShownMessage = [];
    const parts = { node: name, store, bulletin, held: () => items, kiosks: () => screens, zones: () => [] };
    const counts = new ShownCounts({ ...parts, onChange: (changed) => void told.push(...changed) });
    counts.start();
    return { counts, told };
  };
  const say = (offset: number, over: object = {}) => {
    const item = announced(offset, { publishedAt: new Date(SENT_AT_MS).toISOString(), ...over });
    items.set(item.id, item);
    return item.id;
  };
  return { items, screens, store, ears, say, one: node("one"), two: node("two") };
}

let at: ReturnType<typeof venue>;
beforeEach(() => {
  vi.useFakeTimers();
  at = venue();
});
afterEach(() => {
  for (const { counts } of [at.one, at.two]) counts.stop();
  vi.useRealTimers();
});

const shows = ({ counts }: (typeof at)["one"], announcementId: string, kioskId: string, revision = 1) =>
  counts.shown({ announcementId, revision, kioskId });
const told = async ({ told: said }: (typeof at)["one"]): Promise<ShownMessage> => {
  await vi.advanceTimersByTimeAsync(1_500);
  return said.splice(0);
};
const of = (announcementId: string, screens: number, missing: number, revision = 1) => ({
  announcementId,
  revision,
  screens,
  missing,
});

describe("what is shown on screens of two nodes", () => {
  test("is counted once, at both, and told together", async () => {
    const id = at.say(1);
    shows(at.one, id, "a");
    shows(at.one, id, "a");
    shows(at.two, id, "b");
    expect((await told(at.one)).at(-1)).toEqual(of(id, 2, 1));
    expect((await told(at.two)).at(-1)).toEqual(of(id, 2, 1));
    expect([await told(at.one), await told(at.two)]).toEqual([[], []]);
    expect(at.two.counts.all).toEqual([of(id, 2, 1)]);
  });
  test("begins anew with a revision, and what comes late of an older one changes nothing", async () => {
    const id = at.say(1);
    shows(at.one, id, "a");
    at.say(1, { revision: 2, correctedAt: new Date(SENT_AT_MS + 1).toISOString() });
    shows(at.one, id, "b", 2);
    shows(at.two, id, "c", 1);
    expect((await told(at.one)).at(-1)).toEqual(of(id, 1, 2, 2));
    expect((await told(at.two)).at(-1)).toEqual(of(id, 1, 2, 2));
  });
  test("is had from the store by a node that was away", async () => {
    const id = at.say(1);
    const known = { shownAtMs: SENT_AT_MS, visibleMs: 1, showings: 1 };
    await at.store.put([[{ announcementId: id, revision: 1, kioskId: "a" }, known]]);
    for (const { onConnected } of at.ears) onConnected();
    expect(await told(at.two)).toEqual([of(id, 1, 2)]);
  });
});

describe("which screens lack it", () => {
  test("a screen that came later is counted when it shows it, and hides none that lacks it", async () => {
    const id = at.say(1);
    at.screens.push(screen("late", { pairedAtMs: SENT_AT_MS + 1 }));
    for (const each of ["a", "b"]) shows(at.one, id, each);
    expect(await told(at.one)).toEqual([of(id, 2, 1)]);
    shows(at.one, id, "late");
    expect(await told(at.one)).toEqual([of(id, 3, 1)]);
  });
  test("neither one that it does not concern, nor one that is let in nowhere", async () => {
    const id = at.say(1, { audience: { attendance: "everyone", zones: ["east"], tracks: [] } });
    at.screens.push(screen("west", { zone: "west" }), screen("stopped", { stoppedAtMs: SENT_AT_MS }));
    shows(at.one, id, "a");
    expect(await told(at.one)).toEqual([of(id, 1, 2)]);
  });
  test("changes with the screens: one is removed, another set up elsewhere", async () => {
    const id = at.say(1, { audience: { attendance: "everyone", zones: ["east"], tracks: [] } });
    shows(at.one, id, "a");
    expect(await told(at.one)).toEqual([of(id, 1, 2)]);
    at.screens.splice(1, 2, screen("c", { zone: "west" }));
    at.one.counts.changed();
    expect(await told(at.one)).toEqual([of(id, 1, 0)]);
    at.one.counts.changed();
    expect(await told(at.one)).toEqual([]);
  });
  test("none lacks what was withdrawn", async () => {
    const id = at.say(1);
    shows(at.one, id, "a");
    at.items.set(id, { id, offset: 1, withdrawnAt: "2022-11-09T08:30:00.000Z" } as unknown as FeedItem);
    expect(await told(at.one)).toEqual([of(id, 1, 0)]);
  });
});

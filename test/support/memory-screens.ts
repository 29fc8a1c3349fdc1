/** The screens' side of a node on memory: what HTTP asks of it. */
import { Blackouts } from "../../server/kiosks/blackouts.ts";
import { KioskCommands } from "../../server/kiosks/commands.ts";
import { DeskScreens } from "../../server/kiosks/desk-screens.ts";
import { KioskDirectory } from "../../server/kiosks/kiosk-directory.ts";
import { KioskWall } from "../../server/kiosks/kiosk-wall.ts";
import { Kiosks } from "../../server/kiosks/kiosks.ts";
import { PairingThrottle } from "../../server/kiosks/pairing-throttle.ts";
import { Pairings } from "../../server/kiosks/pairings.ts";
import { Receipts } from "../../server/kiosks/receipts.ts";
import { configOf } from "../../server/kiosks/told.ts";
import type { Bulletin } from "../../server/store/bulletin.ts";
import { MemoryKiosks } from "../../server/store/memory-kiosks.ts";
import { MemoryKioskSightings, MemoryReceipts } from "../../server/store/memory-receipts.ts";
import type { MemoryNode } from "./memory-node.ts";

const silent: Bulletin = { send() {}, connected: false, listen() {}, close() {} };

export function memoryScreens({ clock, directory, replica, log }: MemoryNode, nowMs = () => clock.nowMs()) {
  const store = new MemoryKiosks(nowMs, (note) => void log.commit({ items: [], audit: note }));
  const receiptStore = new MemoryReceipts();
  const event = () => directory.event;
  const known = new KioskDirectory({ store });
  const wall = new KioskWall({
    node: "memory",
    sightings: new MemoryKioskSightings(),
    bulletin: silent,
    nowMs,
    onChange: () => {},
  });
  const parts = { store, clock: { nowMs }, event };
  return {
    store,
    receiptStore,
    wall,
    pairings: new Pairings({ ...parts, throttle: new PairingThrottle(undefined, 1_000) }),
    kiosks: new Kiosks(parts),
    commands: new KioskCommands(parts),
    blackouts: new Blackouts({
      ...parts,
      isSession: (id) => directory.surroundings.sessionStarts.has(id),
    }),
    receipts: new Receipts({
      store: receiptStore,
      held: () => replica.state.announcements,
      log,
      clock: { nowMs },
      zones: () => directory.event.zones,
      kiosks: () => known.all,
      kiosk: (id) => known.kiosk(id),
      seenAtMs: (id) => wall.sightingOf(id)?.atMs,
    }),
    desk: new DeskScreens({ directory: known, wall, event, nowMs }),
    fresh: () => known.refresh(),
    record: (id: string) => known.all.find((each) => each.id === id),
    config: (kiosk: Parameters<typeof configOf>[0], feedUrl: string) =>
      configOf(kiosk, { event: directory.event, blackouts: known.blackouts, feedUrl }),
  };
}

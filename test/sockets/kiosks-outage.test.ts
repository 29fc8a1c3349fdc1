import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { until } from "../../scripts/chaos/until.ts";
import type { Frame, Snapshot } from "../../server/contract/feed.ts";
import type { Hello } from "../../server/contract/socket.ts";
import { type Desk, DeskBench, type PairedScreen } from "../support/desk-nodes.ts";

const bench = new DeskBench();
let screen: PairedScreen;
let announcementId: string;

beforeAll(async () => {
  await bench.open(1, { recheckMs: 500, restart: false });
  screen = await bench.screen({ zone: "east" });
  announcementId = await bench.published("before the outage");
});
afterAll(() => bench.close());

const receipts = (kiosk: Desk) =>
  kiosk.socket.emitWithAck("receipts", [{ announcementId, revision: 1, shownAt: new Date().toISOString() }]);

test("[KX1] while Redis is away screens come in by what the node knows, and keep their receipts", {
  timeout: 60_000,
}, async () => {
  const before = bench.kiosk({ token: screen.token });
  await before.told("snapshot");
  await bench.redis.kill9();
  await until(() => !bench.store.connected, "the outage");

  const kiosk = bench.kiosk({ token: screen.token });
  const { cursor } = await kiosk.told<Snapshot>("snapshot");
  expect(kiosk.last("kiosk")).toMatchObject({ id: screen.id, zone: "east" });
  await until(
    () => kiosk.all<Frame>("frame").some(({ stale }) => stale) || kiosk.last<Hello>("hello")!.stale,
    "stale",
    15_000,
  );
  expect(await receipts(kiosk)).toEqual({ ok: true, results: [{ ok: false, code: "redis_unavailable" }] });
  expect(await kiosk.socket.emitWithAck("health", { queued: 1 })).toEqual({ ok: true });
  const unknown = bench.kiosk({ token: "ffk_guessed" });
  // It may be one that was given to a screen in the last moment: it must not forget it.
  expect(await unknown.told("refused")).toMatchObject({ code: "redis_unavailable", action: "retry" });
  expect(before.socket.connected).toBe(true);

  await bench.redis.startAgain();
  await until(() => bench.store.connected, "the store");
  const isKept = async () => {
    await pause(200); // no faster than a screen may speak
    return (await receipts(kiosk)).results?.[0].ok === true;
  };
  await until(isKept, "the receipt to be kept", 10_000);
  const after = bench.kiosk({ token: screen.token, cursor });
  expect(await after.told<Frame>("frame")).toMatchObject({ after: cursor.offset });
});

/**
 * `npm run reset`: ends a rehearsal. Feed, programme, event and schedule are emptied, and every reader starts
 * again in a new epoch; people and kiosks stay. The event is then blank, and no sample is loaded into it.
 */
import { loadConfig } from "../server/config.ts";
import { RedisClock } from "../server/feed/clock.ts";
import { blankEvent } from "../server/feed/directory.ts";
import { QueueAlarm } from "../server/schedule/queue-alarm.ts";
import { withStore } from "./store/with-store.ts";

process.exitCode = await withStore(loadConfig(), async ({ store, url }) => {
  const [programme, feed, scheduled] = await Promise.all([
    store.document("programme"),
    store.head(),
    store.due(Number.MAX_SAFE_INTEGER, 1_000_000),
  ]);
  const sessions = programme === undefined ? 0 : (JSON.parse(programme.value) as unknown[]).length;

  await store.reset();
  const outcome = await store.commit({
    documents: [{ name: "event", version: 0, json: JSON.stringify(blankEvent()) }],
    entries: [{ type: "eventChanged" }],
    items: [],
    audit: { action: "reset", by: "reset", byName: "npm run reset" },
  });
  const alarm = new QueueAlarm({ url, clock: new RedisClock(), log: { debug: () => {} } });
  await alarm.clear();
  await alarm.close();

  const lines = [
    `Emptied: the feed (${feed.cursor.offset} entries), the programme (${sessions} sessions), the schedule (${scheduled.length} announcements) and the event.`,
    "Kept: people and kiosks, and the audit.",
    outcome.outcome === "done"
      ? "The event is blank: set it up at the desk, or import a programme."
      : "Somebody set up an event meanwhile; it was left alone.",
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
  return 0;
});

/**
 * `npm run reset`: ends a rehearsal as the desk does with nothing kept, also where the event is none. Feed,
 * programme, event and schedule are emptied, and every reader starts again in a new epoch; people and kiosks
 * stay. The event is then blank, and no sample is loaded into it.
 */
import { loadConfig } from "../server/config.ts";
import type { Actor } from "../server/contract/people.ts";
import type { RefusalCode } from "../server/contract/refusals.ts";
import { endRehearsal } from "../server/desk/rehearsal.ts";
import { RedisClock } from "../server/feed/clock.ts";
import { Directory } from "../server/feed/directory.ts";
import { QueueAlarm } from "../server/schedule/queue-alarm.ts";
import { withStore } from "./store/with-store.ts";

/** EX_TEMPFAIL of sysexits.h. */
const TRY_AGAIN = 75;

const said: Partial<Record<RefusalCode, string>> = {
  stale_revision: "Somebody changed the event at the same moment; nothing was emptied. Try again.",
  outcome_unknown:
    "Redis did not answer in time: it may or may not be emptied. Do it again; that does no harm.",
};

const actor: Actor = { id: "reset", role: "admin", name: "npm run reset", skipsFreshSignIn: true };

process.exitCode = await withStore(loadConfig(), async ({ store, url }) => {
  const [programme, feed, scheduled] = await Promise.all([
    store.document("programme"),
    store.head(),
    store.due(Number.MAX_SAFE_INTEGER, 1_000_000),
  ]);
  const sessions = programme === undefined ? 0 : (JSON.parse(programme.value) as unknown[]).length;

  const parts = { store, directory: new Directory(store) };
  const result = await endRehearsal(parts, { keep: "nothing", actor }, true);
  if (!result.ok) {
    const { code, detail = "" } = result.refusal;
    process.stderr.write(`${said[code] ?? `It was not done: ${code} ${detail}`}\n`);
    return TRY_AGAIN;
  }
  const alarm = new QueueAlarm({ url, clock: new RedisClock(), log: { debug: () => {} } });
  await alarm.clear();
  await alarm.close();

  const lines = [
    `Emptied: the feed (${feed.cursor.offset} entries), the programme (${sessions} sessions), the schedule (${scheduled.length} announcements) and the event.`,
    "Kept: people and kiosks, and the audit.",
    "The event is blank: set it up at the desk, or import a programme.",
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
  return 0;
});

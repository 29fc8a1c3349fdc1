/** Makes a log long without a server: through the store, many announcements in each commit. */
import { randomBytes } from "node:crypto";
import { newAnnouncementSchema } from "../../../server/contract/announcement.ts";
import type { DeskEvent } from "../../../server/contract/event.ts";
import type { Actor } from "../../../server/contract/people.ts";
import type { AnnouncementChange } from "../../../server/core/change.ts";
import { create } from "../../../server/core/create.ts";
import { openStore } from "../../../server/store/open-store.ts";

const EACH_COMMIT = 100;
const body = "Text as long as announcements are: what happens, where, when, and for whom it matters. ".repeat(
  4,
);
const actor: Actor = { id: "bench", role: "admin", name: "bench", skipsFreshSignIn: true };

/** Until it holds so many entries. There must be an event already. */
export async function fillLog(url: string, entries: number, signal: AbortSignal): Promise<void> {
  const opened = await openStore({ url, onUnreachable: () => {}, signal });
  if (!opened.ok) throw new Error(opened.check.fatal.join(", "));
  const { store } = opened;
  try {
    const stored = await store.document("event");
    if (stored === undefined) throw new Error("a log without an event cannot be filled");
    const event = JSON.parse(stored.value) as DeskEvent;
    for (;;) {
      signal.throwIfAborted();
      const { cursor, atMs } = await store.head();
      const missing = Math.min(EACH_COMMIT, entries - cursor.offset);
      if (missing <= 0) return;
      const changes = Array.from({ length: missing }, (_, n) =>
        published(`filled ${cursor.offset + n + 1}`, event, atMs),
      );
      const { outcome } = await store.commit({ items: changes.map((change) => ({ version: 0, change })) });
      if (outcome !== "done") throw new Error(`the log could not be filled: ${outcome}`);
    }
  } finally {
    store.close();
  }
}

function published(headline: string, event: DeskEvent, nowMs: number): AnnouncementChange {
  const given = newAnnouncementSchema.parse({
    kind: "notice",
    text: { [event.languages[0]!]: { headline, body } },
    publishAt: "now",
  });
  const id = randomBytes(16).toString("base64url");
  const created = create(id, given, { event, sessionStarts: new Map(), nowMs, actor });
  if (!created.ok) throw new Error(`the log could not be filled: ${created.refusal.code}`);
  return created.value;
}

/** What a node puts into a store that holds no event yet: the sample, a programme file, or a blank event. */
import { readFile } from "node:fs/promises";
import type { EventSource } from "../config.ts";
import type { Actor } from "../contract/people.ts";
import type { RedisClock } from "../feed/clock.ts";
import { blankEvent, type Directory } from "../feed/directory.ts";
import type { Logger } from "../observe/logger.ts";
import { sampleEvent } from "../sample/sample-event.ts";
import type { FeedLog } from "../store/feed-log.ts";
import type { Alarm } from "./announcements.ts";
import { importProgrammeFile } from "./import-programme.ts";
import { loadSample } from "./load-sample.ts";

const starter: Actor = { id: "start", role: "admin", name: "EVENT", skipsFreshSignIn: true };

export interface FillParts {
  readonly store: FeedLog;
  readonly directory: Directory;
  readonly clock: RedisClock;
  readonly alarm: Alarm;
  readonly log: Logger;
}

/**
 * Changes nothing where there is an event, and of several nodes that start at once one does it. Answers the
 * faults of a programme file that cannot be taken.
 */
export async function fillEmptyStore(parts: FillParts, source: EventSource): Promise<readonly string[]> {
  const { store, directory, log } = parts;
  if ((await store.document("event")) !== undefined) return [];
  if (source.from === "sample") {
    const loaded = await loadSample(parts, sampleEvent);
    if (loaded) log.info("the sample event is loaded as a rehearsal");
    return [];
  }
  if (source.from === "file") return await fillFromFile(parts, source.path);
  await store.commit({
    items: [],
    documents: [{ name: "event", version: 0, json: JSON.stringify(blankEvent()) }],
    entries: [{ type: "eventChanged" }],
    audit: { action: "start-blank", by: starter.id, byName: starter.name },
  });
  await directory.refresh();
  return [];
}

async function fillFromFile(parts: FillParts, path: string): Promise<readonly string[]> {
  const result = await importProgrammeFile(parts, await readFile(path), { actor: starter });
  if (result.ok) {
    parts.log.info(result.value.summary, "the programme file is loaded");
    return [];
  }
  const { code, errors = [] } = result.refusal;
  if (errors.length === 0) return [`EVENT cannot be loaded: ${code}`];
  return errors.map(({ path: at, message }) => `EVENT ${at}: ${message}`);
}

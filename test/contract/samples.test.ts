/**
 * Messages as each version of the server sent them, kept for good: a screen that has one in its cache,
 * or a server that still sends it, meets today's code.
 */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parseFrame, parseRefusal, parseSnapshot } from "../../client/shared/held/parse.ts";
import { kindSchema } from "../../server/contract/announcement.ts";
import { entrySchema, frameSchema, snapshotSchema } from "../../server/contract/feed.ts";
import { kioskConfigSchema } from "../../server/contract/kiosk.ts";
import {
  healthSchema,
  kioskAuthSchema,
  kioskCommandSchema,
  receiptSchema,
} from "../../server/contract/kiosk-socket.ts";
import { helloSchema, readerAuthSchema, socketRefusalSchema } from "../../server/contract/socket.ts";
import { PROTOCOL_VERSION } from "../../server/contract/version.ts";
import { applyFrame, type FeedState, newestFirst, startFrom } from "../../server/core/feed-state.ts";

const root = new URL("samples/", import.meta.url);
const versions = readdirSync(root);
const read = (path: string): unknown => JSON.parse(readFileSync(new URL(path, root), "utf8"));
const entriesOf = (version: string) => readdirSync(new URL(`${version}/entries/`, root)).sort();

const readerOf = (epoch: string): FeedState => ({
  cursor: { epoch, offset: 0 },
  announcements: new Map(),
  programmeRevision: 0,
});

describe("samples of this version", () => {
  const now = `v${PROTOCOL_VERSION}`;

  test("[R2] there are some", () => {
    expect(versions).toContain(now);
  });

  test.for(entriesOf(now))("%s is an entry of the contract", (name) => {
    expect(entrySchema.safeParse(read(`${now}/entries/${name}`)).error).toBeUndefined();
  });

  test("every type of entry and every kind of announcement has one", () => {
    const entries = entriesOf(now).map((name) => entrySchema.parse(read(`${now}/entries/${name}`)));
    const types = entrySchema.options.map((option) => option.shape.type.value);
    expect([...new Set(entries.map(({ type }) => type))].sort()).toEqual([...types].sort());
    const kinds = entries.flatMap((entry) => ("announcement" in entry ? [entry.announcement.kind] : []));
    expect([...new Set(kinds)].sort()).toEqual([...kindSchema.options].sort());
  });

  test.for([
    ["frame", frameSchema],
    ["heartbeat", frameSchema],
    ["heartbeat-stale", frameSchema],
    ["snapshot", snapshotSchema],
    ["hello", helloSchema],
    ["refused", socketRefusalSchema],
    ["reader-auth", readerAuthSchema],
    ["kiosk-auth", kioskAuthSchema],
    ["kiosk", kioskConfigSchema],
    ["command", kioskCommandSchema],
    ["receipts", receiptSchema.array()],
    ["health", healthSchema],
  ] as const)("%s is one of the contract", ([name, schema]) => {
    const sample = read(`${now}/${name}.json`);
    expect(schema.parse(sample)).toEqual(sample);
  });
});

describe.for(versions)("samples of %s, met by today's client", (version) => {
  test("[F4] a frame folds from the first entry to the last", () => {
    const frame = parseFrame(read(`${version}/frame.json`))!;
    const outcome = applyFrame(readerOf(frame.epoch), frame);
    expect(outcome).toMatchObject({ outcome: "applied", state: { cursor: { offset: frame.upTo } } });
  });

  test("[F4] so do its entries one by one, each in a frame of its own", () => {
    const whole = parseFrame(read(`${version}/frame.json`))!;
    let state = readerOf(whole.epoch);
    for (const name of entriesOf(version)) {
      const { offset } = state.cursor;
      const raw = {
        epoch: whole.epoch,
        after: offset,
        upTo: offset + 1,
        entries: [read(`${version}/entries/${name}`)],
      };
      const outcome = applyFrame(state, parseFrame(raw)!);
      expect([name, outcome.outcome]).toEqual([name, "applied"]);
      state = outcome.state;
    }
    const atOnce = applyFrame(readerOf(whole.epoch), whole).state;
    expect(newestFirst(state.announcements)).toEqual(newestFirst(atOnce.announcements));
  });

  test("[F6] [F7] a snapshot shows what the frame leads to, and a heartbeat follows on it", () => {
    const frame = parseFrame(read(`${version}/frame.json`))!;
    const snapshot = parseSnapshot(read(`${version}/snapshot.json`))!;
    const folded = applyFrame(readerOf(frame.epoch), frame).state;
    const started = startFrom(snapshot);
    expect(newestFirst(started.announcements)).toEqual(newestFirst(folded.announcements));
    expect(started.programmeRevision).toBe(folded.programmeRevision);
    for (const name of ["heartbeat", "heartbeat-stale"]) {
      const heartbeat = parseFrame(read(`${version}/${name}.json`))!;
      expect(applyFrame(started, heartbeat).outcome).toBe("stale");
    }
    expect(parseFrame(read(`${version}/heartbeat-stale.json`))?.stale).toBe(true);
  });

  test("a refusal says what to do", () => {
    expect(parseRefusal(read(`${version}/refused.json`))).toMatchObject({
      code: "behind",
      action: "retry",
      retryAfterMs: 2_000,
    });
  });
});

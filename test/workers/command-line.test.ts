import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type PrivateRedis, startPrivateRedis } from "../../scripts/redis/private.ts";
import { loadSample } from "../../server/desk/load-sample.ts";
import { blankEvent } from "../../server/feed/directory.ts";
import { sampleEvent } from "../../server/sample/sample-event.ts";
import { type Hands, handsOn } from "../support/scheduling.ts";

let redis: PrivateRedis;
let desk: Hands;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "fanfare-"));
  redis = await startPrivateRedis();
  desk = await handsOn(redis.url);
});
afterAll(async () => {
  desk.store.close();
  await redis.stop();
  rmSync(folder, { recursive: true });
});

function run(script: string, ...args: string[]) {
  const env = { PATH: process.env.PATH, REDIS_URL: redis.url };
  const path = join(import.meta.dirname, "../../scripts", script);
  return new Promise<{ code: number; out: string; err: string }>((resolve) => {
    execFile(process.execPath, [path, ...args], { env }, (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    );
  });
}

function calendar(name: string, talks: [uid: string, start: string, title: string][]): string {
  const events = talks.flatMap(([uid, start, title]) => [
    "BEGIN:VEVENT",
    `UID:${uid}`,
    "DTSTAMP:20270101T000000Z",
    `DTSTART:${start}`,
    "DURATION:PT1H",
    `SUMMARY:${title}`,
    "LOCATION:Cellar",
    "END:VEVENT",
  ]);
  const lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//EN", ...events, "END:VCALENDAR", ""];
  const path = join(folder, name);
  writeFileSync(path, lines.join("\r\n"));
  return path;
}

test("npm run import prints what differs, takes it, and refuses what it cannot take", async () => {
  const first = calendar("first.ics", [
    ["a", "20270504T080000Z", "Opening"],
    ["b", "20270504T090000Z", "Keynote"],
  ]);
  expect(await run("import.ts", first)).toMatchObject({
    code: 0,
    out: expect.stringContaining("+ Opening ("),
  });

  const second = calendar("second.ics", [
    ["a", "20270504T083000Z", "Opening"],
    ["c", "20270504T100000Z", "Panel"],
  ]);
  const dry = await run("import.ts", second, "--dry-run");
  expect(dry.code).toBe(0);
  expect(dry.out).toMatch(/^\+ Panel \(.*10:00, Cellar\)$/m);
  expect(dry.out).toMatch(/^- Keynote \(.*09:00, Cellar\)$/m);
  expect(dry.out).toMatch(/^~ Opening \(.*08:00, Cellar → .*08:30, Cellar\)$/m);
  expect(dry.out).toContain("Nothing was written");
  expect(JSON.parse((await desk.store.document("programme"))!.value)).toHaveLength(2);

  writeFileSync(join(folder, "bad.json"), '{"schedule": 1}');
  expect(await run("import.ts", join(folder, "bad.json"))).toMatchObject({
    code: 65,
    err: expect.stringContaining("was not taken"),
  });
  expect(await run("import.ts")).toMatchObject({ code: 64, err: expect.stringContaining("Usage") });
  expect(await run("import.ts", first, "--dry")).toMatchObject({ code: 64 });
  expect(await run("import.ts", join(folder, "none.ics"))).toMatchObject({ code: 66 });
});

test("npm run reset ends the rehearsal: a new epoch, a blank event, and no sample afterwards", async () => {
  await desk.store.connection.flushall();
  await desk.store.connection.set("{feed}:account:somebody", "kept");
  const { store, directory, clock } = desk;
  const load = () => loadSample({ store, directory, clock, alarm: { wakeAt() {} } }, sampleEvent);
  await load();
  const { epoch } = (await store.head()).cursor;

  const { code, out } = await run("reset.ts");
  expect(code).toBe(0);
  expect(out).toMatch(/^Emptied: .*\nKept: people and kiosks/);
  expect((await store.head()).cursor.epoch).not.toBe(epoch);
  expect(JSON.parse((await store.document("event"))!.value)).toEqual(blankEvent());
  expect(JSON.parse((await store.document("programme"))!.value)).toEqual([]);
  expect((await store.load(1_000)).announcements).toEqual([]);
  expect((await store.list({ limit: 100 })).items).toEqual([]);
  expect(await store.due(Number.MAX_SAFE_INTEGER, 9)).toEqual([]);
  expect(await store.connection.get("{feed}:account:somebody")).toBe("kept");
  expect(await load()).toBe(false);
  const [{ note } = { note: undefined }] = await store.audit(undefined, 1);
  expect(note).toMatchObject({ action: "end-rehearsal", by: "reset", about: "keep-nothing" });
});

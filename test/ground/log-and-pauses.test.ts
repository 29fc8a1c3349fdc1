import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  appendFileSync,
  closeSync,
  globSync,
  openSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterEach, expect, onTestFinished, test } from "vitest";
import { lastWarnings } from "../../scripts/redis/last-words.ts";
import { backOff } from "../../scripts/start/back-off.ts";
import { appendableLog } from "../../scripts/start/log-file.ts";
import { followWarnings, warningIn } from "../../scripts/start/log-warnings.ts";
import { summarize } from "../../scripts/start/summary.ts";
import { workbench } from "./fixtures/processes.ts";

const bench = workbench();
afterEach(() => bench.cleanUp());

test("pauses double up to 10 s, and begin again after 30 s of life", () => {
  const pauses = backOff();
  const quick = Array.from({ length: 8 }, () => pauses.after(100));
  expect(quick).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000]);
  expect([pauses.after(30_000), pauses.after(29_999)]).toEqual([250, 500]);
});

test.for([
  ['{"level":30,"msg":"quiet"}', undefined],
  ['{"level":40,"msg":"loud"}', "loud"],
  ['{"level":60,"msg":"ended","err":{"message":"why"}}', "ended: why"],
  ['{"level":50,"err":{"message":"why"}}', "why"],
  ["TypeError: not JSON at all", "TypeError: not JSON at all"],
  ["{ half a line", "{ half a line"],
  ["   ", undefined],
] as const)("of the line %s the terminal shows %s", ([line, shown]) => {
  expect(warningIn(line)).toBe(shown);
});

test("a log is followed from its end, in whole lines, also when letters arrive in pieces", () => {
  const file = join(bench.folder(), "server.log");
  writeFileSync(file, "of yesterday\n");
  const said: string[] = [];
  const log = followWarnings(file, (line) => said.push(line));
  const line = Buffer.from("zürich\n");
  appendFileSync(file, line.subarray(0, 2)); // in the middle of the ü
  log.catchUp();
  expect(said).toEqual([]);
  appendFileSync(file, line.subarray(2));
  log.close();
  expect(said).toEqual(["zürich"]);
});

test("a flood of warnings is cut short", () => {
  const file = join(bench.folder(), "server.log");
  const said: string[] = [];
  const log = followWarnings(file, (line) => said.push(line));
  appendFileSync(file, "again\n".repeat(500));
  log.close();
  expect(said).toHaveLength(21);
  expect(said.at(-1)).toContain("480 more lines");
});

test("a log past 10 MB is set aside, and only its owner may read it", () => {
  const file = join(bench.folder(), "server.log");
  writeFileSync(file, Buffer.alloc(10 * 1024 * 1024 + 1, "x"));
  appendableLog(file);
  expect([statSync(file).size, statSync(file).mode & 0o777, statSync(`${file}.1`).size]).toEqual([
    0, 0o600, 10485761,
  ]);
});

test("[RD6] a disk that is full ends no process, not even when it ends", { timeout: 60_000 }, async () => {
  const full = openSync("/dev/full", "w");
  const script = join(import.meta.dirname, "fixtures/talkative.ts");
  const child = spawn(process.execPath, [script], { stdio: ["ignore", full, "inherit", "ipc"] });
  closeSync(full);
  onTestFinished(() => void child.kill("SIGKILL"));
  for (const word of ["one", "two", "end"]) {
    child.send(word);
    expect((await once(child, "message"))[0]).toBe(word);
  }
  expect((await once(child, "exit"))[0]).toBe(7);
});

test("of a log of Redis the terminal shows what it warned of last", () => {
  const file = join(bench.folder(), "redis.log");
  writeFileSync(file, "9:M 01 Jan 2022 10:00:00.000 # of yesterday\n");
  const from = statSync(file).size;
  appendFileSync(
    file,
    [
      "9:M 02 Jan 2022 10:00:00.000 # Server initialized",
      "9:M 02 Jan 2022 10:00:00.000 # WARNING Memory overcommit must be enabled!",
      "9:M 02 Jan 2022 10:00:00.000 * Ready to accept connections",
      "9:M 02 Jan 2022 10:00:01.000 # Error writing to the AOF file: No space left on device",
      "9:M 02 Jan 2022 10:00:01.000 # Can't recover from AOF write error when the AOF fsync policy is 'always'. Exiting...",
      "",
    ].join("\n"),
  );
  expect(lastWarnings(file, from)).toBe(
    "Error writing to the AOF file: No space left on device; Can't recover from AOF write error when the AOF fsync policy is 'always'. Exiting...",
  );
  expect(lastWarnings(file, statSync(file).size)).toBeUndefined();
  writeFileSync(file, "9:M 03 Jan 2022 10:00:00.000 # Server initialized\n");
  expect(lastWarnings(file, 0)).toBeUndefined();
});

test("the summary says where everything is and how to sign in", () => {
  const text = summarize({
    localOrigin: "http://localhost:3000",
    networkOrigins: ["http://192.168.1.5:3000"],
    publicUrl: "https://live.example.org",
    account: { state: "made", email: "a@b.c", password: "secret" },
    dataDir: "/var/lib/fanfare",
    metrics: ["http://127.0.0.1:9464/metrics", "http://127.0.0.1:9465/metrics"],
  });
  const expected = [
    "Metrics of the server  http://127.0.0.1:9464/metrics\n          of the worker  http://127.0.0.1:9465/metrics\n",
    "http://localhost:3000/\n",
    "http://localhost:3000/desk",
    "http://localhost:3000/kiosk",
    "http://192.168.1.5:3000/",
    "https://live.example.org/",
    "a@b.c\n    secret\n",
    "reset-password a@b.c",
  ];
  expect(expected.filter((part) => !text.includes(part))).toEqual([]);
});

test("every test file belongs to a stage of npm test", () => {
  const root = join(import.meta.dirname, "../..");
  const config = readFileSync(join(root, "vitest.config.ts"), "utf8");
  const folders = new Set(globSync("test/**/*.test.ts", { cwd: root }).map((file) => file.split("/")[1]));
  expect([...folders].filter((folder) => !config.includes(`"${folder}"`))).toEqual([]);
});

import { expect, test } from "vitest";
import { type DialectName, dialects, requestFor } from "../../scripts/bench/dialects.ts";
import { type Compared, fanOutRows, type Measurements } from "../../scripts/bench/fan-out/fan-out-rows.ts";
import type { Round } from "../../scripts/bench/fan-out/one-round.ts";
import { payload } from "../../scripts/bench/peers/start.ts";
import { cpuMsOf, familyOf } from "../../scripts/bench/process-cpu.ts";
import { type Measured, verdictOn } from "../../scripts/bench/results.ts";
import { ratios } from "../../scripts/bench/statistics.ts";

const rounds = (...cpuUs: readonly number[]): Measurements => ({
  rounds: cpuUs.map((value): Round => ({ cpuUs: value, lastMs: value * 10, wrong: 0 })),
});

const compared = (more: Partial<Compared> = {}): Compared => ({
  ours: rounds(10, 12, 20),
  stream: rounds(10, 12, 20),
  cluster: { rounds: [], missing: "not there" },
  plain: rounds(20, 24, 40),
  ws: rounds(15, 15, 15),
  nchan: rounds(11, 13, 19),
  floor: rounds(6, 7, 8),
  ...more,
});

const named = (rows: readonly Measured[], what: string, unit: string): Measured[] =>
  rows.filter((row) => row.what.includes(what) && row.unit === unit);

test("each round is beside the other's of the same round, so that a slow one is slow for both", () => {
  expect(ratios([10, 12, 20], [20, 24, 40])).toEqual([0.5, 0.5, 0.5]);
  expect(ratios([10, 12], [20])).toEqual([0.5]);
  expect(ratios([10, 12], [])).toEqual([]);
});

test("ours is judged beside theirs", () => {
  const [cpu, , last] = named(fanOutRows(compared(), 10_000), "ours : plain", "×");
  expect(cpu).toMatchObject({ runs: [0.5, 0.5, 0.5] });
  expect(verdictOn(cpu!)).toBe("pass");
  expect(verdictOn(last!)).toBe("pass");
  const [slow] = named(fanOutRows(compared({ ours: rounds(18, 19, 20) }), 10_000), "ours : plain", "×");
  expect(verdictOn(slow!)).toBe("MISS");
});

test("a peer that is not here is not run, says why, and misses nothing", () => {
  const nchan: Measurements = { rounds: [], missing: "no nginx" };
  const rows = fanOutRows(compared({ nchan }), 10_000);
  const beside = named(rows, "nchan", "×");
  expect(beside).toHaveLength(1);
  expect(verdictOn(beside[0]!)).toBe("not run");
  expect(beside[0]!.note).toBe("no nginx");
  expect(named(rows, "two processes : one", "×").map(verdictOn)).toEqual(["not run"]);
});

test("one thing lost or told twice in any round misses", () => {
  const burst = { cpuUs: 1, sentMs: 1, acknowledgedMs: 1, lastMs: 1, wrong: 1 };
  const ours: Measurements = { rounds: [{ cpuUs: 10, lastMs: 1, wrong: 0, burst }] };
  const lost = (more: Partial<Compared>) =>
    fanOutRows(compared(more), 10_000).find(({ what }) => what.startsWith("lost, twice"))!;
  expect(verdictOn(lost({}))).toBe("pass");
  expect(verdictOn(lost({ ours }))).toBe("MISS");
});

test("a peer is given as many bytes whatever they say", () => {
  for (const headline of ["a", "fan-out 17 19"]) expect(Buffer.byteLength(payload(headline))).toBe(400);
});

test.each(Object.keys(dialects) as DialectName[])("%s asks as a page of that very server would", (name) => {
  const request = requestFor(dialects[name], 3_000, { epoch: "e", offset: 4 });
  const field = (header: string) => new RegExp(`^${header}: (.*)\r$`, "im").exec(request)?.[1];
  expect(field("Host")).toBe("127.0.0.1:3000");
  if (!dialects[name].isStream) expect(field("Origin")).toBe("http://127.0.0.1:3000");
  expect(field("User-Agent")).toContain("Mozilla");
  expect(field("Cookie")).toBeUndefined();
  expect(request.endsWith("\r\n\r\n")).toBe(true);
});

test("a reader says where it is, in the request or after it", () => {
  const cursor = { epoch: "e", offset: 4 };
  expect(dialects["fanfare-stream"].path(cursor)).toContain("?cursor=e.4");
  expect(JSON.parse(dialects.fanfare.connect(cursor).slice(2))).toEqual({ protocol: 1, cursor });
  expect(JSON.parse(dialects.fanfare.connect(undefined).slice(2))).toEqual({ protocol: 1 });
});

test.runIf(process.platform === "linux")(
  "the CPU of a process is known while it works, and its family",
  () => {
    const before = cpuMsOf(process.pid);
    const until = performance.now() + 30;
    while (performance.now() < until);
    expect(cpuMsOf(process.pid)).toBeGreaterThan(before);
    expect(familyOf(process.ppid)).toContain(process.pid);
  },
);

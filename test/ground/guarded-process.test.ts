import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { spawnGuarded } from "../../scripts/start/guarded-process.ts";
import { firstReport, isRunning, untilGone, workbench } from "./fixtures/processes.ts";

const bench = workbench();
afterEach(() => bench.cleanUp());

const deaf = join(import.meta.dirname, "fixtures/deaf.ts");

test("its pid is the process that does the work, and IPC reaches it", async () => {
  const child = await spawnGuarded(process.execPath, [deaf], { ipc: true });
  const message = await new Promise((resolve) => child.channel.once("message", resolve));
  expect(message).toEqual({ pid: child.pid });
  expect(await child.kill9()).toEqual({ code: 137 });
});

test("a child that ignores SIGTERM is killed when its time is up", async () => {
  const child = await spawnGuarded(process.execPath, [deaf], { ipc: true });
  await new Promise((resolve) => child.channel.once("message", resolve));
  expect(await child.stop(200)).toEqual({ code: 137 });
  expect(isRunning(child.pid)).toBe(false);
});

test("what its child left running in the background ends with it", async () => {
  const child = await spawnGuarded("/bin/sh", ["-c", "sleep 601 & echo $! >&2; wait"]);
  await child.kill9();
  const left = () => groupOf(child.channel.pid as number);
  await vi.waitFor(() => expect(left()).toEqual([]));
});

test.for([0, 3, 78])("it ends with the exit code of its child: %i", async (code) => {
  const child = await spawnGuarded("/bin/sh", ["-c", `exit ${code}`]);
  expect(await child.exited).toEqual({ code });
});

test("a program that is not there ends with 127", async () => {
  const child = await spawnGuarded("/no/such/program", []);
  expect(await child.exited).toEqual({ code: 127 });
});

test("when its parent is killed with -9 it ends, though it be deaf, and its temporary folder goes", async () => {
  const temporary = bench.folder();
  const parent = bench.run(join(import.meta.dirname, "fixtures/guards-deaf.ts"), [temporary]);
  const pids = await firstReport<{ sleeper: number; deaf: number }>(parent);
  parent.kill("SIGKILL");
  await untilGone(pids.sleeper, 2_000);
  await vi.waitFor(() => expect(existsSync(temporary)).toBe(false), { timeout: 2_000 });
  await untilGone(pids.deaf, 13_000);
});

/** Processes of a group, by what ps tells. */
function groupOf(group: number): string[] {
  const lines = execFileSync("ps", ["-eo", "pgid=,stat=,args="], { encoding: "utf8" }).split("\n");
  return lines.filter((line) => Number(line.trim().split(/\s+/)[0]) === group && !/^\s*\d+\s+Z/.test(line));
}

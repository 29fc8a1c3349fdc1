import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { fewFiles, fewFilesNeeds } from "../../../scripts/chaos/ground/few-files.ts";
import { whyNot } from "../../../scripts/chaos/ground/needs.ts";
import { slowDisk, slowDiskNeeds } from "../../../scripts/chaos/ground/slow-disk.ts";
import { openSmallDisk, smallDiskNeeds } from "../../../scripts/chaos/ground/small-disk.ts";
import { undoLater } from "../../../scripts/chaos/ground/undoing.ts";
import { Bench } from "../../../scripts/chaos/real-processes.ts";
import { until } from "../../../scripts/chaos/until.ts";

const bench = new Bench();
afterAll(() => bench.cleanUp());

function child(code: string) {
  const started = spawn(process.execPath, ["-e", code], { stdio: ["pipe", "pipe", "inherit"] });
  bench.onCleanUp(() => started.kill("SIGKILL"));
  const next = async () => String((await once(started.stdout, "data"))[0]);
  const ask = () => {
    const answer = next();
    started.stdin.write("?");
    return answer;
  };
  return { pid: started.pid!, next, ask, kill9: () => started.kill("SIGKILL") };
}

test("[CG1] what was done is undone when it is asked for, and when whoever did it is killed", async () => {
  const [asked, killed] = [join(bench.folder(), "asked"), join(bench.folder(), "killed")];
  await undoLater('echo "$2" > "$1"', asked, "undone").now();
  expect(readFileSync(asked, "utf8")).toBe("undone\n");

  const from = new URL("../../../scripts/chaos/ground/undoing.ts", import.meta.url).href;
  const doer = child(
    `import(${JSON.stringify(from)}).then(({ undoLater }) => {
      undoLater('echo undone > "$1"', ${JSON.stringify(killed)});
      console.log("done");
      setInterval(() => {}, 1000);
    })`,
  );
  await doer.next();
  expect(existsSync(killed)).toBe(false);
  doer.kill9();
  await until(() => existsSync(killed) && readFileSync(killed, "utf8") === "undone\n", "it to be undone");
});

test.skipIf(whyNot(smallDiskNeeds))("[CG2] a small disk is full, has space again, and is gone", async () => {
  const disk = await openSmallDisk({ megabytes: 2 });
  bench.onCleanUp(() => disk.close());
  const append = () => appendFileSync(join(disk.path, "file"), Buffer.alloc(8_192));
  append();
  disk.fill();
  expect(disk.freeBytes).toBe(0);
  expect(append).toThrow("ENOSPC");
  disk.heal();
  append();
  await disk.close();
  expect(existsSync(disk.path)).toBe(false);
});

test.skipIf(whyNot(slowDiskNeeds))(
  "[CG2] a slow disk delays each flush, and no longer once it is healed",
  async () => {
    const flushing = child(`
    const fs = require("node:fs");
    const file = fs.openSync(${JSON.stringify(join(bench.folder(), "flushed"))}, "w");
    process.stdin.on("data", () => {
      const startedAt = performance.now();
      fs.fdatasyncSync(file);
      console.log(performance.now() - startedAt);
    });
    console.log("here");`);
    await flushing.next();
    const slow = await slowDisk(flushing.pid, { delayMs: 700 });
    bench.onCleanUp(() => slow.heal());
    expect(Number(await flushing.ask())).toBeGreaterThanOrEqual(700);
    await slow.heal();
    await until(async () => Number(await flushing.ask()) < 700, "it to be quick");
  },
);

test.skipIf(whyNot(fewFilesNeeds))("[CG2] a process is given few files, and its own limit back", async () => {
  const open = child(`
    const fs = require("node:fs");
    const files = [];
    process.stdin.on("data", () => {
      try {
        while (files.length < 200) files.push(fs.openSync("/dev/null"));
        console.log("enough");
      } catch (error) {
        console.log(error.code);
      }
    });
    console.log("here");`);
  await open.next();
  const few = await fewFiles(open.pid, 64);
  expect((await open.ask()).trim()).toBe("EMFILE");
  await few.heal();
  expect((await open.ask()).trim()).toBe("enough");
});

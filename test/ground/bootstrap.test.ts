import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterEach, expect, test } from "vitest";
import { workbench } from "./fixtures/processes.ts";

const bench = workbench();
afterEach(() => bench.cleanUp());

const scripts = join(import.meta.dirname, "../../scripts");

/** A bare clone with an npm that only pretends: it notes its calls, and does what `behaviour` says. */
function bareClone(behaviour = ""): { folder: string; bootstrap(): Promise<{ code: number; said: string }> } {
  const folder = bench.folder();
  mkdirSync(join(folder, "scripts"));
  for (const name of ["bootstrap.mjs", "bootstrap-lock.mjs"]) {
    cpSync(join(scripts, name), join(folder, "scripts", name));
  }
  writeFileSync(join(folder, "package-lock.json"), "{}");
  const npm = join(folder, "npm-cli.cjs");
  writeFileSync(
    npm,
    `const fs = require("node:fs");
     fs.appendFileSync("npm.calls", process.argv.slice(2).join(" ") + " PATH=" + process.env.PATH + "\\n");
     ${behaviour}
     setTimeout(() => {
       fs.rmSync("node_modules", { recursive: true, force: true });
       fs.mkdirSync("node_modules/.bin", { recursive: true });
       fs.symlinkSync(process.execPath, "node_modules/.bin/node");
     }, 300);`,
  );
  return {
    folder,
    async bootstrap() {
      const env = {
        PATH: `${folder}/node_modules/.bin:${process.env.PATH}`,
        npm_execpath: npm,
        NODE_ENV: "production",
      };
      const child = bench.run(join(folder, "scripts/bootstrap.mjs"), [], {
        ...env,
        npm_node_execpath: process.execPath,
      });
      const said = text(child.stderr as NodeJS.ReadableStream);
      const [code] = await once(child, "close");
      return { code, said: await said };
    },
  };
}

function callsOf(folder: string): string[] {
  const file = join(folder, "npm.calls");
  return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
}

test("a bare clone is installed once, and then nothing is done or said", async () => {
  const { folder, bootstrap } = bareClone();
  expect(await bootstrap()).toEqual({
    code: 0,
    said: "fanfare: installing the locked packages (npm ci) …\n",
  });
  expect(await bootstrap()).toEqual({ code: 0, said: "" });
  expect(callsOf(folder)).toEqual([expect.stringMatching(/^ci .*--include=dev .*--ignore-scripts/)]);
  expect(callsOf(folder)[0]).not.toContain("node_modules");
  expect(readdirSync(join(folder, ".cache"))).toEqual([]);
});

test("a lock file that changed is installed again", async () => {
  const { folder, bootstrap } = bareClone();
  await bootstrap();
  writeFileSync(join(folder, "package-lock.json"), '{"other": 1}');
  await bootstrap();
  expect(callsOf(folder)).toHaveLength(2);
});

test("of several at once one installs, and all go on only when it is done", async () => {
  const { folder, bootstrap } = bareClone();
  const codes = (await Promise.all([bootstrap(), bootstrap(), bootstrap()])).map(({ code }) => code);
  expect(codes).toEqual([0, 0, 0]);
  expect(callsOf(folder)).toHaveLength(1);
});

test("the lock of a bootstrap that was killed does not block", async () => {
  const { folder, bootstrap } = bareClone();
  mkdirSync(join(folder, ".cache"));
  writeFileSync(join(folder, ".cache/bootstrap.lock"), `${process.pid} 12345`); // alive, but another one
  expect(await bootstrap()).toMatchObject({ code: 0 });
});

test.for([
  [
    "npm error code ENOTFOUND\\nnpm error network request failed",
    "could not be downloaded (ENOTFOUND): is there a network?",
  ],
  [
    "npm error code EUSAGE\\nnpm error the lock file is out of step",
    "npm ci failed: the lock file is out of step",
  ],
])("a failure of npm is one clear line (%s)", async ([output, line]) => {
  const { folder, bootstrap } = bareClone(`console.error("${output}"); process.exit(1);`);
  const { code, said } = await bootstrap();
  expect(code).toBe(1);
  expect(said.split("\n").slice(1)).toEqual([expect.stringContaining(line as string), ""]);
  expect(existsSync(join(folder, ".cache/bootstrap.lock"))).toBe(false);
});

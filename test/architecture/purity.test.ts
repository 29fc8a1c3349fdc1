import { describe, expect, test } from "vitest";
import { projectSources, source } from "../support/source.ts";
import { environmentReads, impurities, isBarrel, leftOut } from "./faults.ts";

const sources = projectSources();
const under = (...folders: readonly string[]) =>
  sources.filter(({ path }) => folders.some((folder) => path.startsWith(`${folder}/`)));
const planted = (text: string, path = "server/core/planted.ts") => source(path, text);

describe("core is pure", () => {
  test("no clock, chance, timer, I/O or waiting in server/core", () => {
    const core = under("server/core");
    expect(core.length).toBeGreaterThan(15);
    expect(core.flatMap(impurities)).toEqual([]);
  });

  test.for([
    ["const now = Date.now();", "Date.now"],
    ['const now = Date["now"]();', "Date.now"],
    ["const now = new Date();", "new Date()"],
    ["const now = new Date;", "new Date()"],
    ["const now = Date();", "Date()"],
    ["const now = Temporal.Now.instant();", "Temporal.Now"],
    ["const now = performance.now();", "performance"],
    ["const chance = Math.random();", "Math.random"],
    ["const id = crypto.randomUUID();", "crypto"],
    ["setTimeout(() => {}, 1);", "setTimeout"],
    ["setInterval(tick, 1);", "setInterval"],
    ["const later = { at: setTimeout };", "setTimeout"],
    ["console.log(1);", "console"],
    ["const home = process.env.HOME;", "process"],
    ["const clock = globalThis.Date;", "globalThis"],
    ["async function wait() {}", "async"],
    ["const wait = async () => 1;", "async"],
    ["class A { async wait() {} }", "async"],
    ["const one = await two;", "await"],
    ["async function f() { for await (const each of all) use(each); }", "await"],
    ["const later = Promise.resolve(1);", "Promise"],
    ["fetch(address);", "fetch"],
    ['import { z } from "zod";', "imports zod"],
    ['import { join } from "node:path";', "imports node:path"],
    ['import type { Server } from "node:http";', "imports node:http"],
  ] as const)("finds what is planted: %s", ([text, fault]) => {
    expect(impurities(planted(text))).toContain(`server/core/planted.ts: ${fault}`);
  });

  test.for([
    "const at = new Date(ms).toISOString();",
    "const at = Date.parse(text);",
    "// Date.now() and console.log in a comment",
    'const text = "await process.env, Math.random()";',
    "const options = { console: 1, process: 2, async: 3 };",
    "const value = options.console + options.process;",
    "type Later = Promise<Date>;",
    "interface Timed { readonly setTimeout: number }",
    "const most = Math.max(1, 2);",
  ])("takes what only looks like it: %s", (text) => {
    expect(impurities(planted(text))).toEqual([]);
  });
});

describe("one reader of the environment", () => {
  test("within server and workers, config.ts alone", () => {
    const others = under("server", "workers").filter(({ path }) => path !== "server/config.ts");
    expect(others.flatMap(environmentReads)).toEqual([]);
    const config = sources.filter(({ path }) => path === "server/config.ts");
    expect(config.flatMap(environmentReads)).not.toEqual([]);
  });

  test.for([
    "const port = process.env.PORT;",
    'const port = process["env"]["PORT"];',
    "const env = process.env;",
    "const { env } = process;",
    "const port = globalThis.process.env.PORT;",
    'import { env } from "node:process";',
    'import process from "process";',
  ])("finds what is planted: %s", (text) => {
    expect(environmentReads(planted(text, "workers/planted.ts"))).toHaveLength(1);
  });

  test.for(["process.exit(1);", "const env = config.env;", "// process.env", 'const text = "process.env";'])(
    "takes what only looks like it: %s",
    (text) => {
      expect(environmentReads(planted(text))).toEqual([]);
    },
  );
});

describe("no test is left out", () => {
  test("neither .only nor .skip anywhere", () => {
    expect(sources.flatMap(leftOut)).toEqual([]);
  });

  test.for([
    'test.only("x", () => {});',
    'describe.skip("x", () => {});',
    'it.concurrent.only("x", () => {});',
    'test.only.for([1])("x", () => {});',
    'test["only"]("x", () => {});',
  ])("finds what is planted: %s", (text) => {
    expect(leftOut(planted(text, "test/planted.test.ts"))).toHaveLength(1);
  });

  test.for(["test.skipIf(isRoot)('x', () => {});", "results.only = 1;", '"test.only"'])(
    "takes what only looks like it: %s",
    (text) => {
      expect(leftOut(planted(text))).toEqual([]);
    },
  );
});

describe("no barrels", () => {
  test("no file only hands on what others export", () => {
    expect(sources.filter(isBarrel).map(({ path }) => path)).toEqual([]);
  });

  test.for([
    'export * from "./a.ts";',
    'export { a } from "./a.ts"; export { b } from "./b.ts";',
    'import { a } from "./a.ts"; export { a };',
    'export type { A } from "./a.ts";',
  ])("finds what is planted: %s", (text) => {
    expect(isBarrel(planted(text))).toBe(true);
  });

  test.for([
    'import "./a.ts";',
    "export const a = 1;",
    'export { a } from "./a.ts"; export const b = 1;',
    "export {};",
  ])("takes %s", (text) => {
    expect(isBarrel(planted(text))).toBe(false);
  });
});

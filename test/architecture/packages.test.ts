/** What is locked, read without a network: no package below the version in which its known fault is gone. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

interface Locked {
  readonly version: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly dev?: boolean;
  readonly link?: boolean;
  readonly hasInstallScript?: boolean;
}

const root = join(import.meta.dirname, "../..");
const read = (name: string) => JSON.parse(readFileSync(join(root, name), "utf8"));
const locked = Object.entries(
  (read("package-lock.json") as { packages: Record<string, Locked> }).packages,
).filter(([path]) => path !== "");

const nameOf = (path: string): string => path.slice(path.lastIndexOf("node_modules/") + 13);

/** Why each may not be older. */
const LEAST: Readonly<Record<string, readonly [version: string, why: string]>> = {
  bullmq: ["6.7.0", "a worker never ran again after an outage of Redis (bullmq#4585)"],
  "engine.io": ["6.6.12", "CVE-2026-59725, and those of polling before it"],
  express: ["5.2.0", "current 5.x"],
  ioredis: ["6.0.0", "pollution of prototypes by MOVED (ioredis#2151)"],
  "path-to-regexp": ["8.4.0", "CVE-2026-4926"],
  qs: ["6.15.2", "CVE-2026-2391, CVE-2026-4867"],
  "socket.io": ["4.8.4", "CVE-2024-38355 and later"],
  "socket.io-parser": ["4.2.7", "CVE-2026-33151, CVE-2026-69185"],
  ws: ["8.21.3", "CVE-2026-48779, CVE-2026-45736"],
};

const partsOf = (version: string): number[] => version.split(/[.-]/).slice(0, 3).map(Number);

function isBelow(version: string, least: string): boolean {
  const [own, other] = [partsOf(version), partsOf(least)];
  const at = own.findIndex((part, index) => part !== other[index]);
  return at >= 0 && own[at]! < other[at]!;
}

const served = locked.filter(([, { dev }]) => dev !== true);

describe("[SE5] what is locked", () => {
  test.for(Object.entries(LEAST))("%s is not below %s", ([name, [least]]) => {
    const found = served.filter(([path]) => nameOf(path) === name);
    expect(found).not.toEqual([]);
    expect(found.filter(([, { version }]) => isBelow(version, least))).toEqual([]);
  });

  test("a version is compared by its numbers", () => {
    expect([isBelow("8.9.9", "8.21.3"), isBelow("8.21.3", "8.21.3"), isBelow("9.0.0", "8.21.3")]).toEqual([
      true,
      false,
      false,
    ]);
  });

  test("every package is what its hash says, and none comes from a link, a folder or a repository", () => {
    expect(locked.length).toBeGreaterThan(150);
    const odd = locked.filter(
      ([, { integrity, resolved, link }]) =>
        link === true ||
        !/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity ?? "") ||
        (resolved !== undefined && !/^https:\/\/registry\.npmjs\.org\//.test(resolved)),
    );
    expect(odd.map(([path]) => path)).toEqual([]);
  });

  test("no package's install script is run: of those that have one, all are told not to", () => {
    const { allowScripts } = read("package.json") as { allowScripts: Record<string, boolean> };
    const withScript = locked
      .filter(([, each]) => each.hasInstallScript === true)
      .map(([path]) => nameOf(path));
    for (const name of withScript) expect([name, allowScripts[name]]).toEqual([name, false]);
    expect(Object.values(allowScripts)).not.toContain(true);
    const bootstrap = readFileSync(join(root, "scripts/bootstrap.mjs"), "utf8");
    expect(bootstrap).toContain('"--ignore-scripts"');
  });

  test("what is asked for by name is one version each, and not a range", () => {
    const { dependencies, devDependencies, optionalDependencies } = read("package.json");
    const asked = { ...dependencies, ...devDependencies, ...optionalDependencies };
    for (const [name, version] of Object.entries(asked))
      expect([name, version]).toEqual([name, expect.stringMatching(/^(npm:[\w.-]+@)?\d+\.\d+\.\d+$/)]);
  });
});

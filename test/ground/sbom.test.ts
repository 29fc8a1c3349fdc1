/** The bill of materials, against the lock file that it is made of. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { workbench } from "./fixtures/processes.ts";

const bench = workbench();
afterEach(() => bench.cleanUp());

const root = join(import.meta.dirname, "../..");

interface Bill {
  readonly bomFormat: string;
  readonly metadata: { readonly component: { readonly name: string } };
  readonly components: readonly {
    readonly name: string;
    readonly version: string;
    readonly hashes?: readonly { readonly alg: string; readonly content: string }[];
  }[];
}

interface Locked {
  readonly version: string;
  readonly integrity: string;
  readonly dev?: boolean;
}

const locked = Object.entries(
  (JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as { packages: Record<string, Locked> })
    .packages,
).filter(([path]) => path !== "");

/** Name, version and hash of each, as one line. */
const lines = (packages: typeof locked): string[] => {
  const named = packages.map(([path, { version, integrity }]) => {
    const name = path.slice(path.lastIndexOf("node_modules/") + 13);
    return `${name} ${version} ${Buffer.from(integrity.slice("sha512-".length), "base64").toString("hex")}`;
  });
  return [...new Set(named)].sort();
};

const listed = ({ components }: Bill): string[] =>
  [
    ...new Set(components.map(({ name, version, hashes }) => `${name} ${version} ${hashes?.[0]?.content}`)),
  ].sort();

/** No registry answers: it must not need one. */
const run = (...args: readonly string[]) =>
  spawnSync(process.execPath, [join(root, "scripts/sbom.ts"), ...args], {
    encoding: "utf8",
    maxBuffer: 64 * 1_024 * 1_024,
    env: { ...process.env, npm_config_registry: "http://127.0.0.1:9/", npm_config_offline: "true" },
  });

/** What a package is called where another name leads to it. */
const isAliased = (line: string): boolean => /^socket\.io-client-4\.\d /.test(line);

describe("[SE5] the bill of materials", () => {
  test("lists everything that serves, with its hash, under our own name", () => {
    const { status, stdout, stderr } = run();
    expect([status, stderr]).toEqual([0, ""]);
    const bill = JSON.parse(stdout) as Bill;
    expect(bill.bomFormat).toBe("CycloneDX");
    expect(bill.metadata.component.name).toBe("fanfare");
    expect(stdout).not.toContain(root);
    const served = locked.filter(([, { dev }]) => dev !== true);
    expect(served.length).toBeGreaterThan(50);
    expect(listed(bill)).toEqual(lines(served));
  });

  test("with --all what builds and tests too, into a file", () => {
    const file = join(bench.folder(), "sbom.json");
    expect(run("--all", file)).toMatchObject({ status: 0, stdout: "" });
    const bill = JSON.parse(readFileSync(file, "utf8")) as Bill;
    expect(listed(bill)).toEqual(expect.arrayContaining(lines(locked).filter((line) => !isAliased(line))));
  });

  test.for([[["--what"]], [["one", "two"]]])("what it does not know is one line: %o", ([args]) => {
    expect(run(...args!)).toMatchObject({ status: 64, stdout: "", stderr: expect.stringMatching(/^Usage/) });
  });
});

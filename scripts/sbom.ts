/**
 * `npm run sbom [-- FILE] [-- --all]`: what this is made of, as CycloneDX, from the lock file alone, so that it needs
 * no network. Every package with its version and its hash; those that only build or test with `--all`.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

const USAGE = "Usage: npm run sbom [-- FILE] [-- --all]";
const EXIT = { failed: 1, usage: 64 } as const;
const root = join(import.meta.dirname, "..");

function main(): void {
  const order = orderFrom(process.argv.slice(2));
  const made = order === undefined ? undefined : bill(order.all);
  if (order === undefined) fail(USAGE, EXIT.usage);
  else if (typeof made === "string") fail(made, EXIT.failed);
  else write(`${JSON.stringify(made, null, 2)}\n`, order.file);
}

function write(text: string, file: string | undefined): void {
  if (file === undefined) process.stdout.write(text);
  else writeFileSync(resolve(file), text);
}

function orderFrom(args: readonly string[]): { readonly file?: string; readonly all: boolean } | undefined {
  try {
    const options = { all: { type: "boolean", default: false } } as const;
    const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options });
    const [file, ...more] = positionals;
    if (more.length > 0) return undefined;
    return file === undefined ? { all: values.all } : { file, all: values.all };
  } catch {
    return undefined;
  }
}

interface Bill {
  readonly metadata: { readonly component: object };
  readonly components: readonly {
    readonly "bom-ref": string;
    readonly name: string;
    readonly version: string;
  }[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn?: readonly string[] }[];
}

interface Lock {
  readonly name: string;
  readonly packages: Readonly<Record<string, { readonly version: string; readonly dev?: boolean }>>;
}

/** The bill of everything or of what serves, or the line that says why there is none. */
function bill(all: boolean): object | string {
  const { command, before } = npm();
  const asked = [
    "sbom",
    "--sbom-format=cyclonedx",
    "--package-lock-only",
    "--include=dev",
    "--include=optional",
  ];
  const { error, status, stdout, stderr } = spawnSync(command, [...before, ...asked], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 64 * 1_024 * 1_024,
  });
  if (error !== undefined) return `npm could not be run (${error.message})`;
  if (status !== 0) return `npm sbom failed: ${stderr.trim().split("\n")[0] ?? ""}`;
  const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as Lock;
  const whole = named(JSON.parse(stdout) as Bill, lock.name);
  return all ? whole : served(whole, lock);
}

/** npm calls it as the folder is called that it lies in. */
function named(made: Bill, name: string): Bill {
  const component = { ...made.metadata.component, type: "application", name };
  return { ...made, metadata: { ...made.metadata, component } };
}

/**
 * Without what only builds and tests. Not by npm's own `--omit=dev`: that leaves out what both need, `ws` and
 * `socket.io-parser` among it, as long as a package for development is found to need it first.
 */
function served(whole: Bill, { packages }: Lock): Bill {
  const nameOf = (path: string) => path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
  const locked = Object.entries(packages).filter(([path, { dev }]) => path !== "" && dev !== true);
  const isServed = new Set(locked.map(([path, { version }]) => `${nameOf(path)}@${version}`));
  const components = whole.components.filter(({ name, version }) => isServed.has(`${name}@${version}`));
  const left = new Set(components.map((component) => component["bom-ref"]));
  const gone = new Set(
    whole.components.map((component) => component["bom-ref"]).filter((ref) => !left.has(ref)),
  );
  const dependencies = whole.dependencies
    .filter(({ ref }) => !gone.has(ref))
    .map(({ dependsOn = [], ...rest }) => ({
      ...rest,
      dependsOn: dependsOn.filter((ref) => !gone.has(ref)),
    }));
  return { ...whole, components, dependencies };
}

/** The very npm that runs this script, where one does. */
function npm(): { readonly command: string; readonly before: readonly string[] } {
  const { npm_execpath: path } = process.env;
  const isScript = path !== undefined && /\.c?js$/.test(path) && existsSync(path);
  return isScript ? { command: process.execPath, before: [path] } : { command: "npm", before: [] };
}

function fail(line: string, code: number): void {
  process.stderr.write(`${line}\n`);
  process.exitCode = code;
}

main();

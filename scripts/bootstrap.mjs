// Makes a bare clone ready for whatever npm script comes next: the locked packages, the Node that the
// project runs on, and with --browser a Chromium for the tests.
//
// - Plain JavaScript for Node >= 20, built-in modules only: it runs before anything is installed.
// - Does nothing, and says nothing, when node_modules belongs to package-lock.json already.
// - Says in one line what takes long, and in one line why it cannot go on (then exits with 1).
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { withLock } from "./bootstrap-lock.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const modules = join(root, "node_modules");
const stampFile = join(modules, ".fanfare-stamp");
const privateNode = join(modules, ".bin/node");

function refuse(line) {
  process.stderr.write(`fanfare: ${line}\n`);
  process.exit(1);
}

function isOlderThan(major, minor) {
  const [ownMajor, ownMinor] = process.versions.node.split(".").map(Number);
  return ownMajor < major || (ownMajor === major && ownMinor < minor);
}

// The platform is part of it: packages of one do not run on another that shares the folder.
function stampOfLock() {
  const lock = readFileSync(join(root, "package-lock.json"));
  return `${createHash("sha256").update(lock).digest("hex")} ${process.platform}-${process.arch}\n`;
}

function packagesAreInstalled() {
  return existsSync(stampFile) && readFileSync(stampFile, "utf8") === stampOfLock();
}

// npm ci deletes node_modules, so neither npm nor its Node may come from there.
function npmCommand() {
  const isOurs = (path) => path === modules || path.startsWith(modules + sep);
  const folders = (process.env.PATH ?? "")
    .split(delimiter)
    .filter((folder) => !folder.includes("node_modules"));
  const env = { ...process.env, PATH: folders.join(delimiter) };
  const { npm_node_execpath: node, npm_execpath: npm } = process.env;
  if (npm && existsSync(npm) && /\.c?js$/.test(npm)) {
    const ownNode = [node, process.execPath].find((path) => path && existsSync(path) && !isOurs(path));
    return { command: ownNode ?? "node", args: [npm], env };
  }
  return { command: "npm", args: [], env };
}

function installPackages() {
  process.stderr.write("fanfare: installing the locked packages (npm ci) …\n");
  const { command, args, env } = npmCommand();
  // Development packages too, whatever NODE_ENV says: they build the pages. No package's scripts are run.
  const flags = ["ci", "--include=dev", "--include=optional", "--ignore-scripts", "--no-audit", "--no-fund"];
  const result = spawnSync(command, [...args, ...flags], {
    cwd: root,
    env,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
  if (result.error) refuse(`npm could not be run (${result.error.message})`);
  if (result.signal) process.exit(1);
  if (result.status !== 0) refuse(explainFailure(`${result.stderr}${result.stdout}`));
  writeFileSync(stampFile, stampOfLock());
}

function explainFailure(output) {
  const lines = output.split("\n").filter((line) => /^npm (error|ERR!) /.test(line));
  const isNetwork =
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT/.exec(output);
  if (isNetwork) return `the packages could not be downloaded (${isNetwork[0]}): is there a network?`;
  const first = lines.find((line) => !/ code /.test(line)) ?? lines[0] ?? output.trim().split("\n")[0];
  return `npm ci failed: ${(first ?? "").replace(/^npm (error|ERR!) /, "")}`;
}

function checkPrivateNode() {
  if (existsSync(privateNode)) {
    const run = spawnSync(privateNode, ["--version"], { encoding: "utf8" });
    if (run.status === 0) return;
  }
  if (isOlderThan(24, 7)) {
    refuse(
      `no Node 26 comes with this project for ${process.platform}-${process.arch}: install Node 24.7 or later`,
    );
  }
}

if (isOlderThan(20, 0)) refuse(`Node ${process.versions.node} is too old: install Node 20 or later`);

if (!packagesAreInstalled()) {
  mkdirSync(join(root, ".cache"), { recursive: true });
  await withLock(join(root, ".cache/bootstrap.lock"), () => {
    if (!packagesAreInstalled()) installPackages();
    checkPrivateNode();
  });
}

if (process.argv.includes("--browser")) {
  const node = existsSync(privateNode) ? privateNode : process.execPath;
  const { status } = spawnSync(node, [join(root, "scripts/browser.ts")], { stdio: "inherit" });
  process.exitCode = status ?? 1;
}

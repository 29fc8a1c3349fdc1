import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, readdirSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";

/**
 * The Chromium or Chrome that the tests drive: found, not bundled. Run as a program, it installs one where
 * that can be done without asking (as root on Debian), else says in one line what to install and exits 1.
 */
const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const folders = ["/usr/bin", "/usr/local/bin", "/snap/bin", "/opt/google/chrome", "/opt/homebrew/bin"];
const bundles = ["Google Chrome.app/Contents/MacOS/Google Chrome", "Chromium.app/Contents/MacOS/Chromium"];

/** What keeps a test browser quiet, and able to run as root and without a screen. */
export const browserFlags: readonly string[] = [
  "--no-sandbox",
  "--headless",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** FANFARE_BROWSER, else one on PATH or in the usual places, else undefined. */
export function findBrowser(): string | undefined {
  const { FANFARE_BROWSER: chosen, PATH = "" } = process.env;
  if (chosen) return isProgram(chosen) ? chosen : undefined;
  const onPath = [...PATH.split(delimiter), ...folders].filter(Boolean);
  const paths = onPath.flatMap((folder) => names.map((name) => join(folder, name)));
  const apps = ["/Applications", join(homedir(), "Applications")];
  const inApps = apps.flatMap((folder) => bundles.map((bundle) => join(folder, bundle)));
  return [...paths, ...inApps, ...downloadedByPlaywright()].find(isProgram);
}

/** For `chromium.launch()` of Playwright. */
export function browserLaunch(): { executablePath: string; args: string[] } {
  const executablePath = findBrowser();
  if (!executablePath) throw new Error(whatToInstall());
  return { executablePath, args: [...browserFlags] };
}

function installBrowser(): void {
  process.stderr.write("fanfare: installing Chromium for the tests (apt-get install chromium) …\n");
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const options = { env, stdio: "ignore" } as const;
  spawnSync("apt-get", ["update", "-q"], options);
  spawnSync("apt-get", ["install", "-y", "-q", "--no-install-recommends", "chromium"], options);
}

function whatToInstall(): string {
  const { FANFARE_BROWSER: chosen } = process.env;
  if (chosen) return `FANFARE_BROWSER (${chosen}) is not a program that can be run`;
  const command =
    process.platform === "darwin" ? "brew install --cask chromium" : "sudo apt-get install chromium";
  return `the tests need Chromium or Chrome: ${command}, or set FANFARE_BROWSER to the path of one`;
}

function downloadedByPlaywright(): string[] {
  const cache = join(homedir(), process.platform === "darwin" ? "Library/Caches" : ".cache", "ms-playwright");
  const inside = [
    "chrome-linux/chrome",
    "chrome-linux64/chrome",
    "chrome-mac/Chromium.app/Contents/MacOS/Chromium",
  ];
  if (!existsSync(cache)) return [];
  const versions = readdirSync(cache).filter((name) => /^chromium-\d+$/.test(name));
  return versions.flatMap((version) => inside.map((path) => join(cache, version, path)));
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

if (import.meta.main && !findBrowser()) {
  const isRootOnDebian = process.getuid?.() === 0 && existsSync("/etc/debian_version");
  if (isRootOnDebian && !process.env.FANFARE_BROWSER) installBrowser();
  if (!findBrowser()) {
    process.stderr.write(`fanfare: ${whatToInstall()}\n`);
    process.exitCode = 1;
  }
}

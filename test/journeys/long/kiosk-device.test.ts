/**
 * What runs on a screen's own device: the launcher against a
 * real Chromium, and the files that are installed there.
 */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { browserFlags, findBrowser } from "../../../scripts/browser.ts";
import { until } from "../../../scripts/chaos/until.ts";
import { isRunning } from "../../ground/fixtures/processes.ts";

const folder = join(import.meta.dirname, "../../../scripts/kiosk");
const text = (name: string): string => readFileSync(join(folder, name), "utf8");
const runs = (command: string, ...args: string[]): boolean => spawnSync(command, args).status === 0;

const hasBash = runs("bash", "-c", "((BASH_VERSINFO[0] >= 5))");
const browser = findBrowser();
const LONG_MS = 30_000;
vi.setConfig({ testTimeout: 2 * LONG_MS });
// The launcher is for Linux: it asks /proc, and the bash of macOS is too old. The rest needs what it names.
const cannotLaunch = process.platform !== "linux" || !hasBash || browser === undefined;

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

function temporaryFolder(): string {
  const path = mkdtempSync(join(tmpdir(), "fanfare-kiosk-"));
  closers.push(() => rmSync(path, { recursive: true, force: true, maxRetries: 5 }));
  return path;
}

/** What a page does at its third beat. */
const turns = {
  lives: "",
  hangs: "for (;;) {}",
  leaves: "location.href = 'http://localhost:' + location.port + '/elsewhere'",
} as const;

interface Site {
  readonly port: number;
  readonly url: string;
  /** How often the page was loaded, and the last beat of it that was told. */
  readonly loads: () => number;
  readonly beat: () => number;
}

/** Each load takes the next turn; the last one stays. */
async function site(takes: readonly (keyof typeof turns)[], port = 0): Promise<Site> {
  let loads = 0;
  let beat = 0;
  const server: Server = createServer((request, response) => {
    const { pathname, search } = new URL(request.url!, "http://localhost");
    response.setHeader("content-type", "text/html");
    if (pathname === "/beat") beat = Number(search.slice(1));
    if (pathname === "/kiosk") {
      beat = 0;
      loads += 1;
    }
    response.end(pathname === "/kiosk" ? pageThat(takes[loads - 1] ?? takes.at(-1)!) : "not the page");
  });
  await once(server.listen(port, "127.0.0.1"), "listening");
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const at = (server.address() as AddressInfo).port;
  return { port: at, url: `http://127.0.0.1:${at}/kiosk`, loads: () => loads, beat: () => beat };
}

const pageThat = (turn: keyof typeof turns): string => `<!doctype html><title>Screen</title><script>
  let beat = 0;
  setInterval(() => {
    document.documentElement.dataset.beat = ++beat;
    fetch("/beat?" + beat);
    if (beat === 3) { ${turns[turn]} }
  }, 200);
</script>`;

interface Screen {
  readonly said: () => string;
  readonly ended: Promise<number | null>;
  readonly child: ChildProcess;
}

function screen(url: string): Screen {
  const child = spawn("bash", [join(folder, "fanfare-kiosk"), url], {
    stdio: ["ignore", "ignore", "pipe"],
    env: {
      PATH: process.env.PATH,
      HOME: temporaryFolder(),
      FANFARE_BROWSER: browser,
      FANFARE_KIOSK_FLAGS: browserFlags.join(" "),
      FANFARE_KIOSK_LOOK: "1",
      FANFARE_KIOSK_ANSWER: "5",
      FANFARE_KIOSK_HELP: "8",
      FANFARE_KIOSK_RETRY: "1",
    },
  });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (part: string) => {
    said += part;
  });
  const ended = once(child, "close").then(([code]) => code as number | null);
  closers.push(() => {
    child.kill("SIGTERM");
    return ended;
  });
  return { said: () => said, ended, child };
}

/** What the launcher itself says, without what Chromium says. */
const told = ({ said }: Screen): string[] =>
  said()
    .split("\n")
    .filter((line) => line.startsWith("fanfare-kiosk: "))
    .map((line) => line.slice("fanfare-kiosk: ".length));

test.skipIf(cannotLaunch)(
  "it waits for a server that is not there yet, and ends with its Chromium",
  async () => {
    const { port, url } = await site(["lives"]);
    await closers.pop()!();
    const started = screen(url);
    await until(() => told(started).some((line) => line.startsWith("waits for")), "the wait", LONG_MS);
    const here = await site(["lives"], port);
    await until(() => here.beat() > 3, "the page", LONG_MS);
    expect(told(started).at(-1)).toBe(`shows ${url}`);

    const chromium = childOf(started.child.pid!);
    started.child.kill("SIGTERM");
    expect(await started.ended).toBe(143);
    expect(isRunning(chromium)).toBe(false);
  },
);

test.skipIf(cannotLaunch)("a page that leaves is brought back", async () => {
  const left = await site(["leaves", "lives"]);
  const started = screen(left.url);
  await until(() => left.loads() === 2 && left.beat() > 5, "the page to be back", LONG_MS);
  expect(told(started)).toEqual([
    `shows ${left.url}`,
    `a fresh tab for the page, as it is at http://localhost:${left.port}/elsewhere (HTTP 200)`,
    `shows ${left.url}`,
  ]);
});

test.skipIf(cannotLaunch)(
  "a page that hangs gets a fresh tab; one that hangs again ends all",
  async () => {
    const hung = await site(["hangs"]);
    const started = screen(hung.url);
    const chromium = await until(() => hung.loads() > 0 && childOf(started.child.pid!), "the page", LONG_MS);
    expect(await started.ended).toBe(1);
    const lines = told(started);
    expect(lines[1]).toMatch(/^a fresh tab for the page, as it has not answered/);
    expect(lines.at(-1)).toMatch(/^a fresh tab did not help: it has not answered/);
    expect(hung.loads()).toBeGreaterThan(1);
    expect(isRunning(chromium)).toBe(false);
  },
  40_000,
);

/** The one process that the launcher started and still runs. */
function childOf(pid: number): number {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ");
  return Number(children[0]);
}

test.skipIf(!hasBash)("every script is well formed", () => {
  const scripts = readdirSync(folder).filter((name) => text(name).startsWith("#!/usr/bin/env bash"));
  expect(scripts.sort()).toEqual(["fanfare-kiosk", "install.sh", "make-venue-ca.sh"]);
  for (const name of scripts) {
    expect(runs("bash", "-n", join(folder, name)), name).toBe(true);
    expect(statSync(join(folder, name)).mode & 0o111, `${name} can be run`).toBe(0o111);
  }
});

test("the policy leaves the one page open, and the pipe that the watchdog looks through", () => {
  const policy = JSON.parse(text("policy.json"));
  expect(policy.URLBlocklist).toEqual(["*"]);
  expect(policy.URLAllowlist).toEqual([
    "https://.live.example.org/kiosk", // install.sh puts the address here
    "file:///usr/local/lib/fanfare-kiosk/waiting.html",
  ]);
  expect(text("install.sh")).toContain("'https://.live.example.org/kiosk'");
  expect(policy.RemoteDebuggingAllowed).toBe(true);
  // It would keep the launcher out too; the keys for DevTools are refused by --kiosk.
  expect(policy).not.toHaveProperty("DeveloperToolsAvailability");
  expect(Object.keys(policy).filter((name) => !/^[A-Z]\w+$/.test(name))).toEqual([]);
});

test("the unit starts what install.sh puts there, and tells systemd that it lives", () => {
  const lines = text("fanfare-kiosk.service")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"));
  expect(lines.filter((line) => !/^(\[(Unit|Service|Install)\]|[A-Z]\w+=.*)$/.test(line))).toEqual([]);
  expect(lines).toEqual(
    expect.arrayContaining([
      "ExecStart=/usr/bin/cage -d -- /usr/local/lib/fanfare-kiosk/fanfare-kiosk",
      "EnvironmentFile=/etc/fanfare-kiosk.conf",
      "User=fanfare-kiosk",
      "StateDirectory=fanfare-kiosk",
      "Type=notify",
      "NotifyAccess=all",
      "Restart=always",
      "StartLimitIntervalSec=0",
    ]),
  );
  const installer = text("install.sh");
  for (const line of [
    "lib=/usr/local/lib/fanfare-kiosk",
    "conf=/etc/fanfare-kiosk.conf",
    "user=fanfare-kiosk",
  ])
    expect(installer).toContain(`\n${line}\n`);
});

const cannotSign = !hasBash || !runs("openssl", "version");

test.skipIf(cannotSign)("a venue's certificate is for its names alone, and is not overwritten", () => {
  const made = join(temporaryFolder(), "tls");
  const make = (...names: string[]) =>
    spawnSync("bash", [join(folder, "make-venue-ca.sh"), made, ...names], { encoding: "utf8" });
  expect(make("https://fanfare.venue.test").stderr).toMatch(/neither a host name nor an address/);
  expect(make("fanfare.venue.test", "192.0.2.7", "2001:db8::7")).toMatchObject({ status: 0, stderr: "" });

  expect(readdirSync(made).sort()).toEqual(["server.crt", "server.key", "venue-ca.crt"]);
  expect(statSync(join(made, "server.key")).mode & 0o777).toBe(0o600);
  const read = (name: string) => new X509Certificate(readFileSync(join(made, name)));
  const [server, authority] = [read("server.crt"), read("venue-ca.crt")];
  expect(server.verify(authority.publicKey)).toBe(true);
  expect([authority.ca, server.ca]).toEqual([true, false]);
  expect([
    server.checkHost("fanfare.venue.test"),
    server.checkHost("other.test"),
    server.checkIP("192.0.2.7"),
    server.checkIP("2001:db8::7"),
  ]).toEqual(["fanfare.venue.test", undefined, "192.0.2.7", "2001:db8::7"]);
  expect(make("fanfare.venue.test").stderr).toMatch(/is there already/);
});

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Config, originFrom, parseConfig } from "../../server/config.ts";
import { addressMatcher } from "../../server/config-forms.ts";

let folder: string;
let file: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "fanfare-config-"));
  file = join(folder, "some.file");
  writeFileSync(file, "x");
});
afterAll(() => rmSync(folder, { recursive: true }));

function configOf(env: NodeJS.ProcessEnv): Config {
  const result = parseConfig(env);
  if (!result.ok) throw new Error(result.faults.join("\n"));
  return result.config;
}

function faultsOf(env: NodeJS.ProcessEnv): string[] {
  const result = parseConfig(env);
  return result.ok ? [] : result.faults;
}

describe("what is not set", () => {
  test("has the defaults of the contract", () => {
    expect(configOf({})).toEqual({
      port: 3000,
      host: "127.0.0.1",
      dataDir: join(process.cwd(), "data"),
      redisUrl: undefined,
      origin: "http://127.0.0.1:3000",
      publicUrl: undefined,
      tls: undefined,
      event: { from: "sample" },
      admin: { email: "admin@fanfare.local", password: undefined, token: undefined },
      trustProxy: [],
      venueAddresses: [],
      metricsPort: undefined,
      logLevel: "info",
      backupKey: undefined,
      pushTest: undefined,
      reportFirstAccount: false,
      parentPipe: false,
      sharedPort: false,
      compileCache: undefined,
    });
  });

  test("includes what is set to nothing", () => {
    const empty = {
      PORT: "",
      HOST: "",
      REDIS_URL: "",
      ADMIN_TOKEN: "",
      ADMIN_PASSWORD: "",
      TRUST_PROXY: "",
      EVENT: "",
    };
    expect(configOf(empty)).toEqual(configOf({}));
  });

  test("is a fault where Redis is required", () => {
    const result = parseConfig({}, { redis: "required" });
    expect(result).toEqual({ ok: false, faults: [expect.stringMatching(/^REDIS_URL must be set/)] });
  });
});

describe("what is set well", () => {
  test.for<[NodeJS.ProcessEnv, Partial<Config>]>([
    [{ PORT: "0" }, { port: 0 }],
    [{ PORT: "65535" }, { port: 65535 }],
    [
      { PUSH_TEST_ORIGIN: "https://127.0.0.1:4433" },
      { pushTest: { origin: "https://127.0.0.1:4433", ca: undefined } },
    ],
    [{ HOST: "::1" }, { host: "::1", origin: "http://[::1]:3000" }],
    [{ HOST: "0.0.0.0" }, { origin: "http://localhost:3000" }],
    [{ HOST: "hall-2.example.org" }, { host: "hall-2.example.org" }],
    [
      { PUBLIC_URL: "https://Live.example.org/" },
      { origin: "https://live.example.org", publicUrl: "https://live.example.org" },
    ],
    [{ PUBLIC_URL: "https://live.example.org:443" }, { publicUrl: "https://live.example.org" }],
    [{ EVENT: "none" }, { event: { from: "none" } }],
    [
      { TRUST_PROXY: "10.0.0.0/8, fd00::/8 192.0.2.1" },
      { trustProxy: ["10.0.0.0/8", "fd00::/8", "192.0.2.1/32"] },
    ],
    [
      { VENUE_ADDRESSES: "198.51.100.7, 2001:db8:aa::/48" },
      { venueAddresses: ["198.51.100.7/32", "2001:db8:aa::/48"] },
    ],
    [{ METRICS_PORT: "9464" }, { metricsPort: 9464 }],
    [{ METRICS_PORT: "off" }, { metricsPort: undefined }],
    [{ LOG_LEVEL: "silent" }, { logLevel: "silent" }],
    [
      { FANFARE_PARENT_PIPE: "1", FANFARE_FIRST_ACCOUNT: "1" },
      { parentPipe: true, reportFirstAccount: true },
    ],
    [
      { FANFARE_SHARED_PORT: "1", NODE_COMPILE_CACHE: "/var/cache/node" },
      { sharedPort: true, compileCache: "/var/cache/node" },
    ],
  ])("%o", ([env, expected]) => {
    expect(configOf(env)).toMatchObject(expected);
  });

  test("names files by their absolute paths", () => {
    expect(configOf({ TLS_CERT: file, TLS_KEY: file, EVENT: file })).toMatchObject({
      tls: { cert: file, key: file },
      event: { from: "file", path: file },
      origin: "https://127.0.0.1:3000",
    });
  });

  test.for([12, 256])("a password of %i characters is taken, counted as people count", (length) => {
    expect(configOf({ ADMIN_PASSWORD: "🎺".repeat(length) }).admin.password).toHaveLength(length * 2);
  });

  test("is frozen, all the way down", () => {
    const config = configOf({ TRUST_PROXY: "10.0.0.0/8" });
    expect([config, config.admin, config.event, config.trustProxy].every(Object.isFrozen)).toBe(true);
  });
});

describe("what is malformed is named in one line", () => {
  const token = "t".repeat(31);
  test.for<[string, string]>([
    ["PORT", "65536"],
    ["PORT", "-1"],
    ["PORT", "80.5"],
    ["PORT", "3000 "],
    ["PORT", "http"],
    ["HOST", "http://localhost"],
    ["HOST", "256.1.1.1"],
    ["HOST", "two words"],
    ["HOST", "[::1]"],
    ["HOST", "localhost:3000"],
    ["REDIS_URL", "http://localhost"],
    ["REDIS_URL", "redis://"],
    ["PUBLIC_URL", "live.example.org"],
    ["PUBLIC_URL", "ftp://live.example.org"],
    ["PUBLIC_URL", "https://live.example.org/feed"],
    ["PUBLIC_URL", "https://user:word@live.example.org"],
    ["PUBLIC_URL", "https://live.example.org/?a"],
    ["EVENT", "no/such/file.json"],
    ["EVENT", "/"],
    ["ADMIN_EMAIL", "nobody"],
    ["ADMIN_EMAIL", "a b@example.org"],
    ["ADMIN_PASSWORD", "elevenchars"],
    ["ADMIN_PASSWORD", "x".repeat(257)],
    ["ADMIN_TOKEN", token],
    ["ADMIN_TOKEN", `${token} 123`],
    ["TRUST_PROXY", "10.0.0.0/33"],
    ["TRUST_PROXY", "everyone"],
    ["TRUST_PROXY", "10.0.0.0/8,,,x"],
    ["TRUST_PROXY", ","],
    ["METRICS_PORT", "on"],
    ["METRICS_PORT", "3000"],
    ["LOG_LEVEL", "loud"],
    ["LOG_LEVEL", "INFO"],
    ["PUSH_TEST_ORIGIN", "http://127.0.0.1:4433"],
    ["PUSH_TEST_ORIGIN", "https://127.0.0.1:4433/push"],
  ])("%s=%s", ([name, value]) => {
    const faults = faultsOf({ [name]: value });
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(new RegExp(`^${name} (must|needs|has|names) [^\\n]+$`));
  });

  test("TLS needs both of its files", () => {
    expect(faultsOf({ TLS_CERT: file })).toEqual([expect.stringMatching(/^TLS_KEY must/)]);
    expect(faultsOf({ TLS_KEY: file })).toEqual([expect.stringMatching(/^TLS_CERT must/)]);
    expect(faultsOf({ TLS_CERT: join(folder, "none"), TLS_KEY: file })).toEqual([
      expect.stringMatching(/^TLS_CERT must/),
    ]);
  });

  test("a certificate of an origin for tests needs that origin", () => {
    expect(faultsOf({ PUSH_TEST_CA: file })).toEqual([expect.stringMatching(/^PUSH_TEST_ORIGIN must/)]);
  });

  test("every fault is found at once", () => {
    const faults = faultsOf({ PORT: "x", LOG_LEVEL: "x", REDIS_URL: "x", TLS_KEY: file });
    expect(faults.map((fault) => fault.split(" ")[0])).toEqual([
      "PORT",
      "REDIS_URL",
      "LOG_LEVEL",
      "TLS_CERT",
    ]);
  });

  test("and no secret is quoted", () => {
    const env = { REDIS_URL: "redis://:hunter2", ADMIN_PASSWORD: "hunter2", ADMIN_TOKEN: "hunter2" };
    expect(faultsOf(env)).toHaveLength(3);
    expect(faultsOf(env).join()).not.toContain("hunter2");
  });
});

test("a proxy is trusted by its address, also when IPv4 comes as IPv6", () => {
  const trusts = addressMatcher(configOf({ TRUST_PROXY: "10.0.0.0/8,fd00::/8,192.0.2.7" }).trustProxy);
  const trusted = ["10.1.2.3", "::ffff:10.1.2.3", "fd12::1", "192.0.2.7"];
  const foreign = ["11.0.0.1", "fe80::1", "192.0.2.8", "::ffff:11.0.0.1", "not an address"];
  expect(trusted.filter(trusts)).toEqual(trusted);
  expect(foreign.filter(trusts)).toEqual([]);
});

test("an origin leaves out the usual port", () => {
  expect(originFrom("127.0.0.1", 443, true)).toBe("https://127.0.0.1");
});

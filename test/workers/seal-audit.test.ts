import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Redis } from "ioredis";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type PrivateRedis, startPrivateRedis } from "../../scripts/redis/private.ts";
import { ensureAuditKey, readAuditKey } from "../../server/store/audit-key.ts";
import { isGenuine, type Seal, sealHead, sealOf, sealsOf } from "../../server/store/audit-seals.ts";
import { keys } from "../../server/store/keys.ts";
import { AuditSealer } from "../../workers/seal-audit.ts";
import { AUDIT_KEPT_MS, trimAudit } from "../../workers/trim-audit.ts";
import { type Hands, handsOn } from "../support/scheduling.ts";

const NOW = Date.parse("2027-01-01T00:00:00Z");

let redis: PrivateRedis;
let desk: Hands;
let raw: Redis;
let folder: string;

beforeAll(async () => {
  redis = await startPrivateRedis();
  desk = await handsOn(redis.url);
  raw = desk.store.connection;
});
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "fanfare-seals-"));
  await raw.flushall();
});
afterAll(async () => {
  desk.store.close();
  await redis.stop();
});

const note = () => desk.store.commit({ items: [], audit: { action: "a", by: "b", byName: "c" } });
const held = async (): Promise<Seal[]> => {
  const all: Seal[] = [];
  for await (const seal of sealsOf(raw)) all.push(seal);
  return all;
};
const logged: { level: string; fields: object; message: string }[] = [];
const log = {
  info: (fields: object, message: string) => void logged.push({ level: "info", fields, message }),
  error: (fields: object, message: string) => void logged.push({ level: "error", fields, message }),
};
const sealer = (keyFile: string) =>
  new AuditSealer({ redis: raw, clock: { nowMs: () => NOW }, keyFile, log });

describe("the key", () => {
  test("[J3] is 32 random bytes of mode 0600, made once, and is the same for all who ask", () => {
    const file = join(folder, "deep", "audit.key");
    expect(readAuditKey(file)).toBeUndefined();
    const key = ensureAuditKey(file);
    expect(readFileSync(file)).toEqual(key.secret);
    expect(key.secret).toHaveLength(32);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, "deep")).mode & 0o777).toBe(0o700);
    expect(key.id).toMatch(/^[0-9a-f]{16}$/);
    expect(ensureAuditKey(file)).toEqual(key);
    expect(readAuditKey(file)).toEqual(key);
    expect(readdirSync(join(folder, "deep"))).toEqual(["audit.key"]);
    expect(ensureAuditKey(join(folder, "another.key")).id).not.toBe(key.id);
  });

  test("[J3] a file that holds no key is neither used nor overwritten", () => {
    const file = join(folder, "audit.key");
    writeFileSync(file, "short");
    expect(() => ensureAuditKey(file)).toThrow("must hold 32 bytes");
    expect(readFileSync(file, "utf8")).toBe("short");
  });
});

describe("sealing", () => {
  test("[J3] signs the head where it moved, and tells the log what it signed", async () => {
    const file = join(folder, "audit.key");
    const minute = sealer(file);
    await minute.seal();
    expect(await held()).toEqual([]);
    await note();
    await minute.seal();
    await minute.seal();
    await note();
    await minute.seal();
    const seals = await held();
    const [, newest] = seals;
    const [offset, hash] = await raw.hmget(keys.auditHead, "offset", "hash");
    expect(seals).toHaveLength(2);
    expect(newest).toMatchObject({ offset: Number(offset), hash, atMs: NOW });
    const key = readAuditKey(file)!;
    expect(seals.every((seal) => isGenuine("head", seal, key))).toBe(true);
    expect(logged.at(-1)).toEqual({
      level: "info",
      fields: { seal: newest },
      message: "the audit is sealed",
    });
  });

  test("[J3] the key is nowhere in Redis", async () => {
    const file = join(folder, "audit.key");
    await note();
    await sealer(file).seal();
    const { secret } = readAuditKey(file)!;
    const forms = ["hex", "base64", "base64url", "latin1"] as const;
    const entries = JSON.stringify(await raw.xrange(keys.auditSeals, "-", "+"));
    for (const form of forms) expect(entries).not.toContain(secret.toString(form));
    expect(await raw.keys("*seal*")).toEqual([keys.auditSeals]);
  });

  test("[J3] another offset, hash, instant, key or kind is no genuine seal", () => {
    const key = ensureAuditKey(join(folder, "a.key"));
    const other = ensureAuditKey(join(folder, "b.key"));
    const seal = sealOf("head", { offset: 7, hash: "h", atMs: NOW }, key);
    expect(isGenuine("head", seal, key)).toBe(true);
    for (const forged of [
      { ...seal, offset: 8 },
      { ...seal, hash: "g" },
      { ...seal, atMs: NOW + 1 },
      { ...seal, mac: "" },
      { ...seal, mac: "00".repeat(32) },
      { ...seal, key: other.id },
    ])
      expect(isGenuine("head", forged, key)).toBe(false);
    expect(isGenuine("head", { ...seal, key: other.id }, other)).toBe(false);
    expect(isGenuine("trimmed", seal, key)).toBe(false);
  });

  test("[J3] two workers with keys of their own each seal the same head", async () => {
    await note();
    const [a, b] = ["a.key", "b.key"].map((name) => ensureAuditKey(join(folder, name)));
    await sealHead(raw, a!, NOW);
    await sealHead(raw, b!, NOW);
    expect((await held()).map(({ key }) => key)).toEqual([a!.id, b!.id]);
  });

  test("[J3] a key that cannot be had is said once, and nothing is sealed or thrown", async () => {
    const file = join(folder, "audit.key");
    mkdirSync(file);
    await note();
    logged.length = 0;
    const minute = sealer(file);
    await minute.seal();
    await minute.seal();
    expect(await held()).toEqual([]);
    expect(logged).toEqual([expect.objectContaining({ level: "error" })]);
    rmSync(file, { recursive: true });
    await minute.seal();
    expect(await held()).toHaveLength(1);
  });
});

test("[J4] what retention takes is noted and signed, and its seals go with it", async () => {
  const key = ensureAuditKey(join(folder, "audit.key"));
  const old = NOW - AUDIT_KEPT_MS - 1;
  for (let n = 1; n <= 5; n += 1)
    await raw.xadd(keys.audit, `${n}-0`, "at", n <= 3 ? old : NOW, "note", "{}", "hash", `h${n}`);
  await raw.xadd(keys.auditSeals, `${old}-0`, "offset", 2, "hash", "h2", "at", old, "key", key.id, "mac", "");
  await raw.xadd(keys.auditSeals, `${NOW}-0`, "offset", 5, "hash", "h5", "at", NOW, "key", key.id, "mac", "");
  expect(await trimAudit(raw, NOW, key)).toBe(3);
  const trimmed = await raw.hgetall(keys.auditTrimmed);
  expect(trimmed).toMatchObject({ offset: "3", hash: "h3" });
  expect(sealOf("trimmed", { offset: 3, hash: "h3", atMs: NOW }, key).mac).toBe(trimmed.mac);
  expect((await held()).map(({ offset }) => offset)).toEqual([5]);
  expect(await trimAudit(raw, NOW, key)).toBe(0);
  expect(await raw.hgetall(keys.auditTrimmed)).toEqual(trimmed);
});

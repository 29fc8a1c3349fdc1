import { execFile } from "node:child_process";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { verifyAudit } from "../../server/store/audit-chain.ts";
import { ensureAuditKey } from "../../server/store/audit-key.ts";
import { sealHead } from "../../server/store/audit-seals.ts";
import { keys } from "../../server/store/keys.ts";
import { AUDIT_KEPT_MS, trimAudit } from "../../workers/trim-audit.ts";
import { AuditBench, chained, edited } from "../support/audit-links.ts";

const bench = new AuditBench();

beforeAll(() => bench.open());
beforeEach(() => bench.raw.flushall());
afterAll(() => bench.close());

describe("seals", () => {
  const sealedAudit = async () => {
    await bench.write(5);
    await sealHead(bench.raw, bench.key, 1_000);
    await bench.write(5);
    await sealHead(bench.raw, bench.key, 2_000);
    await bench.write(2);
    return await bench.links();
  };

  test("[J3] what is sealed is said, and up to where", async () => {
    const all = await sealedAudit();
    expect(await verifyAudit(bench.raw, bench.key)).toEqual({
      proven: { from: 1, to: all.length },
      sealed: { offset: all.length - 2, at: "1970-01-01T00:00:02.000Z", key: bench.key.id },
      seals: { checked: 2, unchecked: 0 },
      hasKey: true,
    });
  });

  test("[J3] a whole new chain is found, up to the newest seal", async () => {
    const all = await sealedAudit();
    const first = all.length - 7; // the one that the first seal is of
    for (const [at, found] of [
      [0, first],
      [first - 1, first],
      [first, all.length - 2],
      [all.length - 3, all.length - 2],
    ] as const) {
      await bench.rewrite(chained(all.map((link, place) => (place === at ? edited(link) : link))));
      const { fault } = await verifyAudit(bench.raw, bench.key);
      expect([at, fault?.offset]).toEqual([at, found]);
      expect(fault!.reason).toMatch(/seal/);
    }
    // After it the chain alone speaks, and a chain written anew contradicts nothing.
    await bench.rewrite(chained(all.map((link, place) => (place === all.length - 1 ? edited(link) : link))));
    expect((await verifyAudit(bench.raw, bench.key)).fault).toBeUndefined();
  });

  test("[J3] a tail cut off together with the head is found where it was sealed", async () => {
    const all = await sealedAudit();
    await bench.rewrite(all.slice(0, -4));
    expect((await verifyAudit(bench.raw, bench.key)).fault).toMatchObject({ offset: all.length - 3 });
    await bench.rewrite([]);
    await bench.raw.del(keys.auditHead);
    expect((await verifyAudit(bench.raw, bench.key)).fault).toMatchObject({ offset: 1 });
  });

  test("[J3] a seal that was not made with the key is found", async () => {
    const all = await sealedAudit();
    const last = all.at(-1)!;
    const forge = (over: Record<string, string>) => {
      const seal = {
        offset: String(all.length),
        hash: last.hash,
        at: "3000",
        key: bench.key.id,
        mac: "00".repeat(32),
      };
      return bench.raw.xadd(keys.auditSeals, "*", ...Object.entries({ ...seal, ...over }).flat());
    };
    const id = await forge({});
    expect((await verifyAudit(bench.raw, bench.key)).fault).toMatchObject({ offset: all.length });
    await bench.raw.xdel(keys.auditSeals, id!);
    await forge({ offset: "many" });
    expect((await verifyAudit(bench.raw, bench.key)).fault?.reason).toMatch(/seal/);
  });

  test("[J3] without the key, or by another, seals are not said to be checked", async () => {
    await sealedAudit();
    const other = ensureAuditKey(join(bench.folder, "other.key"));
    for (const given of [undefined, other]) {
      const verdict = await verifyAudit(bench.raw, given);
      expect(verdict).toMatchObject({ seals: { checked: 0, unchecked: 2 }, hasKey: given !== undefined });
      expect(verdict.sealed).toBeUndefined();
      expect(verdict.fault).toBeUndefined();
    }
  });
});

describe("retention", () => {
  const aged = async (old: number, young: number) => {
    const nowMs = Date.now();
    const note = (n: number) => ({
      at: String(n < old ? nowMs - AUDIT_KEPT_MS - 1_000 : nowMs),
      note: `{"action":"n${n}"}`,
    });
    const all = chained(Array.from({ length: old + young }, (_, n) => note(n)));
    await bench.rewrite(all);
    await trimAudit(bench.raw, nowMs, bench.key);
    return all;
  };

  test("[J4] what was too old to keep is no fault, and what is left is proven", async () => {
    await aged(4, 6);
    expect(await verifyAudit(bench.raw, bench.key)).toMatchObject({
      trimmedTo: 4,
      proven: { from: 5, to: 10 },
    });
    await aged(4, 0);
    const nothing = await verifyAudit(bench.raw, bench.key);
    expect(nothing.fault).toBeUndefined();
    expect(nothing.proven).toBeUndefined();
  });

  test("[J4] more cut off at the start, by whom ever, is found, and so is the first that is left", async () => {
    const all = await aged(4, 6);
    await bench.raw.xdel(keys.audit, "5-0");
    expect((await verifyAudit(bench.raw, bench.key)).fault).toMatchObject({ offset: 5 });
    const rest = all.slice(4);
    await bench.rewrite(rest.map((link, place) => (place === 0 ? { ...link, note: "{}" } : link)));
    expect((await verifyAudit(bench.raw, bench.key)).fault).toMatchObject({ offset: 5 });
    await bench.rewrite(rest.slice(1));
    await bench.raw.hset(keys.auditTrimmed, { offset: "5", hash: all[4]!.hash });
    expect((await verifyAudit(bench.raw, bench.key)).fault?.reason).toMatch(/too old to keep/);
  });
});

describe("npm run audit", () => {
  function run(...args: string[]) {
    const env = { PATH: process.env.PATH, REDIS_URL: bench.redis.url, DATA_DIR: bench.folder };
    const path = join(import.meta.dirname, "../../scripts/audit.ts");
    return new Promise<{ code: number; out: string; err: string }>((resolve) => {
      execFile(process.execPath, [path, ...args], { env }, (error, out, err) =>
        resolve({ code: error === null ? 0 : Number(error.code), out, err }),
      );
    });
  }

  test("[J2] --verify says what is proven, and ends with 1 at the first broken offset", {
    timeout: 60_000,
  }, async () => {
    await bench.write(4);
    await sealHead(bench.raw, bench.key, Date.parse("2022-11-09T01:00:00Z"));
    await bench.write(1);
    const to = (await bench.links()).length;
    const well = await run("--verify");
    expect(well).toMatchObject({ code: 0, err: "" });
    expect(well.out).toContain(`entries 1 to ${to},`);
    expect(well.out).toContain(
      `Sealed up to entry ${to - 1}, at 2022-11-09T01:00:00.000Z, by key ${bench.key.id}`,
    );
    await bench.rewrite((await bench.links()).map((link, place) => (place === 2 ? edited(link) : link)));
    const broken = await run("--verify");
    expect(broken.code).toBe(1);
    expect(broken.out).toMatch(/TAMPERED WITH, at entry 3:/);
    expect(broken.out).toContain("entries 1 to 2,");
    const { out, code } = await run("--verify", "--json");
    expect([code, JSON.parse(out).fault.offset]).toEqual([1, 3]);
  });

  test("it prints what was done, from an instant on, of one announcement, as lines or JSON", {
    timeout: 60_000,
  }, async () => {
    await bench.write(6);
    const all = await bench.links();
    const plain = await run();
    expect(plain.code).toBe(0);
    expect(plain.out.trimEnd().split("\n")).toHaveLength(all.length);
    expect(plain.out).toMatch(/^\d+ {2}\S+Z {2}publish {2}mei@example\.org {2}a0$/m);
    const json = await run("--json", "--announcement", "a1");
    const entries = json.out
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(entries.map(({ announcementId }) => announcementId)).toEqual(["a1", "a1"]);
    expect(entries[0]).toMatchObject({ offset: expect.any(Number), hash: expect.any(String), action: "pin" });
    expect(await run("--since", "2100-01-01T00:00:00Z")).toEqual({ code: 0, out: "", err: "" });
    const wrong = [
      ["--since", "yesterday"],
      ["--announcement", "../x"],
      ["extra"],
      ["--nothing"],
      ["--verify", "--since", "2022-01-01T00:00:00Z"],
    ];
    const answers = await Promise.all(wrong.map((args) => run(...args)));
    expect(answers.map(({ code, out }) => [code, out])).toEqual(wrong.map(() => [64, ""]));
  });
});

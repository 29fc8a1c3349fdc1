import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { below, seeded } from "../../scripts/chaos/seeded.ts";
import { verifyAudit } from "../../server/store/audit-chain.ts";
import { keys } from "../../server/store/keys.ts";
import { AuditBench, chained, edited, type Link, linkAfter } from "../support/audit-links.ts";

const bench = new AuditBench();

beforeAll(() => bench.open());
beforeEach(() => bench.raw.flushall());
afterAll(() => bench.close());

describe("verification", () => {
  test("[J1] an audit that nobody touched is proven from its first entry to its last", async () => {
    expect(await verifyAudit(bench.raw, bench.key)).toMatchObject({ seals: { checked: 0 } });
    await bench.write(6);
    const [last] = await bench.desk.store.audit(undefined, 1);
    const verdict = await verifyAudit(bench.raw, bench.key);
    expect(verdict).toEqual({
      proven: { from: 1, to: last!.offset },
      seals: { checked: 0, unchecked: 0 },
      hasKey: true,
    });
  });

  test("[J1] the chain holds across pages, while more is written", async () => {
    const notes = Array.from({ length: 2_500 }, (_, n) => ({ at: String(n), note: `{"action":"n${n}"}` }));
    await bench.rewrite(chained(notes));
    const writing = bench.write(30);
    const verdict = await verifyAudit(bench.raw, undefined);
    await writing;
    expect(verdict.fault).toBeUndefined();
    expect(verdict.proven!.to).toBeGreaterThanOrEqual(2_500);
  });

  const damage: Record<
    string,
    (all: Link[], at: number) => { links: Link[]; head?: boolean; found: number[] }
  > = {
    "an entry was changed": (all, at) => ({
      links: all.map((link, place) => (place === at ? edited(link) : link)),
      found: [at + 1],
    }),
    "an entry and its hash were changed": (all, at) => {
      const { note, at: instant } = edited(all[at]!);
      const hash = linkAfter(all[at - 1]?.hash ?? "", instant, note);
      const last = at === all.length - 1;
      // The last one of a chain says nothing of itself: there the head tells, if it was left alone.
      return {
        links: all.map((link, place) => (place === at ? { ...link, note, hash } : link)),
        head: !last,
        found: [last ? at + 1 : at + 2],
      };
    },
    "its instant was changed": (all, at) => ({
      links: all.map((link, place) => (place === at ? { ...link, at: `${Number(link.at) + 1}` } : link)),
      found: [at + 1],
    }),
    "an entry was cut out": (all, at) => ({
      links: all.filter((_, place) => place !== at),
      head: false,
      found: [at + 1],
    }),
    "an entry was put in": (all, at) => ({
      links: all.flatMap((link, place) => (place === at ? [link, { ...link, id: `${at + 1}-1` }] : [link])),
      head: false,
      found: [at + 1, at + 2],
    }),
    "two entries changed places": (all, at) => {
      const other = at === 0 ? 1 : at - 1;
      const swapped = all.map((link, place) => {
        const from = place === at ? other : place === other ? at : place;
        return { ...all[from]!, id: link.id };
      });
      return { links: swapped, found: [Math.min(at, other) + 1] };
    },
    "the tail was cut off": (all, at) => ({ links: all.slice(0, at), head: false, found: [at + 1] }),
  };

  test.for(Object.keys(damage).flatMap((what) => [1, 7, 42].map((seed) => [what, seed] as const)))(
    "[J2] %s is found, and where (seed %i)",
    async ([what, seed]) => {
      await bench.write(12);
      const all = await bench.links();
      const at = below(seeded(seed), all.length);
      const { links: damaged, head = true, found } = damage[what]!(all, at);
      await bench.rewrite(damaged, { head });
      const { fault } = await verifyAudit(bench.raw, bench.key);
      expect(found).toContain(fault?.offset);
      expect(fault!.reason.length).toBeGreaterThan(10);
    },
  );

  test("[J2] the last entry changed with its hash is found by the head", async () => {
    await bench.write(3);
    const all = await bench.links();
    await bench.rewrite(chained(all.map((link, place) => (place === all.length - 1 ? edited(link) : link))), {
      head: false,
    });
    expect((await verifyAudit(bench.raw, bench.key)).fault).toMatchObject({ offset: all.length });
  });

  test("[J2] a field that is no part of an entry is found", async () => {
    await bench.write(1);
    const [first, ...rest] = await bench.links();
    await bench.raw.del(keys.audit);
    const { at, note, hash } = first!;
    await bench.raw.xadd(keys.audit, "1-0", "at", at, "note", note, "hash", hash, "more", "text");
    for (const link of rest)
      await bench.raw.xadd(keys.audit, link.id, "at", link.at, "note", link.note, "hash", link.hash);
    expect((await verifyAudit(bench.raw, bench.key)).fault).toMatchObject({ offset: 1 });
  });

  test("[J2] an entry after the head is found", async () => {
    await bench.write(3);
    const all = await bench.links();
    await bench.rewrite(chained([...all, all[0]!]), { head: false });
    expect((await verifyAudit(bench.raw, bench.key)).fault).toMatchObject({ offset: all.length + 1 });
  });
});

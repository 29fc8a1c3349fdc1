import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  answered,
  BATCH,
  type Book,
  begun,
  COUNT_MS,
  KEPT_MOST,
  looked,
  nextBatch,
  openIn,
  receiptOf,
  setAsideIn,
} from "../../client/kiosk/proof/receipt-book.ts";
import { receiptSchema } from "../../server/contract/kiosk-socket.ts";
import { mergeReceipts, type ShownRecord } from "../../server/core/receipts.ts";

const NOW = Date.parse("2022-11-09T08:00:00Z");
const a = { announcementId: "a", revision: 1 };
const b = { announcementId: "b", revision: 2 };
const empty: Book = new Map();
const of = (book: Book, key: string) => book.get(key)!;

describe("the book of a screen", () => {
  test("[PB1] counts from when it is painted to when it is taken down, over all showings", () => {
    let book = looked(empty, [a], NOW, () => NOW - 50);
    expect(receiptOf(of(book, "a.1"))).toEqual({
      ...a,
      receivedAt: "2022-11-09T07:59:59.950Z",
      shownAt: "2022-11-09T08:00:00.000Z",
      visibleMs: 0,
      showings: 1,
    });
    expect(looked(book, [a], NOW + 1_000)).toBe(book);
    book = looked(book, [b], NOW + 14_000);
    book = looked(book, [a], NOW + 20_000);
    book = looked(book, [], NOW + 21_000);
    expect(receiptOf(of(book, "a.1"))).toMatchObject({
      shownAt: "2022-11-09T08:00:00.000Z",
      hiddenAt: "2022-11-09T08:00:21.000Z",
      visibleMs: 15_000,
      showings: 2,
    });
    expect(receiptOf(of(book, "b.2"))).toMatchObject({ visibleMs: 6_000, showings: 1 });
    for (const record of book.values())
      expect(receiptSchema.safeParse(receiptOf(record)).error).toBeUndefined();
  });

  test("[PB4] what stays is counted as it stays, so that a power cut takes half a minute at most", () => {
    let book = looked(empty, [a], NOW);
    book = looked(book, [a], NOW + COUNT_MS);
    book = looked(book, [a], NOW + 1.5 * COUNT_MS);
    const after = begun(book);
    expect(receiptOf(of(after, "a.1"))).toMatchObject({
      visibleMs: COUNT_MS,
      hiddenAt: new Date(NOW + COUNT_MS).toISOString(),
    });
    expect(begun(after)).toEqual(after);
  });

  test("a clock that is corrected backwards takes nothing away", () => {
    const book = looked(looked(empty, [a], NOW), [], NOW - 86_400_000);
    expect(receiptOf(of(book, "a.1"))).toMatchObject({ visibleMs: 0 });
    expect(receiptSchema.safeParse(receiptOf(of(book, "a.1"))).success).toBe(true);
  });

  test("[PB2] what changed after it was sent is sent again", () => {
    let book = looked(empty, [a], NOW);
    const sent = nextBatch(book);
    book = looked(book, [], NOW + 5_000);
    book = answered(book, sent, [{ ok: true }]);
    expect(openIn(book)).toBe(1);
    book = answered(book, nextBatch(book), [{ ok: true }]);
    expect([openIn(book), nextBatch(book)]).toEqual([0, []]);
  });

  test("[PB3] a bad one is set aside; one that cannot be kept now, or of which nothing was said, stays", () => {
    const all = Array.from({ length: 5 }, (_, n) => ({ announcementId: `x${n}`, revision: 1 }));
    const book = looked(empty, all, NOW);
    const answers = [
      { ok: false, code: "not_found" },
      { ok: true },
      { ok: false, code: "redis_unavailable" },
      { ok: false, code: "invalid" },
    ];
    const after = answered(book, nextBatch(book), answers);
    expect([openIn(after), setAsideIn(after)]).toEqual([2, 2]);
    expect(nextBatch(after).map(({ announcementId }) => announcementId)).toEqual(["x2", "x4"]);
    expect(answered(after, [...book.values()], [])).toEqual(after);
  });

  test("batches are the oldest first, and fit a message", () => {
    const seen = Array.from({ length: BATCH + 5 }, (_, n) => ({
      announcementId: `${"y".repeat(60)}${n}`,
      revision: 1,
    }));
    let book = empty;
    for (const [n, each] of seen.entries()) book = looked(book, [each], NOW + n * 1_000, () => NOW);
    const batch = nextBatch(book);
    expect(batch.map(({ announcementId }) => announcementId)).toEqual(
      seen.slice(0, BATCH).map((each) => each.announcementId),
    );
    expect(JSON.stringify(["receipts", batch.map(receiptOf)]).length).toBeLessThan(16 * 1_024);
  });

  test("[PB5] over days without a server the newest are kept, and those that it has go first", () => {
    let book = empty;
    for (let n = 0; n < 100; n += 1)
      book = looked(book, [{ announcementId: `old${n}`, revision: 1 }], NOW + n);
    book = answered(book, [...book.values()], Array(100).fill({ ok: true }));
    for (let n = 0; n < KEPT_MOST; n += 1)
      book = looked(book, [{ announcementId: `n${n}`, revision: 1 }], NOW + 1_000 + n);
    expect(book.size).toBeLessThanOrEqual(KEPT_MOST);
    expect([...book.keys()].filter((key) => key.startsWith("old"))).toEqual([]);
    expect(book.has(`n${KEPT_MOST - 1}.1`)).toBe(true);
  });

  test("[PB2] [K7] whatever is shown, lost and answered when, the server ends with what was counted", () => {
    const steps = fc.array(
      fc.record({
        waitMs: fc.integer({ min: 1, max: 90_000 }),
        seen: fc.subarray([a, b, { announcementId: "c", revision: 1 }]),
        what: fc.constantFrom("look", "send", "lose-answer", "refuse", "power-cut"),
      }),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(steps, (all) => {
        let [book, now, onDevice] = [empty, NOW, empty];
        const server = new Map<string, ShownRecord>();
        const take = (record: ReturnType<typeof nextBatch>[number]) => {
          const receipt = receiptOf(record);
          const come: ShownRecord = {
            shownAtMs: Date.parse(receipt.shownAt),
            hiddenAtMs: receipt.hiddenAt === undefined ? undefined : Date.parse(receipt.hiddenAt),
            visibleMs: receipt.visibleMs!,
            showings: receipt.showings!,
          };
          const key = `${record.announcementId}.${record.revision}`;
          server.set(key, mergeReceipts(server.get(key), come));
        };
        for (const { waitMs, seen, what } of all) {
          now += waitMs;
          if (what === "look") book = looked(book, seen, now);
          const sent = nextBatch(book);
          if (what === "send" || what === "lose-answer") sent.forEach(take);
          if (what === "send")
            book = answered(
              book,
              sent,
              sent.map(() => ({ ok: true })),
            );
          if (what === "refuse")
            book = answered(
              book,
              sent,
              sent.map(() => ({ ok: false, code: "storage_full" })),
            );
          if (what === "power-cut") book = begun(onDevice);
          onDevice = book;
        }
        book = looked(book, [], now + 1);
        nextBatch(book).forEach(take);
        for (const [key, record] of book)
          expect(server.get(key)).toMatchObject({
            shownAtMs: record.shownMs,
            visibleMs: record.visibleMs,
            showings: record.showings,
            hiddenAtMs: record.hiddenMs,
          });
      }),
    );
  });
});

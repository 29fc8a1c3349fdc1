import { beforeEach, describe, expect, test } from "vitest";
import { type Answer, createPairing } from "../../client/kiosk/link/pairing.ts";
import type { Pairing } from "../../server/contract/kiosk.ts";

const codeOf = (n: number): Pairing => ({
  deviceCode: `device-${n}`,
  userCode: `BCDF-GHJ${n}`,
  expiresAt: "2022-11-09T08:10:00.000Z",
  intervalMs: 5_000,
});
const no = (code: string, more: object = {}): Answer => ({ status: 400, body: { code, ...more } });
const PENDING = no("authorization_pending");
const settled = () => new Promise((resolve) => setImmediate(resolve));

/** A server that answers what it is told to, one answer for each question, and a clock that is turned by hand. */
function standIn(memory = new Map<string, string>()) {
  const answers: (Answer | undefined)[] = [];
  const asked: { address: string; body: object }[] = [];
  const waits: number[] = [];
  const paired: unknown[] = [];
  let pass = () => {};
  const pairing = createPairing({
    kept: {
      read: (name) => memory.get(name) ?? null,
      write: (name, text) => void (text === undefined ? memory.delete(name) : memory.set(name, text)),
    },
    post: async (address, body) => {
      asked.push({ address: address.replace("/api/v1/kiosk", ""), body });
      return answers.shift();
    },
    after: (ms) =>
      new Promise((resolve) => {
        waits.push(ms);
        pass = resolve;
      }),
    random: () => 0.5,
    screen: () => ({ width: 1920, height: 1080 }),
    onPaired: (given) => paired.push(given),
  });
  return {
    pairing,
    asked,
    waits,
    paired,
    memory,
    answers,
    /** The next question is put, and answered so. */
    async next(...given: (Answer | undefined)[]) {
      for (const answer of given) {
        answers.push(answer);
        pass();
        await settled();
      }
    },
  };
}

let stage: ReturnType<typeof standIn>;
const begin = async (from = standIn()) => {
  stage = from;
  stage.answers.push({ status: 201, body: codeOf(1) });
  stage.pairing.start();
  await settled();
};
beforeEach(() => begin());

describe("a screen that nobody knows", () => {
  test("shows a code, and asks no sooner than it was told", async () => {
    expect(stage.asked).toEqual([{ address: "/pairings", body: { screen: { width: 1920, height: 1080 } } }]);
    expect(stage.pairing.code.value).toMatchObject({ userCode: "BCDF-GHJ1", isLookedAt: false });
    await stage.next(PENDING);
    expect(stage.asked[1]).toEqual({ address: "/pairings/token", body: { deviceCode: "device-1" } });
    expect(stage.waits).toEqual([5_000, 5_000]);
  });
  test("says that it is the one while somebody looks at it, and no longer", async () => {
    await stage.next(no("authorization_pending", { isLookedAt: true }));
    expect(stage.pairing.code.value?.isLookedAt).toBe(true);
    await stage.next(PENDING);
    expect(stage.pairing.code.value?.isLookedAt).toBe(false);
  });
  test("[PD2] asks 5 s later from then on, each time that it was too soon", async () => {
    await stage.next(no("slow_down"), PENDING, no("slow_down"));
    expect(stage.waits).toEqual([5_000, 10_000, 10_000, 15_000]);
  });
  test("has its token once, and asks no more", async () => {
    await stage.next({ status: 200, body: { token: "t", kiosk: { id: "k" } } });
    expect(stage.paired).toEqual([{ token: "t", kiosk: { id: "k" } }]);
    expect(stage.pairing.code.value).toBeUndefined();
    expect(stage.memory.has("pairing")).toBe(false);
    expect(stage.waits).toHaveLength(1);
  });
  test("[PD1] a code that ran out is followed by another, and counted", async () => {
    await stage.next(no("expired_token"), { status: 201, body: codeOf(2) });
    expect(stage.pairing.code.value?.userCode).toBe("BCDF-GHJ2");
    expect(stage.pairing.ranOut.value).toBe(1);
  });
});

describe("[PD3] an answer that did not arrive", () => {
  test("may have been the token: it is asked for again, until one arrives", async () => {
    await stage.next(undefined, { status: 503, body: {}, retryAfterMs: 4_000 }, PENDING, PENDING);
    expect(stage.asked.slice(1).map(({ body }) => "again" in body)).toEqual([false, true, true, false]);
    expect(stage.waits[2]).toBeGreaterThanOrEqual(4_000);
  });
  test("later and later, up to a minute", async () => {
    await stage.next(...Array(9).fill(undefined));
    const waits = stage.waits.slice(1);
    expect(waits).toEqual([...waits].sort((a, b) => a - b));
    expect(Math.max(...waits)).toBe(31_000);
  });
});

describe("[PD4] a power cut", () => {
  test("leaves the code, which is asked for at once and again", async () => {
    const after = standIn(stage.memory);
    after.answers.push(PENDING);
    after.pairing.start();
    await settled();
    expect(after.pairing.code.value?.userCode).toBe("BCDF-GHJ1");
    expect(after.asked).toEqual([
      { address: "/pairings/token", body: { deviceCode: "device-1", again: true } },
    ]);
  });
  test("what was kept and is none of the server's is let go", async () => {
    const after = standIn(new Map([["pairing", JSON.stringify({ deviceCode: "?" })]]));
    after.answers.push(no("invalid"));
    after.pairing.start();
    await settled();
    await after.next({ status: 201, body: codeOf(3) });
    expect(after.pairing.code.value?.userCode).toBe("BCDF-GHJ3");
  });
});

test("one that is stopped shows nothing, and does not hear what is still to come", async () => {
  stage.answers.push({ status: 200, body: { token: "late", kiosk: {} } });
  stage.pairing.stop();
  await stage.next();
  await settled();
  expect(stage.pairing.code.value).toBeUndefined();
  expect(stage.paired).toEqual([]);
});

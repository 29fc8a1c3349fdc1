import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Cause,
  createRenewal,
  decide,
  type Moment,
  RESTS_MS,
} from "../../client/feed/device/renewal.ts";

const NOW = 1_800_000_000_000;
const NEVER = Number.NaN;
const reading: Moment = { isLive: true, isHidden: false, isAtTop: false, touchedAt: NOW };
const hidden: Moment = { ...reading, isHidden: true };
const resting: Moment = { ...reading, isAtTop: true, touchedAt: NOW - 60_000 };
const pages = { cause: "pages", since: NOW } as const;
const reset = { cause: "reset", since: NOW } as const;

describe("when a page is loaded anew", () => {
  test.for([
    ["out of sight", hidden, "reload"],
    ["at the top and untouched for a minute", resting, "reload"],
    ["touched a moment ago", { ...resting, touchedAt: NOW - 59_000 }, "wait"],
    ["untouched, but not at the top", { ...resting, isAtTop: false }, "wait"],
    ["out of sight, but not connected", { ...hidden, isLive: false }, "wait"],
  ] as const)("[NV1] a new build, %s: %s", ([, moment, step]) => {
    expect(decide(pages, moment, NEVER, NOW)).toBe(step);
  });

  test("[NV1] a reset waits for no quiet moment", () => {
    expect(decide(reset, { ...reading, isLive: false }, NEVER, NOW)).toBe("reload");
  });

  test.for([pages, reset])("[NV2] not within ten minutes of the last time (%o)", (wanted) => {
    expect(decide(wanted, hidden, NOW - RESTS_MS + 1, NOW)).toBe("wait");
    expect(decide(wanted, hidden, NOW - RESTS_MS, NOW)).toBe("reload");
  });

  test("[NV3] what finds no quiet moment for ten minutes is offered", () => {
    expect(decide(pages, reading, NEVER, NOW + RESTS_MS - 1)).toBe("wait");
    expect(decide(pages, reading, NEVER, NOW + RESTS_MS)).toBe("offer");
  });
});

/** A device, and pages on it that are never of the server's build: each load of one is followed by another. */
function device({ keeps }: { keeps: boolean }) {
  const kept = new Map<string, string>();
  const loads: number[] = [];
  let now = NOW;
  let moment: Moment = hidden;
  const open = () =>
    createRenewal({
      now: () => now,
      read: (name) => kept.get(name) ?? null,
      write: (name, text) => void (keeps && kept.set(name, text)),
      moment: () => ({ ...moment, touchedAt: now - moment.touchedAt }),
      prepare: async () => {},
      load: () => void loads.push(now),
    });
  return {
    loads,
    open,
    pass: (ms: number) => {
      now += ms;
    },
    be: (to: Moment) => {
      moment = to;
    },
  };
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

interface Happening {
  readonly passMs: number;
  readonly cause: Cause | undefined;
  readonly tab: number;
  readonly moment: Moment;
}

const happening: fc.Arbitrary<Happening> = fc.record({
  passMs: fc.oneof(fc.integer({ min: 0, max: 5_000 }), fc.integer({ min: 0, max: 2 * RESTS_MS })),
  cause: fc.constantFrom<Cause | undefined>("pages", "reset", undefined),
  tab: fc.nat({ max: 1 }),
  moment: fc.record({
    isLive: fc.boolean(),
    isHidden: fc.boolean(),
    isAtTop: fc.boolean(),
    touchedAt: fc.constantFrom(0, 120_000),
  }),
});

async function live(stage: ReturnType<typeof device>, happenings: readonly Happening[]) {
  const tabs = [stage.open(), stage.open()];
  for (const { passMs, cause, tab, moment } of happenings) {
    stage.pass(passMs);
    stage.be(moment);
    const before = stage.loads.length;
    if (cause === undefined) tabs[tab]!.look();
    else tabs[tab]!.want(cause);
    await settled();
    // The page is another one from here on, and knows nothing of the one before.
    if (stage.loads.length > before) tabs[tab] = stage.open();
  }
  return tabs;
}

describe("no loop", () => {
  test("[NV2] whatever happens, in whatever tab, pages load themselves once in ten minutes at most", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { maxLength: 60 }), async (happenings) => {
        const stage = device({ keeps: true });
        await live(stage, happenings);
        const gaps = stage.loads.slice(1).map((at, index) => at - stage.loads[index]!);
        expect(gaps.filter((gap) => gap < RESTS_MS)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  test("[NV2] it does load: out of sight again and again, once every ten minutes", async () => {
    const stage = device({ keeps: true });
    const hourly = Array.from(
      { length: 360 },
      () => ({ passMs: 10_000, cause: "pages", tab: 0, moment: hidden }) as const,
    );
    await live(stage, hourly);
    expect(stage.loads).toHaveLength(6);
  });

  test("[NV2] [NV3] a device that remembers nothing never loads by itself: it is offered", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { maxLength: 30 }), async (happenings) => {
        const stage = device({ keeps: false });
        await live(stage, happenings);
        expect(stage.loads).toEqual([]);
      }),
      { numRuns: 30 },
    );
    const stage = device({ keeps: false });
    const page = stage.open();
    page.want("pages");
    expect(page.offered.value).toBe(true);
    page.renew();
    page.renew();
    await settled();
    expect(stage.loads).toHaveLength(1);
  });

  test("[NV3] is taken back when the server is of this build again", () => {
    const page = device({ keeps: false }).open();
    page.want("pages");
    page.settle();
    expect(page.offered.value).toBe(false);
    page.look();
    expect(page.offered.value).toBe(false);
  });

  test("[NV1] what prepares it may fail: the page is loaded all the same", async () => {
    let loads = 0;
    const page = createRenewal({
      now: () => NOW,
      read: () => String(NOW),
      write: () => {},
      moment: () => hidden,
      prepare: () => Promise.reject(new Error("no caches here")),
      load: () => {
        loads += 1;
      },
    });
    page.renew();
    await settled();
    expect(loads).toBe(1);
  });
});

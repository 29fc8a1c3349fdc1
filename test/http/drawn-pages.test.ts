/** How much is drawn, whoever asks for what, and what of it may be shown again. */
import { beforeEach, describe, expect, test } from "vitest";
import { DrawingTime } from "../../server/http/drawing-time.ts";
import { DrawnPages, type Stamp } from "../../server/http/drawn-pages.ts";

let now: number;
let timers: { readonly work: () => void; readonly atMs: number }[];
let time: DrawingTime;
beforeEach(() => {
  now = 0;
  timers = [];
  time = new DrawingTime({
    nowMs: () => now,
    later: (work, ms) => timers.push({ work, atMs: now + ms }),
  });
});

/** Lets time pass, with everything that comes due in it. */
function pass(ms: number): void {
  const until = now + ms;
  for (;;) {
    const next = timers.findIndex(({ atMs }) => atMs <= until);
    if (next < 0) break;
    const [timer] = timers.splice(next, 1);
    now = Math.max(now, timer!.atMs);
    timer!.work();
  }
  now = Math.max(now, until);
}

describe("[Z8] the time that is drawn in", () => {
  test("is a third of all, after a little at once", async () => {
    let drawn = 0;
    const draw = () => {
      drawn += 1;
      now += 10;
    };
    while (time.isLeft) time.spend(draw);
    const atOnce = drawn;
    expect(atOnce).toBeGreaterThan(10);
    expect(atOnce).toBeLessThan(60);
    for (let second = 0; second < 10; second += 1) {
      for (let count = 0; count < 60; count += 1) void time.whenLeft(draw);
      pass(1_000);
    }
    expect((drawn - atOnce) * 10).toBeGreaterThan(2_500);
    expect((drawn - atOnce) * 10).toBeLessThan(4_500);
  });

  test("is not waited for longer than some seconds", async () => {
    const draw = () => {
      now += 100;
      return "drawn";
    };
    while (time.isLeft) time.spend(draw);
    const asked = Array.from({ length: 64 }, () => time.whenLeft(draw));
    pass(10_000);
    const drawn = (await Promise.all(asked)).filter((each) => each === "drawn");
    expect(drawn.length).toBeGreaterThan(5);
    expect(drawn.length).toBeLessThan(25);
  });

  test("is given in the order of asking, to so many; a fault is the asker's own", async () => {
    while (time.isLeft)
      time.spend(() => {
        now += 1;
      });
    const failed = time.whenLeft(() => {
      throw new Error("no");
    });
    const rest = Array.from({ length: 63 }, (_, at) => time.whenLeft(() => at));
    expect(await time.whenLeft(() => 64)).toBeUndefined();
    expect(time.isLeft).toBe(false);
    pass(60_000);
    await expect(failed).rejects.toThrow("no");
    expect(await Promise.all(rest)).toEqual(Array.from({ length: 63 }, (_, at) => at));
    expect(time.isLeft).toBe(true);
  });
});

describe("[Z8] a page", () => {
  let pages: DrawnPages;
  let drawn: string[];
  let stamp: Stamp;
  beforeEach(() => {
    pages = new DrawnPages(() => now, time);
    drawn = [];
    stamp = { all: "1", ground: "g" };
  });
  const get = async (key: string): Promise<string | undefined> => {
    const reply = await pages.get(
      key,
      () => stamp,
      (of) => {
        drawn.push(`${key} ${of}`);
        now += 100;
        return { text: `${key} as of ${of}` };
      },
    );
    return reply?.text as string | undefined;
  };

  /** Draws until no time is left, "a" first. */
  const useUp = async () => {
    for (let at = 0; time.isLeft; at += 1) await get("abcdefgh"[at]!);
  };

  test("that is new waits where the time is used up, and is drawn once for all who wait", async () => {
    await useUp();
    drawn = [];
    const asked = [get("new"), get("new")];
    stamp = { all: "2", ground: "g" };
    expect(drawn).toEqual([]);
    pass(5_000);
    expect(await Promise.all(asked)).toEqual(["new as of 2", "new as of 2"]);
    expect(drawn).toEqual(["new 2"]);
  });

  test("that is held is answered as it was meanwhile, and anew when there is time", async () => {
    await useUp();
    stamp = { all: "2", ground: "g" };
    drawn = [];
    for (let asked = 0; asked < 3; asked += 1) expect(await get("a")).toBe("a as of 1");
    pass(5_000);
    expect(await get("a")).toBe("a as of 2");
    expect(drawn).toEqual(["a 2"]);
  });

  test("that many ask for is drawn before what nobody has asked for, however much of that there is", async () => {
    await useUp();
    const waiting = Array.from({ length: 64 }, (_, at) => get(`new ${at}`));
    stamp = { all: "2", ground: "g" };
    expect(await get("a")).toBe("a as of 1");
    drawn = [];
    pass(1_000);
    expect(drawn[0]).toBe("a 2");
    expect(drawn.length).toBeGreaterThan(1);
    expect(await get("a")).toBe("a as of 2");
    pass(60_000);
    await Promise.all(waiting);
  });

  test("that cannot be drawn is its asker's fault alone", async () => {
    await useUp();
    stamp = { all: "2", ground: "g" };
    const fail = () => {
      throw new Error("no");
    };
    expect((await pages.get("a", () => stamp, fail))?.text).toBe("a as of 1");
    pass(60_000);
    await expect(pages.get("a", () => stamp, fail)).rejects.toThrow("no");
    expect(await get("a")).toBe("a as of 2");
  });

  test("is not shown again where something was taken back, whatever it costs", async () => {
    await useUp();
    stamp = { all: "2", ground: "h" };
    expect(await get("a")).toBe("a as of 2");
    for (let count = 3; count < 20; count += 1) {
      stamp = { all: String(count), ground: String(count) };
      expect(await get("a")).toBe(`a as of ${count}`);
    }
  });

  test("that nobody can wait for is none", async () => {
    await useUp();
    const waiting = Array.from({ length: 64 }, (_, at) => get(`new ${at}`));
    expect(await get("one more")).toBeUndefined();
    expect(await get("a")).toBe("a as of 1");
    pass(60_000);
    const answered = await Promise.all(waiting);
    expect(answered[0]).toBe("new 0 as of 1");
    expect(answered.at(-1)).toBeUndefined();
  });
});

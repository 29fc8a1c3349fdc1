import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { createKeeper } from "../../client/kiosk-sw/keeper.ts";
import {
  activated,
  crashed,
  noVersions,
  started,
  type Versions,
  well,
} from "../../client/kiosk-sw/versions.ts";
import { memoryCaches } from "./memory-caches.ts";

const ORIGIN = "https://event.example";

describe("which version is started", () => {
  const good: Versions = { good: "one", bad: [] };
  const trying = activated(good, "two");

  test("[KW2] a new one, which is good once it has run for a while", () => {
    const first = started(trying, "two");
    expect(first.build).toBe("two");
    expect(well(first.versions, "two")).toEqual({ good: "two", bad: [] });
  });
  test("[KW3] one that says that it crashed is not started again", () => {
    const after = crashed(started(trying, "two").versions, "two");
    expect(started(after, "two")).toMatchObject({ build: "one", isDesperate: false });
    expect(activated(after, "two")).toEqual(after);
  });
  test("[KW3] nor one that was started twice and did not last", () => {
    const starts = [0, 0, 0].reduce<{ versions: Versions; builds: string[] }>(
      ({ versions, builds }) => {
        const start = started(versions, "two");
        return { versions: start.versions, builds: [...builds, start.build] };
      },
      { versions: trying, builds: [] },
    );
    expect(starts.builds).toEqual(["two", "two", "one"]);
    expect(starts.versions.bad).toEqual(["two"]);
  });
  test("what is good is not made bad by one bad day", () => {
    expect(crashed(good, "one")).toBe(good);
  });
  test("[KW4] the first of all has nothing before it, and goes on being tried, the server's first", () => {
    let versions = activated(noVersions, "one");
    const builds: [string, boolean][] = [];
    for (let n = 0; n < 4; n += 1) {
      const start = started(versions, "one");
      versions = start.versions;
      builds.push([start.build, start.isDesperate]);
    }
    expect(builds).toEqual([
      ["one", false],
      ["one", false],
      ["one", true],
      ["one", true],
    ]);
    expect(started(crashed(versions, "one"), "one")).toMatchObject({ build: "one", isDesperate: true });
  });
  test("a later one is tried whatever became of the one before it", () => {
    const after = activated(crashed(trying, "two"), "three");
    expect(started(after, "three")).toMatchObject({ build: "three" });
  });
  test("whatever happens, something is started, and a bad one only where there is no good one", () => {
    const step = fc.oneof(
      fc.record({ does: fc.constant("start" as const) }),
      fc.record({ does: fc.constantFrom("well" as const, "crash" as const) }),
      fc.record({ does: fc.constant("arrive" as const) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        let versions = activated(noVersions, "b0");
        let [own, running] = [0, "b0"];
        for (const { does } of steps) {
          if (does === "arrive") {
            own += 1;
            versions = activated(versions, `b${own}`);
          } else if (does === "start") {
            const start = started(versions, `b${own}`);
            running = start.build;
            if (start.versions.good !== undefined) expect(start.versions.bad).not.toContain(running);
            versions = start.versions;
          } else versions = does === "well" ? well(versions, running) : crashed(versions, running);
        }
      }),
    );
  });
});

describe("what a device keeps of it", () => {
  const answers = new Map<string, () => Response>();
  const fetch = async (what: unknown): Promise<Response> => {
    const { pathname } = new URL(what instanceof Request ? what.url : String(what));
    const answer = answers.get(pathname);
    if (answer === undefined) throw new TypeError("Failed to fetch");
    return answer();
  };
  let device = memoryCaches((address) => fetch(address));
  const serve = (address: string, text: string, status = 200) =>
    answers.set(address, () => new Response(text, { status }));
  const pageOf = (build: string) => `<meta name="build" content="${build}"><p>page ${build}`;
  const keeperOf = (build: string) =>
    createKeeper({
      caches: device.caches,
      fetch: fetch as typeof globalThis.fetch,
      origin: ORIGIN,
      build,
      files: [`/assets/${build}.js`, "/assets/face.woff2"],
    });
  const deploy = (build: string) => {
    serve("/kiosk", pageOf(build));
    serve(`/assets/${build}.js`, build);
    serve("/assets/face.woff2", "face");
  };
  const shown = async (keeper: ReturnType<typeof keeperOf>) => (await keeper.page()).text();
  const take = async (build: string) => {
    const keeper = keeperOf(build);
    await keeper.install();
    await keeper.activate();
    return keeper;
  };
  beforeEach(() => {
    answers.clear();
    device = memoryCaches((address) => fetch(address));
    deploy("one");
  });

  test("[KW1] all of a build, and it is served from there though nobody answers", async () => {
    const keeper = await take("one");
    answers.clear();
    expect(await shown(keeper)).toBe(pageOf("one"));
    expect(await (await keeper.file(new Request(`${ORIGIN}/assets/one.js`))).text()).toBe("one");
  });
  test.for([
    ["a file is missing", () => answers.delete("/assets/one.js")],
    ["a file is refused", () => serve("/assets/one.js", "", 503)],
    ["the server has another build by now", () => serve("/kiosk", pageOf("other"))],
    ["somebody on the way answers in its place", () => serve("/kiosk", "<h1>Sign in to the network")],
    ["the page is refused", () => serve("/kiosk", pageOf("one"), 500)],
  ] as const)("[KW1] where %s, nothing of it", async ([, spoil]) => {
    spoil();
    await expect(keeperOf("one").install()).rejects.toThrow();
    expect(device.held()).toEqual({});
  });
  test("[KW2] the one before stays until the new one has run for a while, and no longer", async () => {
    const first = await take("one");
    await first.told({ type: "well", build: "one" });
    deploy("two");
    const second = await take("two");
    expect(await shown(second)).toBe(pageOf("two"));
    expect(Object.keys(device.held()).sort()).toEqual(["kiosk-one", "kiosk-two", "kiosk-versions"]);
    await second.told({ type: "well", build: "two" });
    expect(Object.keys(device.held()).sort()).toEqual(["kiosk-two", "kiosk-versions"]);
  });
  test("[KW3] of a new one that crashed its worker serves the one before, and says so", async () => {
    await (await take("one")).told({ type: "well", build: "one" });
    deploy("two");
    const second = await take("two");
    await shown(second);
    expect(await second.told({ type: "crashed", build: "two" })).toEqual({ good: "one", bad: ["two"] });
    expect(await shown(second)).toBe(pageOf("one"));
    answers.clear();
    expect(await (await second.file(new Request(`${ORIGIN}/assets/one.js`))).text()).toBe("one");
    expect(await second.told({ type: "versions" })).toEqual({ good: "one", bad: ["two"] });
  });
  test("[KW5] what others keep of the same place stays", async () => {
    await (await device.caches.open("fanfare-feed")).put("/", new Response("feed"));
    const keeper = await take("one");
    await keeper.told({ type: "well", build: "one" });
    expect(Object.keys(device.held())).toContain("fanfare-feed");
  });
  test("where nothing is left, a word in each language rather than the browser's error", async () => {
    const keeper = keeperOf("one");
    answers.clear();
    expect(await shown(keeper)).toContain("没有网络连接");
  });
  test("a device that is full goes on", async () => {
    const keeper = await take("one");
    device.fill();
    expect(await shown(keeper)).toBe(pageOf("one"));
  });
});

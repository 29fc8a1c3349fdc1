import { beforeEach, describe, expect, test } from "vitest";
import { createKeeper, PATIENCE_MS } from "../../client/sw/keeper.ts";
import { memoryCaches } from "./memory-caches.ts";

const ORIGIN = "https://event.example";
const HTML = { "content-type": "text/html" };
const pageOf = (build: string, said: string): string =>
  `<link href="/assets/${build}.css"><script src="/assets/${build}.js"></script><p>${said}</p><script id="start">`;

/** A server that answers what it is told to, and a clock that passes when it is told to. */
function standIn() {
  const answers = new Map<string, () => Response | Promise<Response>>();
  const asked: { address: string; init: RequestInit | undefined }[] = [];
  let passed = () => {};
  const fetch = async (what: unknown, init?: RequestInit): Promise<Response> => {
    const url = new URL(what instanceof Request ? what.url : String(what));
    const address = url.pathname + url.search;
    asked.push({ address, init });
    const answer = answers.get(address);
    if (answer === undefined) throw new TypeError("Failed to fetch");
    return answer();
  };
  const device = memoryCaches((address) => fetch(address));
  const serve = (address: string, text: string, init: ResponseInit = { headers: HTML }) =>
    answers.set(address, () => new Response(text, init));
  const keeperOf = (build: string) =>
    createKeeper({
      caches: device.caches,
      fetch: fetch as typeof globalThis.fetch,
      after: (ms) =>
        new Promise((resolve) => {
          passed = () => ms === PATIENCE_MS && resolve();
        }),
      origin: ORIGIN,
      build,
    });
  return { answers, asked, device, serve, keeperOf, pass: () => passed() };
}

let stage: ReturnType<typeof standIn>;
let keeper: ReturnType<ReturnType<typeof standIn>["keeperOf"]>;
beforeEach(() => {
  stage = standIn();
  keeper = stage.keeperOf("one");
  stage.serve("/", pageOf("one", "hello"));
  stage.serve("/assets/one.css", "p {}");
  stage.serve(
    "/assets/one.js",
    'import("./words-en-1.js"); import("./words-fr-1.js"); import("./views-1.js");',
  );
  stage.serve("/assets/words-en-1.js", "en");
  stage.serve("/assets/words-fr-1.js", "fr");
  stage.serve(
    "/assets/views-1.js",
    'import("./deep-1.js"); fetch("/assets/words-fr-2.json"), fetch("/assets/words-ar-2.json")',
  );
  stage.serve("/assets/words-fr-2.json", "{}");
  stage.serve("/assets/deep-1.js", "");
});

const offline = (): void => stage.answers.clear();

/** What the reader is shown, once all that follows is done too. */
async function opened(path: string): Promise<string> {
  const work: Promise<unknown>[] = [];
  const answer = await keeper.answer(new Request(ORIGIN + path), "page", (more) => work.push(more));
  await Promise.all(work);
  return answer.text();
}
async function data(path: string): Promise<Response> {
  const work: Promise<unknown>[] = [];
  const answer = await keeper.answer(new Request(ORIGIN + path), "data", (more) => work.push(more));
  await Promise.all(work);
  return answer;
}

describe("a page", () => {
  test("[SW2] is kept with the files that it names, and those of its scripts once there is time", async () => {
    await keeper.install();
    expect(stage.device.held()["fanfare-one"]).toEqual(["/", "/assets/one.css", "/assets/one.js"]);
    await keeper.told({ language: "fr" });
    expect(stage.device.held()["fanfare-one"]).toEqual([
      "/",
      "/assets/deep-1.js",
      "/assets/one.css",
      "/assets/one.js",
      "/assets/views-1.js",
      "/assets/words-fr-1.js",
      "/assets/words-fr-2.json",
    ]);
  });

  test("[SW2] is not kept where a file of it cannot be had", async () => {
    stage.serve("/assets/one.js", "no such file", { status: 404 });
    await keeper.install();
    expect(stage.device.held()["fanfare-one"]).not.toContain("/");
  });

  test("[SW2] what its text speaks of is no file of it", async () => {
    const speaks = JSON.stringify({ body: 'href="/assets/of-others.js"' });
    stage.serve("/", `${pageOf("one", "")}${speaks}`);
    await keeper.install();
    expect(stage.device.held()["fanfare-one"]).toContain("/");
  });

  test("[SW3] is the newest while there is a network, and the last good one without", async () => {
    await keeper.install();
    stage.serve("/", pageOf("one", "newer"));
    expect(await opened("/")).toContain("newer");
    offline();
    expect(await opened("/")).toContain("newer");
  });

  test("[SW3] that comes late is the last good one meanwhile, and kept when it comes", async () => {
    await keeper.install();
    let arrive = (_page: Response) => {};
    stage.answers.set("/", () => new Promise((resolve) => (arrive = resolve)));
    const work: Promise<unknown>[] = [];
    const answering = keeper.answer(new Request(`${ORIGIN}/`), "page", (more) => work.push(more));
    await expect.poll(() => stage.asked.filter(({ address }) => address === "/").length).toBe(2);
    stage.pass();
    expect(await (await answering).text()).toContain("hello");
    arrive(new Response(pageOf("one", "late"), { headers: HTML }));
    await Promise.all(work);
    offline();
    expect(await opened("/")).toContain("late");
  });

  test.for([500, 503])("[SW3] a server that answers %i is as good as none", async (status) => {
    await keeper.install();
    stage.serve("/", "out of order", { status });
    expect(await opened("/")).toContain("hello");
  });

  test("[SW3] without a network and without a kept page it is one of our own, in six languages", async () => {
    offline();
    const page = await opened("/");
    for (const language of ["en", "zh", "fr", "es", "ru", "ar"]) expect(page).toContain(`lang=${language}`);
  });

  test("[SW3] what is not there, or is gone, is said as the server says it", async () => {
    await keeper.install();
    stage.serve("/a/nobody", "no such announcement", { status: 404 });
    expect(await opened("/a/nobody")).toBe("no such announcement");
  });

  test("[SW1] is not kept where something on the way put another in its place", async () => {
    await keeper.install();
    stage.serve("/", "<p>Sign in to this network</p>");
    await opened("/");
    offline();
    expect(await opened("/")).toContain("hello");
  });

  test("[SW1] is asked for without cookies", async () => {
    await opened("/");
    expect(stage.asked[0]?.init).toMatchObject({ credentials: "omit" });
  });

  test("[SW3] who is led elsewhere goes there as the browser would", async () => {
    const redirect = { type: "opaqueredirect", status: 0, ok: false } as Response;
    stage.answers.set("/", () =>
      stage.asked.length === 1 ? redirect : new Response("of the browser's own request"),
    );
    expect(await opened("/")).toBe("of the browser's own request");
  });

  test("[SW4] is asked for in the language that was chosen, and kept in it", async () => {
    await keeper.install();
    stage.serve("/?lang=fr", pageOf("one", "bonjour"));
    await keeper.told({ chosen: "fr", language: "fr" });
    expect(await opened("/")).toContain("bonjour");
    offline();
    expect(await opened("/")).toContain("bonjour");
  });

  test("[SW4] an address that names a language has its way, and what it shows is not kept", async () => {
    stage.serve("/?lang=fr", pageOf("one", "bonjour"));
    stage.serve("/?lang=zh", pageOf("one", "你好"));
    await keeper.told({ chosen: "fr", language: "fr" });
    expect(await opened("/?lang=zh")).toContain("你好");
    offline();
    expect(await opened("/")).toContain("bonjour");
  });

  test("[SW4] a choice that is taken back is forgotten", async () => {
    stage.serve("/?lang=fr", pageOf("one", "bonjour"));
    await keeper.told({ chosen: "fr", language: "fr" });
    await keeper.told({ language: "en" });
    expect(await opened("/")).toContain("hello");
  });

  test("[SW5] without a network an announcement's address is the page of the feed", async () => {
    await keeper.install();
    offline();
    expect(await opened("/a/abc")).toContain("hello");
  });

  test("[SW5] an announcement's own page is never kept in the place of the feed's", async () => {
    await keeper.install();
    stage.serve("/a/abc", pageOf("one", "one announcement"));
    expect(await opened("/a/abc")).toContain("one announcement");
    offline();
    expect(await opened("/")).toContain("hello");
  });
});

describe("what the feed asks for in the background", () => {
  test("[SW1] is the newest, and without a network what came last", async () => {
    stage.serve("/api/v1/event", "first");
    await data("/api/v1/event");
    stage.serve("/api/v1/event", "second");
    expect(await (await data("/api/v1/event")).text()).toBe("second");
    stage.serve("/api/v1/event", "no", { status: 503 });
    expect(await (await data("/api/v1/event")).text()).toBe("second");
    offline();
    expect(await (await data("/api/v1/event")).text()).toBe("second");
  });

  test("[SW1] fails as it would without a worker where nothing is kept", async () => {
    offline();
    expect((await data("/api/v1/programme")).type).toBe("error");
  });
});

describe("a new build", () => {
  test("[SW6] takes the place of what other builds kept, and not of what the device is told", async () => {
    stage.serve("/?lang=fr", pageOf("one", "bonjour"));
    await keeper.told({ chosen: "fr", language: "fr" });
    const next = stage.keeperOf("two");
    stage.serve("/?lang=fr", pageOf("two", "bonjour encore"));
    stage.serve("/assets/two.css", "");
    stage.serve("/assets/two.js", "");
    await next.install();
    await next.forgetOthers();
    expect(stage.device.held()).toEqual({
      "fanfare-device": ["/~language"],
      "fanfare-two": ["/", "/assets/two.css", "/assets/two.js"],
    });
  });

  test("[SW6] caches that are not ours are left alone", async () => {
    await stage.device.caches.open("of another app");
    await keeper.forgetOthers();
    expect(await stage.device.caches.keys()).toContain("of another app");
  });

  test("[SW6] a full device keeps nothing more, and everything goes on", async () => {
    stage.device.fill();
    await keeper.install();
    await keeper.told({ chosen: "fr", language: "fr" });
    expect(await opened("/")).toContain("hello");
    stage.serve("/api/v1/event", "first");
    expect(await (await data("/api/v1/event")).text()).toBe("first");
  });
});

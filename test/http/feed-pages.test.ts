/** The feed's pages as they leave the server, whatever it is that draws them. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { PageRenderer, PageStart } from "../../server/contract/page-start.ts";
import { StoreFailure } from "../../server/store/feed-log.ts";
import { type Answered, fakeRenderer, type HttpNode, heldBy, httpNode } from "./support.ts";

const BROWSER = { accept: "text/html,application/xhtml+xml,*/*;q=0.8" };

let node: HttpNode;
let drawn: Parameters<PageRenderer["render"]>[];
/** A renderer that says what it was asked to draw. */
const watched: PageRenderer = {
  ...fakeRenderer,
  render: (...asked) => {
    drawn.push(asked);
    return fakeRenderer.render(...asked);
  },
};
beforeEach(async () => {
  drawn = [];
  // Standing still, so that no minute ends in the middle of a test.
  const now = Date.now();
  node = await httpNode({ deps: { renderer: watched, clock: { nowMs: () => now } } });
});
afterEach(() => node.stop());

/** What the page's script would read. */
function startOf({ text }: Answered): PageStart {
  const [, json] = /<script type="application\/json" id="start">(.*?)<\/script>/s.exec(text)!;
  return JSON.parse(json!);
}
const headlinesOf = ({ announcements }: PageStart): string[] =>
  announcements.map((item) => ("text" in item ? item.text.en!.headline : item.reason));
const move = (id: string, name: string, json: unknown) =>
  node.ask(`/api/v1/desk/announcements/${id}/${name}`, { as: "admin-token", json });

describe("the start", () => {
  test("[Z1] has the newest, the cursor that they stand for, and nothing of the desk's", async () => {
    await node.publish("First");
    await node.publish("Second");
    await node.arrived();
    const start = startOf(await node.ask("/"));
    expect(headlinesOf(start)).toEqual(["Second", "First"]);
    expect(start.cursor).toEqual(node.replica.cursor);
    expect(start.page).toBe("feed");
    expect(start.event).not.toHaveProperty("policies");
    expect(start.event).not.toHaveProperty("openingHours");
    expect(start).not.toHaveProperty("olderBefore");
  });

  test("[Z1] below the newest: what is pinned, the day's key moments, and no more than six of these", async () => {
    await node.publish("Pinned long ago", { pinned: true });
    for (let n = 1; n <= 7; n += 1) await node.publish(`Key ${n}`, { key: true });
    for (let n = 1; n <= 21; n += 1) await node.publish(`Later ${n}`);
    await node.arrived();
    const start = startOf(await node.ask("/"));
    const headlines = headlinesOf(start);
    expect(headlines.slice(0, 8)).toEqual(Array.from({ length: 8 }, (_, at) => `Later ${21 - at}`));
    expect(headlines.slice(8)).toEqual([...[7, 6, 5, 4, 3, 2].map((n) => `Key ${n}`), "Pinned long ago"]);
    expect(start.olderBefore).toBe(start.announcements[7]!.offset);
  });

  test("[Z1] has more of the newest where the reader asked for it, in the sizes that there are", async () => {
    for (let n = 1; n <= 12; n += 1) await node.publish(`News ${n}`);
    await node.arrived();
    for (const [path, held] of [
      ["/?newest=100", 12],
      ["/?newest=1000", 12],
      ["/?newest=12", 8],
      ["/?newest=99999", 8],
    ] as const) {
      const start = startOf(await node.ask(path));
      expect([path, start.announcements.length]).toEqual([path, held]);
      expect(start.olderBefore).toBe(held === 12 ? undefined : start.announcements.at(-1)!.offset);
    }
  });

  test("[Z2] is data: no text ends its block, opens a comment or means anything to whoever fills it in", async () => {
    const hostile = "</script><script>alert(1)</script><!-- $& $` $' $1 <!--app-->";
    await node.publish(hostile);
    await node.arrived();
    const answer = await node.ask("/");
    expect(headlinesOf(startOf(answer))).toEqual([hostile]);
    expect(answer.text).not.toContain("<!--");
    expect(answer.text.match(/<script/g)).toHaveLength(2);
    expect(answer.text).toContain("<main>feed</main>");
  });

  test("[Z2] what is drawn is put in as it is", async () => {
    const odd = "$& $` $' $1 $<a>";
    const other = await httpNode({
      deps: {
        renderer: {
          ...fakeRenderer,
          render: () => ({ language: "en", direction: "ltr", head: odd, app: odd }),
        },
      },
    });
    const { text } = await other.ask("/");
    expect(text).toContain(`<head>${odd}\n`);
    expect(text).toContain(`<div id="app">${odd}</div>`);
    await other.stop();
  });
});

describe("[Z3] the language", () => {
  test.for([
    ["/", "zh-CN,zh;q=0.9,en;q=0.8", "zh", "ltr"],
    ["/", "ja,ar;q=0.5", "ar", "rtl"],
    ["/", "ja", "en", "ltr"],
    ["/", "", "en", "ltr"],
    ["/?lang=ar", "zh", "ar", "rtl"],
    ["/?lang=zh-Hans&utm_source=poster", "en", "zh", "ltr"],
    ["/?lang=tlh", "zh", "zh", "ltr"],
    ["/?lang=%zz&lang=ar", "zh", "zh", "ltr"],
    ["/embed?lang=zh", "en", "zh", "ltr"],
  ] as const)("of %s for who reads %s is %s", async ([path, accepted, language, direction]) => {
    const answer = await node.ask(path, { headers: { "accept-language": accepted } });
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-language")).toBe(language);
    expect(answer.headers.get("vary")).toContain("Accept-Language");
    expect(answer.text).toContain(`lang="${language}" dir="${direction}"`);
    expect(startOf(answer).language).toBe(language);
    expect(drawn[0]![1].isLanguageAsked).toBe(/lang=(ar|zh)/.test(path) && !path.includes("%zz"));
  });

  test("what a page alone has is fetched with it, and the frame's own script is not named twice", async () => {
    await node.ask("/embed");
    await node.ask("/");
    expect(drawn.map(([, { preloads, styles }]) => ({ preloads, styles }))).toEqual([
      {
        preloads: ["/assets/embed-page-def.js", "/assets/shared-123.js"],
        styles: ["/assets/embed-456.css"],
      },
      { preloads: [], styles: [] },
    ]);
  });
});

describe("a link to one announcement", () => {
  test("[Z4] opens on it, however much came after", async () => {
    const { id } = await node.publish("Linked");
    for (let n = 1; n <= 25; n += 1) await node.publish(`Later ${n}`);
    await node.arrived();
    const answer = await node.ask(`/a/${id}?utm_source=chat`);
    const start = startOf(answer);
    expect(answer.status).toBe(200);
    expect([start.page, start.announcementId]).toEqual(["announcement", id]);
    expect(start.announcements.at(-1)).toMatchObject({ id, text: { en: { headline: "Linked" } } });
  });

  test("[Z4] is asked of the store where the node no longer holds it", async () => {
    const { id } = await node.publish("From long ago");
    await node.arrived();
    const state = { ...node.replica.state, announcements: new Map() };
    const view = heldBy(node, { state });
    const other = await httpNode({ deps: { view, store: node.log } });
    const start = startOf(await other.ask(`/a/${id}`));
    expect(headlinesOf(start)).toEqual(["From long ago"]);
    await other.stop();
  });

  test("[Z4] withdrawn: 410, with what stands in its place and nothing of what stood there", async () => {
    const { id } = await node.publish("A mistake");
    await node.arrived();
    expect((await node.ask(`/a/${id}`)).status).toBe(200);
    await move(id, "withdraw", { reason: "It was wrong" });
    await node.arrived();
    const answer = await node.ask(`/a/${id}`);
    expect(answer.status).toBe(410);
    expect(startOf(answer).announcements).toMatchObject([{ id, reason: "It was wrong" }]);
    expect(answer.text).not.toContain("A mistake");
    const again = await node.ask(`/a/${id}`, { headers: { "if-none-match": answer.headers.get("etag")! } });
    expect(again.status).toBe(410);
  });

  test("[Z5] unknown, malformed and not yet public are one and the same page, in the reader's language", async () => {
    const later = new Date(Date.now() + 3_600_000).toISOString();
    const draft = await node.write("DRAFT-SECRET");
    const scheduled = await node.write("SCHEDULED-SECRET", { publishAt: later });
    const pages = new Set<string>();
    for (const id of [draft.id, scheduled.id, "A".repeat(22), "no..such!", "%zz", "a%2Fb"]) {
      const headers = { ...BROWSER, "accept-language": "ar" };
      const answer = await node.ask(`/a/${id}`, { headers });
      expect([id, answer.status]).toEqual([id, 404]);
      expect(answer.headers.get("content-type")).toBe("text/html; charset=utf-8");
      expect(answer.headers.get("content-language")).toBe("ar");
      expect(answer.headers.get("vary")).toContain("Accept");
      pages.add(answer.text);
    }
    expect(pages.size).toBe(1);
    const [page] = pages;
    expect(page).toContain("<main>notFound</main>");
    expect(page).not.toMatch(/<script|SECRET/);
  });

  test("[Z5] programs get the problem that they know", async () => {
    for (const id of ["A".repeat(22), "no..such!", "%zz"]) {
      const answer = await node.ask(`/a/${id}`);
      expect([id, answer.status, answer.json.code]).toEqual([id, 404, "not_found"]);
    }
  });

  test("[Z6] while the store is away, what is held must do", async () => {
    const { id } = await node.publish("Before");
    await move(id, "correct", { text: { en: { headline: "After" } } });
    await node.arrived();
    const published = async (): Promise<never> => {
      throw new StoreFailure("unreachable", "away");
    };
    const store = { ...node.deps.store, published };
    const other = await httpNode({ deps: { view: node.replica, store } });
    expect(headlinesOf(startOf(await other.ask(`/a/${id}`)))).toEqual(["After"]);
    expect((await other.ask("/")).status).toBe(200);
    const unknown = await other.ask("/a/unknown", { headers: BROWSER });
    expect([unknown.status, unknown.headers.get("retry-after")]).toEqual([503, "5"]);
    expect(unknown.text).toContain("<main>loading</main>");
    await other.stop();
  });
});

describe("[Z6] before the first load", () => {
  test("browsers get a page that asks again, programs a problem, both when to", async () => {
    const other = await httpNode({ deps: { view: heldBy(node, { loaded: false }) } });
    for (const path of ["/", "/embed", "/a/abc"]) {
      const page = await other.ask(path, { headers: BROWSER });
      expect([path, page.status, page.headers.get("retry-after")]).toEqual([path, 503, "5"]);
      expect(page.headers.get("cache-control")).toBe("no-store");
      expect(page.text).toContain("<main>loading</main>");
      expect(page.text).not.toContain("<script");
      const problem = await other.ask(path);
      expect([problem.status, problem.json.code]).toEqual([503, "not_loaded"]);
      expect(problem.headers.get("retry-after")).toBe("5");
    }
    await other.stop();
  });
});

describe("the widget", () => {
  test("[Z7] takes theme, kind, track and limit", async () => {
    const { text } = await node.ask("/embed?theme=dark&kind=release&track=governance&limit=5");
    expect(startOf({ text } as Answered).embed).toEqual({
      theme: "dark",
      kind: "release",
      track: "governance",
      limit: 5,
    });
    expect(text).toContain('data-theme="dark"');
  });

  test.for([
    "theme=pink",
    "kind=gossip",
    "track=none",
    "limit=0",
    "limit=51",
    "limit=1e1",
    "limit=&theme",
    "zone=east",
  ])("[Z7] passes over %s", async (query) => {
    const answer = await node.ask(`/embed?${query}`);
    expect([answer.status, startOf(answer).embed]).toEqual([200, {}]);
  });

  test("[Z7] is given the newest of its kind, however old", async () => {
    await node.publish("The one release", { kind: "release" });
    for (let n = 1; n <= 21; n += 1) await node.publish(`Later ${n}`);
    await node.arrived();
    expect(headlinesOf(startOf(await node.ask("/embed?kind=release")))).toContain("The one release");
    expect(headlinesOf(startOf(await node.ask("/embed")))).not.toContain("The one release");
    expect(startOf(await node.ask("/"))).not.toHaveProperty("embed");
  });
});

describe("many at once", () => {
  test("[Z8] are drawn one page", async () => {
    await node.publish("Here");
    await node.arrived();
    const asked = Array.from({ length: 50 }, (_, at) => node.ask(`/?utm_source=${at}`));
    const pages = new Set((await Promise.all(asked)).map(({ text }) => text));
    expect([pages.size, drawn.length]).toEqual([1, 1]);
  });

  test("[Z8] however often the feed changes, a page is drawn a few times and then once a second", async () => {
    let now = Date.parse("2022-11-09T02:00:00.000Z");
    let tag = 0;
    const view = {
      ...heldBy(node),
      get tag() {
        tag += 1;
        return String(tag);
      },
    };
    const other = await httpNode({ deps: { view, renderer: watched, clock: { nowMs: () => now } } });
    for (let n = 0; n < 40; n += 1) await other.ask("/");
    expect(drawn.length).toBe(5);
    now += 1_000;
    for (let n = 0; n < 10; n += 1) await other.ask("/");
    expect(drawn.length).toBe(6);
    await other.stop();
  });

  test("[Z8] what was withdrawn, corrected or of another log is on none, however often they were drawn", async () => {
    const { id } = await node.publish("TAKEN-BACK");
    const other = await node.publish("MISSPELT");
    const paths = ["/", `/a/${id}`, "/embed"];
    const askAll = async () =>
      (await Promise.all(paths.map((path) => node.ask(path)))).map(({ text }) => text);
    for (let n = 0; n < 8; n += 1) {
      await node.publish(`Number ${n}`);
      await node.arrived();
      await askAll();
    }
    expect((await askAll()).join()).toContain("TAKEN-BACK");
    await move(id, "withdraw", { reason: "no" });
    await move(other.id, "correct", { text: { en: { headline: "Spelt" } }, removePrevious: true });
    await node.arrived();
    expect((await askAll()).join()).not.toMatch(/TAKEN-BACK|MISSPELT/);
    expect((await node.ask(`/a/${id}`)).status).toBe(410);
  });

  test("[Z8] whoever asks for pages without end is told to come later, and others are served", async () => {
    const slow = {
      ...fakeRenderer,
      render: (...asked: Parameters<PageRenderer["render"]>) => {
        const end = performance.now() + 25;
        while (performance.now() < end);
        return fakeRenderer.render(...asked);
      },
    };
    const other = await httpNode({ deps: { renderer: slow } });
    expect((await other.ask("/")).status).toBe(200);
    const asked = Array.from({ length: 150 }, (_, at) =>
      other.ask(`/embed?theme=${["light", "dark", "none"][at % 3]}&limit=${1 + Math.floor(at / 3)}`),
    );
    const answers = await Promise.all(asked);
    const refused = answers.filter(({ status }) => status !== 200);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.length).toBeLessThan(150);
    for (const { status, json, headers } of refused)
      expect([status, json.code, headers.get("retry-after")]).toEqual([429, "too_many_requests", "5"]);
    expect((await other.ask("/")).status).toBe(200);
    await other.stop();
  });

  test("[Z8] a page is another one for another language, minute, event and address", async () => {
    let now = Date.parse("2022-11-09T02:00:00.000Z");
    const other = await httpNode({ deps: { renderer: watched, clock: { nowMs: () => now } } });
    const tags = new Set<string>();
    const ask = async (headers: Record<string, string>) =>
      tags.add((await other.ask("/", { headers })).headers.get("etag")!);
    for (let twice = 0; twice < 2; twice += 1) {
      await ask({ "accept-language": "en" });
      await ask({ "accept-language": "zh" });
    }
    expect([tags.size, drawn.length]).toEqual([2, 2]);
    now += 60_000;
    await ask({ "accept-language": "en" });
    expect([tags.size, drawn.length]).toEqual([3, 3]);
    await other.stop();
  });

  test("[Z8] who has it is told so; no cookie is set, and none makes a difference", async () => {
    const first = await node.ask("/");
    const etag = first.headers.get("etag")!;
    expect(first.headers.get("cache-control")).toBe("no-cache");
    const again = await node.ask("/", { headers: { "if-none-match": etag, cookie: "sid=1" } });
    expect([again.status, again.text]).toEqual([304, ""]);
    expect(again.headers.get("set-cookie")).toBeNull();
    await node.publish("Something new");
    await node.arrived();
    expect((await node.ask("/", { headers: { "if-none-match": etag } })).status).toBe(200);
  });
});

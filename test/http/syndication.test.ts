/** The rules of JSON Feed 1.1, RFC 4287 (Atom) and RFC 6721, one by one, on a feed with everything in it. */
import { parseAtomFeed, parseJsonFeed } from "feedsmith";
import { SaxesParser } from "saxes";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { until } from "../../scripts/chaos/until.ts";
import { toAtom } from "../../server/http/atom.ts";
import type { SyndicatedFeed, SyndicatedItem } from "../../server/http/syndicated.ts";
import { type HttpNode, httpNode } from "./support.ts";

const BASE = "https://feed.example.org";
const ATOM = "http://www.w3.org/2005/Atom";
const TOMBSTONES = "http://purl.org/atompub/tombstones/1.0";
const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

let node: HttpNode;
let corrected: { id: string; publishedAt: string };
let gone: { id: string };
beforeAll(async () => {
  node = await httpNode({ site: { publicUrl: BASE } });
  corrected = await node.publish('First <b>&amp;</b> "quoted" ]]>');
  await until(() => Date.now() > Date.parse(corrected.publishedAt), "a later instant");
  await node.ask(`/api/v1/desk/announcements/${corrected.id}/correct`, {
    as: "admin-token",
    json: { text: { en: { body: "More of it" } } },
  });
  gone = await node.publish("Gone again");
  await node.publish("A paper", {
    kind: "release",
    text: { en: { headline: "A paper" }, fr: { headline: "Un article", body: "Le corps" } },
    audience: { attendance: "everyone", zones: [], tracks: ["governance"] },
    details: { document: "The paper", url: "https://papers.example/a b?x=1&y=2" },
  });
  await node.publish("Second");
  await node.ask(`/api/v1/desk/announcements/${gone.id}/withdraw`, {
    as: "admin-token",
    json: { reason: "It was <wrong>" },
  });
  await node.publish("Leave", {
    kind: "urgent",
    text: { en: { headline: "Leave the hall", body: "By the west door" } },
    details: { status: "exercise", messageType: "alert", instruction: "Walk" },
    expiresAt: "2099-01-01T00:00:00Z",
  });
  await node.publish("Final", {
    kind: "result",
    details: { podium: [{ place: 1, name: "Ada", affiliation: "Zhejiang", country: "China" }] },
  });
  await node.arrived();
});
afterAll(() => node.stop());

describe("[G4] JSON Feed 1.1", () => {
  const read = async (query = "") => (await node.ask(`/feed.json${query}`)).json;

  test("Suggestions for publishers: application/feed+json, in UTF-8", async () => {
    const { headers } = await node.ask("/feed.json");
    expect(headers.get("content-type")).toBe("application/feed+json; charset=utf-8");
    expect(headers.get("content-language")).toBe("en");
  });

  test("Top-level: version and title are required; where it is and what it is in", async () => {
    expect(await read()).toMatchObject({
      version: "https://jsonfeed.org/version/1.1",
      title: "Test summit",
      language: "en",
      home_page_url: `${BASE}/`,
      feed_url: `${BASE}/feed.json`,
      authors: [{ name: "Test summit", url: `${BASE}/` }],
    });
  });

  test("Items: each has a unique id that is a string, content, and what it has is of the right form", async () => {
    const { items } = await read();
    expect(items).toHaveLength(5);
    expect(new Set(items.map((item: { id: string }) => item.id)).size).toBe(5);
    for (const item of items) {
      expect(typeof item.id).toBe("string");
      expect(item.content_text).toMatch(/\S/);
      expect(item.date_published).toMatch(RFC3339);
      for (const link of [item.url, item.external_url ?? item.url]) expect(new URL(link).href).toBe(link);
      expect(item.tags.every((tag: unknown) => typeof tag === "string" && tag !== "")).toBe(true);
    }
  });

  test("Items: what was corrected says when, and no other does", async () => {
    const { items } = await read();
    const dated = items.filter((item: object) => "date_modified" in item);
    const id = `${BASE}/a/${corrected.id}`;
    expect(dated).toMatchObject([{ id, url: id, content_text: "More of it" }]);
    expect(dated[0].date_modified > dated[0].date_published).toBe(true);
  });

  test("Items: a release links to its document, and tags are its kind and tracks", async () => {
    const { items } = await read();
    expect(items.find((item: { title: string }) => item.title === "A paper")).toMatchObject({
      external_url: "https://papers.example/a%20b?x=1&y=2",
      tags: ["release", "Governance"],
    });
  });

  test("what only our own pages would show beside the text is in the text", async () => {
    const { items } = await read();
    const [result, urgent] = items;
    expect(result.content_text).toBe("1. Ada (Zhejiang, China)");
    expect(urgent).toMatchObject({
      title: "Exercise: Leave the hall",
      content_text: "Walk\n\nBy the west door",
    });
  });

  test("what was withdrawn is not in it", async () => {
    const { text } = await node.ask("/feed.json");
    expect(text).not.toContain("Gone again");
    expect(text).not.toContain(gone.id);
  });

  test("another program reads it", async () => {
    const { text } = await node.ask("/feed.json");
    const feed = parseJsonFeed(text);
    expect(feed.items?.map(({ title }) => title)).toEqual((await read()).items.map(titleOf));
  });
});

describe("[G4] Atom, RFC 4287", () => {
  let feed: Element;
  let entries: Element[];
  beforeAll(async () => {
    const answer = await node.ask("/feed.atom");
    expect(answer.headers.get("content-type")).toBe("application/atom+xml; charset=utf-8");
    feed = readXml(answer.text);
    entries = childrenOf(feed, "entry");
  });

  test("2: the document is a feed of the Atom namespace, and says its language", () => {
    expect([feed.uri, feed.local, feed.attributes["xml:lang"]]).toEqual([ATOM, "feed", "en"]);
    expect(entries).toHaveLength(5);
  });

  test("3.3: every instant is RFC 3339 with a capital T and Z", () => {
    const dates = [feed, ...entries].flatMap((each) =>
      [...childrenOf(each, "updated"), ...childrenOf(each, "published")].map(({ text }) => text),
    );
    expect(dates).toHaveLength(11);
    for (const date of dates) expect(date).toMatch(RFC3339);
  });

  test("4.1.1: exactly one id, title and updated; an author; one link to itself, one alternate of a type", () => {
    for (const name of ["id", "title", "updated", "author"]) expect(childrenOf(feed, name)).toHaveLength(1);
    const [author] = childrenOf(feed, "author");
    expect(childrenOf(author!, "name").map(({ text }) => text)).toEqual(["Test summit"]); // 3.2.1
    expect(linksOf(feed)).toEqual([
      ["alternate", "text/html", `${BASE}/`],
      ["self", "application/atom+xml", `${BASE}/feed.atom`],
    ]);
  });

  test("4.1.2: an entry has exactly one id, title and updated, at most one published and content", () => {
    for (const entry of entries)
      for (const name of ["id", "title", "updated", "published", "content"])
        expect([name, childrenOf(entry, name).length]).toEqual([name, 1]);
  });

  test("4.1.3.1, 3.1.1: content and titles are of type text, without child elements, and not empty", () => {
    for (const entry of entries)
      for (const each of [...childrenOf(entry, "content"), ...childrenOf(entry, "title")]) {
        expect([each.attributes.type, each.children.length]).toEqual(["text", 0]);
        expect(each.text).toMatch(/\S/);
      }
  });

  test("4.2.2: a category has a term, and a track's its name for people", () => {
    const paper = entries.find((entry) => childrenOf(entry, "title")[0]!.text === "A paper")!;
    expect(childrenOf(paper, "category").map(({ attributes }) => attributes)).toEqual([
      { term: "release" },
      { term: "governance", label: "Governance" },
    ]);
    expect(linksOf(paper).at(-1)).toEqual(["related", undefined, "https://papers.example/a%20b?x=1&y=2"]);
  });

  test("4.2.6: ids are absolute, normal and each its own", () => {
    const ids = [feed, ...entries].map((each) => childrenOf(each, "id")[0]!.text);
    for (const id of ids) expect(new URL(id).href).toBe(id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("4.2.15: updated is the latest correction of an entry, and the latest change of the feed", () => {
    const updated = (each: Element) => childrenOf(each, "updated")[0]!.text;
    const published = (each: Element) => childrenOf(each, "published")[0]!.text;
    const moved = entries.filter((entry) => updated(entry) !== published(entry));
    expect(moved.map((entry) => childrenOf(entry, "id")[0]!.text)).toEqual([`${BASE}/a/${corrected.id}`]);
    const when = childrenOf(feed, "deleted-entry", TOMBSTONES).map(({ attributes }) => attributes.when!);
    expect(updated(feed)).toBe([...entries.map(updated), ...when].sort().at(-1));
  });

  test("what looks like markup is text", () => {
    const titles = entries.map((entry) => childrenOf(entry, "title")[0]!.text);
    expect(titles).toContain('First <b>&amp;</b> "quoted" ]]>');
  });

  test("RFC 6721, 3: what was withdrawn is deleted by its id, with the instant and the reason", async () => {
    const { id, withdrawnAt } = (await node.ask(`/api/v1/announcements/${gone.id}`)).json;
    const deleted = childrenOf(feed, "deleted-entry", TOMBSTONES);
    expect(deleted.map(({ attributes }) => attributes)).toEqual([
      { ref: `${BASE}/a/${id}`, when: withdrawnAt },
    ]);
    expect(childrenOf(deleted[0]!, "comment", TOMBSTONES).map(({ text }) => text)).toEqual([
      "It was <wrong>",
    ]);
    expect((await node.ask("/feed.atom")).text).not.toContain("Gone again");
  });

  test("another program reads it", async () => {
    const read = parseAtomFeed((await node.ask("/feed.atom")).text);
    expect(read.entries?.map(({ id }) => id)).toEqual(
      entries.map((entry) => childrenOf(entry, "id")[0]!.text),
    );
  });
});

describe("[G3] in a language of the event", () => {
  test("what is said in it comes in it, and the rest says what it is in", async () => {
    const { json, headers } = await node.ask("/feed.json?lang=fr");
    expect(json).toMatchObject({
      language: "fr",
      feed_url: `${BASE}/feed.json?lang=fr`,
      title: "Test summit",
    });
    expect(headers.get("content-language")).toBe("fr");
    const said = json.items.map(({ title, language }: Item) => [language, title]);
    expect(said).toContainEqual(["fr", "Un article"]);
    expect(said).toContainEqual(["en", "Second"]);
    const atom = readXml((await node.ask("/feed.atom?lang=fr")).text);
    expect(atom.attributes["xml:lang"]).toBe("fr");
    expect(
      childrenOf(atom, "entry").map((entry) => [
        entry.attributes["xml:lang"] ?? "fr",
        childrenOf(entry, "title")[0]!.text,
      ]),
    ).toEqual(said);
  });

  test("[G4] ids are the same in every language, but the feed's own", async () => {
    const ids = async (query: string) =>
      (await node.ask(`/feed.json${query}`)).json.items.map(({ id }: Item) => id);
    expect(await ids("?lang=fr")).toEqual(await ids(""));
    const own = async (query: string) =>
      childrenOf(readXml((await node.ask(`/feed.atom${query}`)).text), "id")[0]!;
    expect((await own("?lang=fr")).text).not.toBe((await own("")).text);
  });

  test("one that the event does not have is the default; what is no language is refused", async () => {
    expect((await node.ask("/feed.json?lang=de")).json.language).toBe("en");
    expect((await node.ask("/feed.json?lang=d")).status).toBe(400);
    expect((await node.ask("/feed.atom?language=en")).status).toBe(400);
  });

  test("each language and form has a tag of its own, and who holds it is told so", async () => {
    const paths = ["/feed.json", "/feed.json?lang=fr", "/feed.atom", "/feed.atom?lang=fr"];
    const etags = await Promise.all(paths.map(async (path) => (await node.ask(path)).headers.get("etag")!));
    expect(new Set(etags).size).toBe(4);
    for (const [index, path] of paths.entries())
      expect((await node.ask(path, { headers: { "if-none-match": etags[index]! } })).status).toBe(304);
  });
});

test("[V7] what is for the venue's screens alone is in neither; in the feed itself it is", async () => {
  const other = await httpNode();
  await other.publish("For screens", { surfaces: ["kiosk"] });
  await other.publish("For readers", { surfaces: ["feed"] });
  await other.arrived();
  for (const path of ["/feed.json", "/feed.atom"]) {
    const { text } = await other.ask(path);
    expect([path, text.includes("For readers"), text.includes("For screens")]).toEqual([path, true, false]);
  }
  expect((await other.ask("/api/v1/feed")).text).toContain("For screens");
  await other.stop();
});

test("[G4] an id does not depend on the name by which this server is asked", async () => {
  const other = await httpNode();
  await other.publish("One");
  await other.arrived();
  const { json } = await other.ask("/feed.json");
  expect(json.items[0].id).toMatch(/^http:\/\/localhost:3000\/a\//);
  expect(json.items[0].url).toContain(`127.0.0.1:${other.port}/a/`);
  await other.stop();
});

describe("Atom on its own", () => {
  const feed: SyndicatedFeed = {
    id: "https://x.example/",
    homeUrl: "https://x.example/",
    feedUrl: "https://x.example/feed.atom",
    language: "en",
    title: "T",
    updatedAt: "2022-11-09T01:00:00.000Z",
    items: [],
    withdrawn: [],
  };

  test("without entries it still says when it changed", () => {
    expect(toAtom(feed)).toContain("<updated>2022-11-09T01:00:00.000Z</updated>");
  });

  test("what XML cannot hold is replaced, and the rest stays to the character", () => {
    const item: SyndicatedItem = {
      id: "https://x.example/a/1",
      url: "https://x.example/a/1",
      language: "en",
      kind: "notice",
      headline: "a\u0000b\ud800c\uffffd",
      content: "one\r\ntwo\rthree\n🏮\t'\"",
      tracks: [],
      publishedAt: "2022-11-09T01:00:00.000Z",
      updatedAt: "2022-11-09T01:00:00.000Z",
    };
    const [entry] = childrenOf(readXml(toAtom({ ...feed, items: [item] })), "entry");
    expect(childrenOf(entry!, "title")[0]!.text).toBe("a\ufffdb\ufffdc\ufffdd");
    expect(childrenOf(entry!, "content")[0]!.text).toBe(item.content);
  });
});

interface Item {
  readonly id: string;
  readonly title: string;
  readonly language: string;
}

const titleOf = ({ title }: Item): string => title;

interface Element {
  readonly uri: string;
  readonly local: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
}

const childrenOf = ({ children }: Element, name: string, uri = ATOM): Element[] =>
  children.filter((child) => child.local === name && child.uri === uri);

const linksOf = (element: Element): (string | undefined)[][] =>
  childrenOf(element, "link").map(({ attributes: { rel, type, href } }) => [rel, type, href]);

/** Throws where it is not well-formed. */
function readXml(text: string): Element {
  const open: Element[] = [{ uri: "", local: "", attributes: {}, children: [], text: "" }];
  const parser = new SaxesParser({ xmlns: true });
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ uri, local, attributes }) => {
    const given = Object.entries(attributes).filter(([name]) => !name.startsWith("xmlns"));
    const values = Object.fromEntries(given.map(([name, { value }]) => [name, value]));
    const element = { uri, local, attributes: values, children: [], text: "" };
    open.at(-1)!.children.push(element);
    open.push(element);
  });
  parser.on("closetag", () => open.pop());
  parser.on("text", (piece) => {
    open.at(-1)!.text += piece;
  });
  parser.write(text).close();
  return open[0]!.children[0]!;
}

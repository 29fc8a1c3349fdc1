import { SaxesParser } from "saxes";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { toAtom } from "../../server/http/atom.ts";
import { type HttpNode, httpNode } from "./support.ts";

let node: HttpNode;
let corrected: { id: string };
beforeAll(async () => {
  node = await httpNode({ site: { publicUrl: "https://feed.example.org" } });
  corrected = await node.publish('First <b>&amp;</b> "quoted" ]]>');
  await node.ask(`/api/v1/desk/announcements/${corrected.id}/correct`, {
    as: "admin-token",
    json: { text: { en: { body: "More of it" } } },
  });
  const gone = await node.publish("Gone again");
  await node.ask(`/api/v1/desk/announcements/${gone.id}/withdraw`, {
    as: "admin-token",
    json: { reason: "r" },
  });
  await node.publish("Second");
});
afterAll(() => node.stop());

test("JSON Feed 1.1", async () => {
  const { json, headers } = await node.ask("/feed.json");
  expect(headers.get("content-type")).toBe("application/feed+json; charset=utf-8");
  expect(json).toMatchObject({
    version: "https://jsonfeed.org/version/1.1",
    title: "Test summit",
    language: "en",
    home_page_url: "https://feed.example.org/",
    feed_url: "https://feed.example.org/feed.json",
  });
  expect(json.items).toHaveLength(2);
  const [second, first] = json.items;
  expect(second).toMatchObject({ title: "Second", content_text: "Second", tags: ["notice"] });
  expect(second).not.toHaveProperty("date_modified");
  const url = `https://feed.example.org/a/${corrected.id}`;
  expect(first).toMatchObject({ id: url, url, content_text: "More of it" });
  expect(first.date_modified >= first.date_published).toBe(true);
});

test("Atom is well-formed, and what looks like markup is text", async () => {
  const { text, headers } = await node.ask("/feed.atom");
  expect(headers.get("content-type")).toBe("application/atom+xml; charset=utf-8");
  const { elements, words } = readXml(text);
  expect(elements.filter((name) => name === "entry")).toHaveLength(2);
  for (const needed of ["id", "title", "updated", "author", "link"]) expect(elements).toContain(needed);
  expect(elements).not.toContain("b");
  expect(words).toContain('First <b>&amp;</b> "quoted" ]]>');
  expect(text).not.toContain("Gone again");
});

describe("Atom on its own", () => {
  const feed = {
    base: "https://x.example",
    language: "en",
    title: "T",
    emptyUpdatedAt: "2022-11-09T01:00:00.000Z",
  };

  test("without entries it still says when it changed", () => {
    expect(toAtom({ ...feed, items: [] })).toContain("<updated>2022-11-09T01:00:00.000Z</updated>");
  });

  test("what XML cannot hold is replaced", () => {
    const headline = "a\u0000b\ud800c\uffffd";
    const item = {
      url: "https://x.example/a/1",
      kind: "notice" as const,
      headline,
      body: "",
      publishedAt: "p",
    };
    expect(readXml(toAtom({ ...feed, items: [item] })).words).toContain("a\ufffdb\ufffdc\ufffdd");
  });
});

function readXml(text: string): { elements: string[]; words: string[] } {
  const elements: string[] = [];
  const words: string[] = [];
  const parser = new SaxesParser();
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ name }) => elements.push(name));
  parser.on("text", (piece) => words.push(piece));
  parser.write(text).close();
  return { elements, words };
}

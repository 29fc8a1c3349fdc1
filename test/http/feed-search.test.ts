import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { FeedItem } from "../../server/contract/announcement.ts";
import { feedQuerySchema } from "../../server/contract/api.ts";
import { feedPage } from "../../server/http/feed.ts";
import { announced } from "../support/feed-history.ts";
import { type HttpNode, httpNode } from "./support.ts";

const HELD = 20_000;
const items = Array.from({ length: HELD }, (_, at): FeedItem => announced(HELD - at));
const asked = (q: string) => feedQuerySchema.parse({ q });

/** A clock on which each look takes a millisecond, and a count of the pauses. */
function slowPace() {
  let now = 0;
  let pauses = 0;
  return {
    nowMs: () => {
      now += 1;
      return now;
    },
    pause: async () => {
      pauses += 1;
    },
    pauses: () => pauses,
  };
}

describe("[G8] a search through all that is held", () => {
  test("lets everything else go first, again and again", async () => {
    const pace = slowPace();
    await feedPage(items, asked("nowhere"), [], pace);
    expect(pace.pauses()).toBeGreaterThan(HELD / 20);
  });

  test("finds what is there, in order and each once, however often it paused", async () => {
    const { announcements, next } = await feedPage(
      items,
      { ...asked("headline 7"), limit: 100 },
      [],
      slowPace(),
    );
    const offsets = announcements.map(({ offset }) => offset);
    expect(offsets).toEqual(offsets.toSorted((a, b) => b - a));
    expect([new Set(offsets).size, offsets[0], next]).toEqual([100, 7_999, 7_900]);
  });

  test("ends as soon as its page is full", async () => {
    const pace = slowPace();
    await feedPage(items, { ...asked("headline"), limit: 5 }, [], pace);
    expect(pace.pauses()).toBe(0);
  });
});

describe("[G8] over HTTP", () => {
  let node: HttpNode;
  beforeAll(async () => {
    node = await httpNode();
    for (const headline of ["Ёлка на площади", "Große Halle", "أحمد في القاعة", "Ｗｕｚｈｅｎ"])
      await node.publish(headline);
    await node.arrived();
  });
  afterAll(() => node.stop());

  test.for([
    ["елка", "Ёлка на площади"],
    ["GROSSE", "Große Halle"],
    ["احمد", "أحمد في القاعة"],
    ["wuzhen", "Ｗｕｚｈｅｎ"],
  ] as const)("%s finds %s, also while others search", async ([q, headline]) => {
    const query = `/api/v1/feed?q=${encodeURIComponent(q)}`;
    const answers = await Promise.all([query, "/api/v1/feed?q=none", query].map((path) => node.ask(path)));
    expect(
      answers.map(({ json }) => json.announcements.map((item: Headed) => item.text.en.headline)),
    ).toEqual([[headline], [], [headline]]);
  });

  test("each query has a tag of its own", async () => {
    const tags = ["?q=a", "?q=b", ""].map(async (query) =>
      (await node.ask(`/api/v1/feed${query}`)).headers.get("etag"),
    );
    expect(new Set(await Promise.all(tags)).size).toBe(3);
  });
});

interface Headed {
  readonly text: { readonly en: { readonly headline: string } };
}

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { AuditNote } from "../../server/core/change.ts";
import { type HttpNode, httpNode, ROLES } from "./support.ts";

let node: HttpNode;

const note = (over: Partial<AuditNote>): AuditNote => ({
  action: "publish",
  by: "account-1",
  byName: "mei@example.org",
  ...over,
});
const told = (audit: AuditNote) => node.log.commit({ items: [], audit });

beforeAll(async () => {
  node = await httpNode();
  await told(note({ announcementId: "rare-one", revision: 1, to: "published" }));
  await told(note({ action: "invite", byName: "Noor", about: "account-9" }));
  for (let n = 0; n < 12_000; n += 1) await told(note({ action: "pin", announcementId: `common-${n % 3}` }));
  await told(note({ action: "withdraw", by: "token-7", byName: "Wire bot", announcementId: "common-1" }));
});
afterAll(() => node.stop());

interface Page {
  items: { offset: number; action: string; announcementId?: string; byName: string }[];
  next?: number;
}
const page = async (query: string): Promise<Page> => {
  const answer = await node.ask(`/api/v1/desk/audit?${query}`, { as: "moderator" });
  expect(answer.status).toBe(200);
  return answer.json;
};
/** Every page, as a desk that goes on until there is no next. */
async function all(query: string): Promise<{ items: Page["items"]; pages: number }> {
  const items: Page["items"] = [];
  for (let pages = 1, next: number | undefined; ; pages += 1) {
    const got = await page(`${query}${next === undefined ? "" : `&cursor=${next}`}`);
    items.push(...got.items);
    ({ next } = got);
    if (next === undefined) return { items, pages };
  }
}

describe("the audit on the desk", () => {
  test("[J5] newest first, page by page, until there is no next", async () => {
    const first = await page("limit=2");
    expect(first.items.map(({ action }) => action)).toEqual(["withdraw", "pin"]);
    const { items } = await all("limit=200");
    expect(items.length).toBeGreaterThan(12_000);
    expect(items.map(({ offset }) => offset)).toEqual(items.map((_, at) => items[0]!.offset - at));
    expect(items.at(-1)!.offset).toBe(1);
  });

  test.for([
    ["action=withdraw", 1],
    ["action=with", 0],
    ["action=invite", 1],
    ["announcementId=rare-one", 1],
    ["announcementId=rare", 0],
    ["q=RARE", 1],
    ["q=noor", 1],
    ["q=account-9", 1],
    ["q=token-7", 1],
    ["q=wire%20BOT&action=withdraw&announcementId=common-1", 1],
    ["q=wire&action=pin", 0],
    ["q=nobody-said-this", 0],
  ] as const)("[J5] %s finds %i, however far back", async ([query, found]) => {
    const { items, pages } = await all(query);
    expect(items).toHaveLength(found);
    expect(pages).toBeLessThan(6);
  });

  test("[J5] what is common comes in pages without a gap or a double", async () => {
    const { items } = await all("announcementId=common-2&limit=200");
    expect(items).toHaveLength(4_000);
    expect(new Set(items.map(({ offset }) => offset)).size).toBe(4_000);
  });

  test("[J5] one request looks through so much and no more, and says where to go on", async () => {
    const { items, next } = await page("announcementId=rare-one");
    expect(items).toEqual([]);
    const [newest] = (await page("limit=1")).items;
    expect(newest!.offset - next!).toBeLessThanOrEqual(5_000);
    expect(newest!.offset - next!).toBeGreaterThan(4_000);
  });

  test("[R1] odd queries are refused, and so is whoever may not read it", async () => {
    for (const query of [
      "q=",
      `q=${"x".repeat(201)}`,
      "action=",
      "announcementId=../x",
      "cursor=0",
      "limit=201",
      "by=x",
    ])
      expect((await node.ask(`/api/v1/desk/audit?${query}`, { as: "admin" })).status).toBe(400);
    const statuses = await Promise.all(
      [...ROLES, undefined].map(async (as) => (await node.ask("/api/v1/desk/audit?q=x", { as })).status),
    );
    expect(statuses).toEqual([403, 200, 200, 200, 401]);
  });
});

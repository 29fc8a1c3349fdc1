import type { Browser } from "@playwright/test";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Bench, type RealServer } from "../../../scripts/chaos/real-processes.ts";
import { colleague, type Desk, deskGround, deskOf, gone, heldAs, seen } from "../../support/real-desk.ts";

const bench = new Bench();
let browser: Browser;
let server: RealServer;
let ada: Desk;
let bo: Desk;

beforeAll(async () => {
  ({ browser, server } = await deskGround(bench));
  const held = await server.api.ask("/api/v1/desk/event");
  const { rehearsal: _, ...event } = held.json;
  const policies = { ...event.policies, twoPersonApproval: ["result"] };
  const headers = { "if-match": held.headers.get("etag")! };
  await server.api.ask("/api/v1/desk/event", { method: "PUT", json: { ...event, policies }, headers });
  const [first, second] = await Promise.all([
    colleague(server, "moderator", "Ada"),
    colleague(server, "moderator", "Bo"),
  ]);
  [ada, bo] = await Promise.all([deskOf(browser, server.base, first), deskOf(browser, server.base, second)]);
}, 120_000);
afterAll(() => bench.cleanUp());

/** Out, by two: the automation wrote it, and a moderator's token sent it. */
async function result(headline: string): Promise<string> {
  const { api } = server;
  const token = await api.ask("/api/v1/desk/tokens", { json: { name: "second", role: "moderator" } });
  const made = await api.post(headline, {
    kind: "result",
    publishAt: undefined,
    details: { podium: [{ place: 1, name: "Anna Bauer" }] },
  });
  const path = `/api/v1/desk/announcements/${made.json.id}/publish`;
  const sent = await api.ask(path, { method: "POST", token: token.json.secret });
  expect([sent.status, sent.json.state]).toEqual([200, "published"]);
  await Promise.all([seen(ada.row(headline)), seen(bo.row(headline))]);
  return made.json.id;
}

const publicText = async (id: string) => (await server.api.ask(`/api/v1/announcements/${id}`)).text;
const waits = ({ page }: Desk) =>
  page.getByRole("region", { name: "A correction waits for a second person" });

describe("a correction of what two must agree on", () => {
  test("[D3] one proposes it, the other sees word for word what it changes and sends it", async () => {
    const id = await result("Bauer wins the final");
    await ada.open("Bauer wins the final");
    await ada.field("Headline").fill("Baumann wins the final");
    await seen(ada.page.getByText("A second person must send this correction before readers see it."));
    await ada.button("Propose this correction").click();
    await seen(waits(ada).getByText("You proposed it: a colleague must send it."));
    expect(await ada.button("Agree, and send this correction").count()).toBe(0);
    expect(await ada.field("Headline").inputValue()).toBe("Bauer wins the final");
    expect(await publicText(id)).not.toContain("Baumann");

    await seen(bo.row("Bauer wins the final").getByText("Correction waits for a second person, Ada"));
    await bo.open("Bauer wins the final");
    await seen(waits(bo).getByText(/^Ada proposed it at/));
    await seen(waits(bo).locator("ins", { hasText: "Baumann" }));
    await bo.button("Agree, and send this correction").click();
    await gone(waits(bo));
    await Promise.all([seen(ada.row("Baumann wins the final")), seen(bo.row("Baumann wins the final"))]);
    await gone(waits(ada));
    expect(await publicText(id)).toContain("Baumann");
    await expect.poll(() => ada.field("Headline").inputValue()).toBe("Baumann wins the final");
  });

  test("[D3] it can be taken back by either, and readers never know", async () => {
    const id = await result("Second place shared");
    await ada.open("Second place shared");
    await ada.field("Headline").fill("Third place shared");
    await ada.button("Propose this correction").click();
    await seen(waits(ada));
    await bo.open("Second place shared");
    await waits(bo).getByRole("button", { name: "Take this correction back" }).click();
    await Promise.all([gone(waits(ada)), gone(waits(bo))]);
    const [item] = await heldAs(server, "Second place shared");
    expect(item).toMatchObject({ state: "published", revision: 1 });
    expect(await publicText(id)).not.toContain("Third");
  });

  test("nothing went wrong on either page", () => {
    expect([ada.faults, bo.faults]).toEqual([[], []]);
  });
});

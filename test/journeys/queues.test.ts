import { afterAll, expect, test } from "vitest";
import { Bench } from "../../scripts/chaos/real-processes.ts";
import { openPage, screens } from "../support/real-browser.ts";
import { colleague, deskGround, seen } from "../support/real-desk.ts";

const bench = new Bench();
afterAll(() => bench.cleanUp());

test("[OQ4] an admin sees every queue and the jobs of one; the policy has nothing to say, and nobody else is asked", async () => {
  const { server, browser } = await deskGround(bench);
  const admin = await colleague(server, "admin", "Ada");
  const publishAt = new Date(Date.now() + 3_600_000).toISOString();
  const { json } = await server.api.post("A CANARY that waits", { publishAt }, "later");

  const cookie = { name: "sid", value: admin.session, domain: "127.0.0.1", path: "/", expires: -1 };
  const cookies = [{ ...cookie, httpOnly: true, secure: false, sameSite: "Lax" as const }];
  const asked = new Set<string>();
  const { page, faults } = await openPage(
    browser,
    `${server.base}/desk/queues`,
    { viewport: screens.laptop, storageState: { cookies, origins: [] } },
    async (context) => void context.on("request", (request) => asked.add(new URL(request.url()).origin)),
  );
  for (const name of ["publish", "housekeeping", "push-urgent", "push", "push-others-urgent", "push-others"])
    await seen(page.getByRole("main").getByText(name, { exact: true }));
  await page.getByRole("complementary").getByText("publish", { exact: true }).click();
  await page.getByRole("link", { name: /delayed/i }).click();
  await seen(page.getByText(json.id).first());
  expect(await page.content()).not.toContain("CANARY");
  expect([...asked]).toEqual([server.base]);
  // It loads ahead what it may need, and the browser remarks that it did not.
  expect(faults.filter((fault) => !fault.includes("was preloaded using link preload"))).toEqual([]);
});

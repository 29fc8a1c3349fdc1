/** A screen on site in a browser of its own, paired by a program. */
import { setTimeout as pause } from "node:timers/promises";
import type { Browser, Page } from "@playwright/test";
import type { System } from "../system.ts";

const GLASS = { width: 1920, height: 1080 };

// biome-ignore lint/suspicious/noExplicitAny: what our own server answers, for a bench
export async function askDesk({ port, token }: System, path: string, json?: object): Promise<any> {
  const answer = await fetch(`http://127.0.0.1:${port}/api/v1/desk${path}`, {
    method: json === undefined ? "GET" : "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    ...(json === undefined ? {} : { body: JSON.stringify(json) }),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

/** `before` runs in the page before any script of its own. */
export async function openScreen(browser: Browser, system: System, name: string, before = ""): Promise<Page> {
  const context = await browser.newContext({ viewport: GLASS });
  const page = await context.newPage();
  if (before !== "") await page.addInitScript(before);
  await page.goto(`http://127.0.0.1:${system.port}/kiosk`);
  const code = page.locator("[data-user-code]").first();
  await code.waitFor({ state: "attached" });
  const userCode = await code.getAttribute("data-user-code");
  const { id } = await askDesk(system, "/kiosks/claim", { userCode, name, layout: "foyer", hours: "always" });
  while ((await askDesk(system, `/kiosks/${id}`)).state !== "connected") await pause(100);
  return page;
}

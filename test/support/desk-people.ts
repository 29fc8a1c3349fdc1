/** What journeys of people at the desk need beside real-desk.ts: the door, the bar, and sign-ins of long ago. */
import type { Page } from "@playwright/test";
import { FRESH_SIGN_IN_MS } from "../../server/contract/people.ts";
import { PREFIX } from "../../server/store/keys.ts";
import { connectExactly, whenReady } from "../../server/store/redis-connection.ts";
import { live } from "./real-browser.ts";
import { PASSWORD } from "./real-desk.ts";

export async function signIn(page: Page, email: string, password = PASSWORD): Promise<void> {
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.locator(".desk").waitFor();
  await live(page);
}

/** By its name in the bar. */
export const goTo = (page: Page, name: string): Promise<void> =>
  page.getByRole("link", { name, exact: true }).click();

/** Everybody signed in so long ago that what wants a fresh sign-in asks for the password. */
export async function letSignInsAge(redisUrl: string): Promise<void> {
  const redis = connectExactly(redisUrl, "test");
  try {
    await whenReady(redis, 5_000);
    for (const key of await redis.keys(`${PREFIX}:session:*`)) {
      const session = JSON.parse((await redis.get(key)) ?? "{}");
      const aged = { ...session, signedInAtMs: session.signedInAtMs - FRESH_SIGN_IN_MS - 1 };
      await redis.set(key, JSON.stringify(aged), "KEEPTTL");
    }
  } finally {
    redis.disconnect();
  }
}

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { LIMITS, type PageWeight, said, weigh } from "../../scripts/bench/page-weight.ts";
import { buildPages } from "../../scripts/build-pages.ts";
import { Bench } from "../support/real-processes.ts";

const LANGUAGES = ["en", "zh", "fr", "es", "ru", "ar"];
const bench = new Bench();
const weights = new Map<string, PageWeight>();

beforeAll(async () => {
  await buildPages();
  const redis = await bench.redis();
  const env = { EVENT: "sample", ADMIN_PASSWORD: "a-long-password-of-the-journeys" };
  const server = await bench.server({ redisUrl: redis.url, env });
  for (const language of LANGUAGES) {
    const answer = await fetch(`${server.base}/?lang=${language}`);
    weights.set(language, weigh(await answer.text()));
  }
}, 120_000);
afterAll(() => bench.cleanUp());

describe.each(LANGUAGES)("the feed's page in %s", (language) => {
  const weight = (): PageWeight => weights.get(language)!;
  test("[PW1] until the first live announcement it loads no more than it may", () => {
    expect(weight().firstScript, said(weight())).toBeGreaterThan(0);
    expect(weight().firstScript, said(weight())).toBeLessThanOrEqual(LIMITS.firstScript);
    expect(weight().first, said(weight())).toBeLessThanOrEqual(LIMITS.first);
  });
});

test("[PW2] all its code together, the service worker among it, weighs no more than it may", () => {
  const weight = weights.get("en")!;
  expect([...weight.scripts.keys()]).toContain("sw.js");
  expect(weight.allScripts, said(weight)).toBeLessThanOrEqual(LIMITS.allScripts);
});

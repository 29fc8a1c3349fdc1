import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { LIMITS, type PageWeight, said as saidOf, weigh } from "../../scripts/bench/page-weight.ts";
import { buildPages } from "../../scripts/build-pages.ts";
import { Bench } from "../../scripts/chaos/real-processes.ts";

const LANGUAGES = ["en", "zh", "fr", "es", "ru", "ar"];
const bench = new Bench();
const weights = new Map<string, PageWeight>();

const said = (headline: string, body: string, part: number) => ({
  headline: `${headline} ${part}`,
  body: `${body} ${part}.`,
});

beforeAll(async () => {
  await buildPages();
  const redis = await bench.redis();
  const env = { EVENT: "sample", ADMIN_PASSWORD: "a-long-password-of-the-journeys" };
  const server = await bench.server({ redisUrl: redis.url, env });
  // Later in the day there are more of them, some of them key, in three languages each.
  for (let count = 0; count < 12; count += 1) {
    const answer = await server.api.post(`The forum on digital society, part ${count}, begins in hall 4`, {
      kind: count % 3 === 0 ? "release" : "notice",
      key: count % 3 === 0,
      text: {
        en: said(
          "The forum on digital society begins in hall 4, with",
          "It waits for the one before it in the same hall; those at home see it from the start. Part",
          count,
        ),
        zh: said(
          "数字社会论坛即将在 4 号厅开始",
          "待同一会场的上一场论坛结束后开始，线上观众可从头观看。第",
          count,
        ),
        fr: said(
          "Le forum sur la société numérique commence en salle 4,",
          "Il attend la fin du précédent dans la même salle ; à distance, on le suit depuis le début. Partie",
          count,
        ),
      },
    });
    expect(answer.status).toBe(201);
  }
  for (const language of LANGUAGES) {
    const answer = await fetch(`${server.base}/?lang=${language}`);
    weights.set(language, weigh(await answer.text()));
  }
}, 120_000);
afterAll(() => bench.cleanUp());

describe.each(LANGUAGES)("the feed's page in %s", (language) => {
  const weight = (): PageWeight => weights.get(language)!;
  test("[PW1] until the first live announcement it loads no more than it may", () => {
    expect(weight().firstScript, saidOf(weight())).toBeGreaterThan(0);
    expect(weight().firstScript, saidOf(weight())).toBeLessThanOrEqual(LIMITS.firstScript);
    expect(weight().first, saidOf(weight())).toBeLessThanOrEqual(LIMITS.first);
  });
});

test("[PW2] all its code together, the service worker among it, weighs no more than it may", () => {
  const weight = weights.get("en")!;
  expect([...weight.scripts.keys()]).toContain("sw.js");
  expect(weight.allScripts, saidOf(weight)).toBeLessThanOrEqual(LIMITS.allScripts);
});

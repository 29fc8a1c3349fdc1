/**
 * Three thousand cases from our own schemas and the grammars of the wire; `npm run fuzz` sends as many as there is time
 * for. A run is repeated by its seed: `FANFARE_SEED=… npm test -- redis`.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { campaign } from "../../scripts/fuzz/campaign.ts";
import { httpCases, routesAlone } from "../../scripts/fuzz/cases/http-cases.ts";
import { formFaults, leaksIn, secretsOf } from "../../scripts/fuzz/oracle.ts";
import { readAnswers } from "../../scripts/fuzz/wire/http-answer.ts";
import { DRAFT_MARK } from "../../scripts/fuzz/world/furnish.ts";
import { underFire } from "./under-fire.ts";

const seed = Number(process.env.FANFARE_SEED ?? Math.floor(Math.random() * 2 ** 31));
const fire = underFire({ logLevel: "info" });

test.for([
  ["http", 1_600],
  ["sockets", 700],
  ["frames", 600],
  ["imports", 100],
] as const)(
  `[HX1] [HX2] [HX5] door %s, %i cases of seed ${seed}`,
  { timeout: 240_000 },
  async ([door, cases]) => {
    const { cases: sent, seen, faults } = await campaign(fire.world(), { door, cases, seed });
    expect(faults).toEqual([]);
    expect(sent).toBe(cases);
    expect(seen.size).toBeGreaterThan(2); // what is always refused alike tries nothing
  },
);

test("every route is among what is sent", { timeout: 60_000 }, () => {
  const { known } = fire.world();
  const sent = fc
    .sample(httpCases(known), { numRuns: 3_000, seed })
    .map(({ method, target }) => `${method} ${target}`);
  const missing = routesAlone().filter(({ method, path }) => {
    const form = new RegExp(
      `^${method.toUpperCase()} ${path.replaceAll(".", "\\.").replace(/:\w+/, "[^/?]+")}(\\?|$)`,
    );
    return !sent.some((one) => form.test(one));
  });
  expect(missing.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
});

test("the oracle sees what is wrong", () => {
  const { known } = fire.world();
  const anybody = { seesDrafts: false, seesEmbargoed: false };
  const secrets = secretsOf(known);
  for (const text of [
    `x ${DRAFT_MARK}1`,
    known.tokens.lead,
    "Error: x\n    at f (/srv/a.ts:1:2)",
    "/srv/node_modules/x",
  ])
    expect(leaksIn(text, secrets, anybody)).toHaveLength(1);
  const faultsOf = (answer: string) =>
    readAnswers(Buffer.from(answer), ["GET"]).answers.flatMap((one) =>
      formFaults(one, { ...anybody, method: "GET", wantsPage: false }),
    );
  expect(faultsOf("HTTP/1.1 500 x\r\nContent-Length: 0\r\n\r\n")).toHaveLength(1);
  expect(faultsOf("HTTP/1.1 404 x\r\nContent-Length: 2\r\nContent-Type: text/html\r\n\r\nno")).toHaveLength(
    1,
  );
  expect(faultsOf("HTTP/1.1 200 x\r\nContent-Length: 9\r\n\r\nno")).toHaveLength(1);
  expect(faultsOf("HTTP/1.1 200 x\r\nContent-Length: 2\r\n\r\nok")).toEqual([]);
});

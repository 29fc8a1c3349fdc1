import { describe, expect, test } from "vitest";
import { projectSources, source } from "../support/source.ts";
import { hastyComparisons } from "./faults.ts";

const sources = projectSources();

/** Compared in the open, for they are told to everybody who may look at all. */
const NO_SECRETS: Readonly<Record<string, string>> = {
  "server/store/audit-chain.ts": "links of the audit: whoever verifies it reads them",
  "server/store/audit-follower.ts": "the same",
  "server/store/audit-seals.ts": "the same; the seal itself is compared in constant time",
  "server/store/memory-accounts.ts": "a twin for tests",
  "scripts/chaos/check/audited.ts": "links of the audit, in a harness",
  "scripts/chaos/check/offsets.ts": "of what everybody may read, in a harness",
};

describe("[SE1] secrets are compared in constant time", () => {
  test("by two functions alone, wherever the server runs", () => {
    const served = sources.filter(({ path }) => /^(server|workers|scripts)\//.test(path));
    expect(served.length).toBeGreaterThan(150);
    const found = served.filter(({ path }) => !(path in NO_SECRETS)).flatMap(hastyComparisons);
    expect(found).toEqual([]);
  });

  test("what is left out is still there, and still what it is left out for", () => {
    for (const path of Object.keys(NO_SECRETS)) {
      const found = sources.filter((each) => each.path === path).flatMap(hastyComparisons);
      expect([path, found.length]).not.toEqual([path, 0]);
    }
  });

  test.for([
    ["if (token === known.token) open();", "token"],
    ["if (given !== this.#secret) refuse();", "secret"],
    ["const is = held?.secretHash === asked;", "secretHash"],
    ["tokens.some((each) => each.hash == hash);", "hash"],
    ["const isRight = secretHash(given) === kept;", "secretHash"],
    ["const is = config.admin.token! === given;", "token"],
    ["const is = (await kept.password) !== typed;", "password"],
  ] as const)("finds what is planted: %s", ([text, name]) => {
    const found = hastyComparisons(source("server/planted.ts", text));
    expect(found).toEqual([`server/planted.ts: ${name}`]);
  });

  test.for([
    "if (token === undefined) refuse();",
    'if (typeof secret === "string") use(secret);',
    'if (kind === "token") use(kind);',
    "const isLong = token.length > most;",
    "if (sameSecret(token, known)) open();",
    "// token === known.token",
  ])("takes what only looks like it: %s", (text) => {
    expect(hastyComparisons(source("server/planted.ts", text))).toEqual([]);
  });
});

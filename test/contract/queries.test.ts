import { describe, expect, test } from "vitest";
import {
  cursorTextSchema,
  deskListQuerySchema,
  emailSchema,
  feedQuerySchema,
  framesQuerySchema,
  idempotencyKeySchema,
  publishBodySchema,
  withdrawBodySchema,
} from "../../server/contract/api.ts";
import { publishJobId } from "../../server/contract/jobs.ts";
import { readerAuthSchema } from "../../server/contract/socket.ts";

const takes = (schema: { safeParse(value: unknown): { success: boolean } }, value: unknown): boolean =>
  schema.safeParse(value).success;

describe("numbers in a query", () => {
  test("limit is 1 to 100, 50 where it is not given", () => {
    expect(feedQuerySchema.parse({}).limit).toBe(50);
    for (const limit of ["1", "100"]) expect(feedQuerySchema.parse({ limit }).limit).toBe(Number(limit));
  });

  test.for([
    "0",
    "101",
    "-1",
    "-0",
    "+5",
    "1e1",
    "0x10",
    "05",
    "5.0",
    "5.",
    " 5",
    "",
    "x",
    "९",
    "1".repeat(400),
  ])("limit %j is refused", (limit) => {
    expect(takes(feedQuerySchema, { limit })).toBe(false);
  });

  test("a place in the log is exact: up to 2^53 - 1", () => {
    const frames = (after: string) => takes(framesQuerySchema, { epoch: "e", after });
    expect([frames("0"), frames("9007199254740991"), frames("9007199254740992")]).toEqual([
      true,
      true,
      false,
    ]);
    expect(takes(feedQuerySchema, { before: "0" })).toBe(false);
  });

  test("[R1] what is not a parameter is refused, and what is none of the words of one", () => {
    for (const query of [
      { page: "1" },
      { kind: "poll" },
      { attendance: "everyone" },
      { zone: "a b" },
      { q: "" },
      { q: "x".repeat(201) },
      { q: ["a", "b"] },
      JSON.parse('{"__proto__":"x"}'),
    ])
      expect([query, takes(feedQuerySchema, query)]).toEqual([query, false]);
  });
});

describe("a cursor as text", () => {
  test("is read as epoch and offset", () => {
    expect(cursorTextSchema.parse("kXn3-v_1.42")).toEqual({ epoch: "kXn3-v_1", offset: 42 });
    expect(cursorTextSchema.parse("e.0")).toEqual({ epoch: "e", offset: 0 });
    expect(cursorTextSchema.parse("e.9007199254740991").offset).toBe(2 ** 53 - 1);
  });

  test.for([
    "",
    ".",
    "e.",
    ".1",
    "e.-1",
    "e.1.5",
    "e.01",
    "e.1e3",
    "e 1",
    "e.1 ",
    "é.1",
    "e.9007199254740992",
    `${"e".repeat(65)}.1`,
  ])("%j is none", (text) => {
    expect(takes(cursorTextSchema, text)).toBe(false);
  });
});

describe("bodies", () => {
  test("undoMs is 0 to 10,000 whole milliseconds", () => {
    for (const [undoMs, taken] of [
      [0, true],
      [10_000, true],
      [10_001, false],
      [-1, false],
      [0.5, false],
      ["0", false],
      [null, false],
    ] as const)
      expect([undoMs, takes(publishBodySchema, { undoMs })]).toEqual([undoMs, taken]);
    expect(takes(publishBodySchema, {})).toBe(true);
  });

  test("a withdrawal says why", () => {
    expect([takes(withdrawBodySchema, { reason: "wrong" }), takes(withdrawBodySchema, {})]).toEqual([
      true,
      false,
    ]);
    expect(takes(withdrawBodySchema, { reason: " " })).toBe(false);
  });

  test("an idempotency key has 1 to 200 characters", () => {
    for (const [length, taken] of [
      [0, false],
      [1, true],
      [200, true],
      [201, false],
    ] as const)
      expect([length, takes(idempotencyKeySchema, "k".repeat(length))]).toEqual([length, taken]);
  });

  test("an address is one, whatever its case", () => {
    expect(emailSchema.parse(" Ada@Example.ORG ")).toBe("ada@example.org");
    for (const email of ["", "ada", "a@", "@b", "a b@c", "a@b@c", `${"a".repeat(250)}@b.cd`])
      expect([email, takes(emailSchema, email)]).toEqual([email, false]);
  });

  test("a desk list's cursor is one of ours", () => {
    expect(takes(deskListQuerySchema, { cursor: "1667955600000-a_b-c" })).toBe(true);
    for (const cursor of ["", "x", "-1", "1-", "1-a b"])
      expect(takes(deskListQuerySchema, { cursor })).toBe(false);
  });
});

describe("[R1] what a reader says as it connects", () => {
  test.for([
    [{ protocol: 1 }, true],
    [{ protocol: 1, cursor: { epoch: "e", offset: 0 }, attendance: "online" }, true],
    [{}, false],
    [{ protocol: "1" }, false],
    [{ protocol: 1, cursor: null }, false],
    [{ protocol: 1, cursor: { epoch: "e", offset: -1 } }, false],
    [{ protocol: 1, cursor: { epoch: "e" } }, false],
    [{ protocol: 1, cursor: { epoch: "e", offset: 1, more: 1 } }, false],
    [{ protocol: 1, attendance: "everyone" }, false],
    [{ protocol: 1, token: "x" }, false],
    [[], false],
    [null, false],
  ] as const)("%j: %s", ([auth, taken]) => {
    expect(takes(readerAuthSchema, auth)).toBe(taken);
  });
});

test("[S1] a job's id says which item, revision and instant, in what BullMQ takes for an id", () => {
  expect(publishJobId({ id: "a_b-c", revision: 3 }, 1_667_955_600_000)).toBe("a_b-c-r3-1667955600000");
  expect(publishJobId({ id: "1", revision: 1 }, 5)).not.toMatch(/:|^\d+$/);
});

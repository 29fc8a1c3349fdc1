import { describe, expect, test } from "vitest";
import { Passwords } from "../../server/accounts/passwords.ts";

const cheap = () => new Passwords({ memoryKiB: 8, passes: 1 });
const hashed = async (passwords: Passwords, password: string): Promise<string> => {
  const result = await passwords.hash(password);
  if (!result.ok) throw new Error(result.refusal.code);
  return result.value;
};
const matches = async (passwords: Passwords, password: string, hash: string | undefined) => {
  const result = await passwords.matches(password, hash);
  return result.ok ? result.value : result.refusal.code;
};

test("argon2id with 19 MiB, two passes and one lane, as a PHC string, salted anew each time", async () => {
  const passwords = new Passwords();
  const [one, two] = [await hashed(passwords, "password"), await hashed(passwords, "password")];
  expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
  expect(two).not.toBe(one);
  expect(await matches(passwords, "password", one)).toBe(true);
  expect(await matches(passwords, "Password", one)).toBe(false);
});

test.for([
  ["nothing of it is cut off", "x".repeat(255), "x".repeat(256), false],
  ["NUL is a character like any other", "before\u0000after", "before\u0000other", false],
  ["the same letters from another keyboard are the same", "caf\u00e9 au lait", "cafe\u0301 au lait", true],
] as const)("%s", async ([, set, given, same]) => {
  const passwords = cheap();
  expect(await matches(passwords, given, await hashed(passwords, set))).toBe(same);
});

test("a hash of another cost still counts: the cost may be raised later", async () => {
  const old = await hashed(new Passwords({ memoryKiB: 16, passes: 2 }), "password");
  expect(await matches(cheap(), "password", old)).toBe(true);
});

describe("[A14] nobody's password", () => {
  test("matches nothing", async () => {
    expect(await matches(cheap(), "", undefined)).toBe(false);
  });

  test("takes as long as somebody's (64)", async () => {
    const passwords = new Passwords();
    const hash = await hashed(passwords, "password");
    const took = async (known: string | undefined) => {
      const times: number[] = [];
      for (let n = 0; n < 9; n += 1) {
        const start = performance.now();
        await passwords.matches("wrong", known);
        times.push(performance.now() - start);
      }
      return times.sort((a, b) => a - b)[4]!;
    };
    const [nobody, somebody] = [await took(undefined), await took(hash)];
    // Generous, for a busy machine: without the work it would be some fifty times less.
    expect(nobody).toBeGreaterThan(somebody / 3);
    expect(somebody).toBeGreaterThan(nobody / 3);
  });
});

test("[A13] two at a time, eight wait, the eleventh is told to come later (67)", async () => {
  const passwords = cheap();
  const results = await Promise.all(Array.from({ length: 14 }, () => passwords.hash("password")));
  expect(results.map((result) => (result.ok ? "done" : result.refusal.code))).toEqual([
    ...Array(10).fill("done"),
    ...Array(4).fill("too_many_requests"),
  ]);
  expect((await passwords.hash("password")).ok).toBe(true);
});

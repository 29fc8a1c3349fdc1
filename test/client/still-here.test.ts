import { expect, test } from "vitest";
import type { Answer } from "../../client/desk/state/desk-api.ts";
import type { Who } from "../../client/desk/state/desk-store.ts";
import { createStillHere } from "../../client/desk/state/still-here.ts";

const mei: Who = { id: "mei", role: "lead" };
const signedIn: Answer<Who> = { ok: true, status: 200, body: mei };
const refusedWith = (status: number): Answer<Who> => ({
  ok: false,
  problem: { code: "x", detail: "", status, errors: [] },
});

function bench(...answers: Answer<Who>[]) {
  const told: unknown[] = [];
  const stillHere = createStillHere({
    ask: async () => answers.shift()!,
    wait: async () => {},
    here: (who) => void told.push(who),
    gone: () => void told.push("gone"),
  });
  return { stillHere, told, answers };
}

test("whoever has just given their password again is not thrown out by an answer to the session before", async () => {
  const { stillHere, told } = bench(refusedWith(401), signedIn);
  expect(await stillHere()).toBe(true);
  expect(told).toEqual([mei]);
});

test("whoever was signed out is", async () => {
  const { stillHere, told } = bench(refusedWith(401), refusedWith(401));
  expect(await stillHere()).toBe(false);
  expect(told).toEqual(["gone"]);
});

test("a server that cannot be reached, or has trouble, says nothing about who is signed in", async () => {
  const trouble = [0, 503, 401, 0, 500].map(refusedWith);
  const { stillHere, told } = bench(...trouble, signedIn);
  expect(await stillHere()).toBe(true);
  expect(told).toEqual([mei]);
});

test("of many that ask at once, one asks the server; later it is asked anew", async () => {
  const { stillHere, told, answers } = bench(signedIn, signedIn);
  await Promise.all([stillHere(), stillHere(), stillHere()]);
  expect([told.length, answers.length]).toEqual([1, 1]);
  await stillHere();
  expect(answers).toEqual([]);
});

/**
 * Every desk route with every role, and with nobody; each role as a program's token, as a person who has just
 * signed in, and as one whose sign-in is no longer fresh. What is refused is refused by that alone.
 *
 * A new route gets its row in rights-rows.ts; the first test fails until it has.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Role } from "../../server/contract/people.ts";
import { resourcesOf } from "../../server/http/app.ts";
import { LIST, later, rows } from "./rights-rows.ts";
import { type HttpNode, httpNode, ROLES } from "./support.ts";

let node: HttpNode;
beforeAll(async () => {
  node = await httpNode();
});
afterAll(() => node.stop());

test("no desk route is missing here", () => {
  const mounted = resourcesOf(node.deps)
    .flat()
    .filter((route) => route.access === "desk")
    .map((route) => `${route.method.toUpperCase()} ${route.path}`);
  expect(rows.map((row) => row.route).sort()).toEqual(mounted.sort());
});

test("anybody may change nothing but their own push, and pages elsewhere may ask for nothing else", async () => {
  const routes = resourcesOf(node.deps).flat();
  const written = routes.filter(({ access, method }) => access === "public" && method !== "get");
  expect(written.map(({ method, path }) => `${method} ${path}`)).toEqual([
    "post /api/v1/push",
    "put /api/v1/push/:secret",
    "delete /api/v1/push/:secret",
  ]);
  const closed = new Set(routes.filter(({ access }) => access !== "public").map(({ path }) => path));
  expect(closed.size).toBeGreaterThan(20);
  for (const path of closed) {
    const headers = { origin: "https://elsewhere.example", "access-control-request-method": "POST" };
    const { status, headers: answered } = await node.ask(path, { method: "OPTIONS", headers });
    const allowed = [...answered.keys()].filter((name) => name.startsWith("access-control-"));
    expect([path, status, allowed]).toEqual([path, 204, []]);
  }
});

describe.for(rows)("$route", (row) => {
  const hasRight = (role: Role) => ROLES.indexOf(role) >= ROLES.indexOf(row.from);

  test.for(ROLES)("as the token of %s", async (role) => {
    const { status, json } = await row.ask(node, role);
    if (!hasRight(role)) expect([status, json.code]).toEqual([403, "forbidden"]);
    else if (row.fresh) expect([status, json.code]).toEqual([403, "fresh_sign_in_required"]);
    else if (row.token !== undefined) expect(status).toBe(row.token);
    else expect(status).toBeLessThan(300);
  });

  test.for(ROLES)("as the token of %s that may skip a fresh sign-in", async (role) => {
    const { status, json } = await row.ask(node, `${role}+urgent`);
    if (!hasRight(role)) expect([status, json.code]).toEqual([403, "forbidden"]);
    else if (row.token !== undefined) expect(status).toBe(row.token);
    else expect(status).toBeLessThan(300);
  });

  test.for(ROLES)("as %s who has just signed in", async (role) => {
    const { status, json } = await row.ask(node, await node.colleague(role));
    if (hasRight(role)) expect(status).toBeLessThan(300);
    else expect([status, json.code]).toEqual([403, "forbidden"]);
  });

  test.for(ROLES)("as %s who signed in six minutes ago", async (role) => {
    const { status, json } = await row.ask(node, await node.colleague(role, 360_000));
    if (!hasRight(role)) expect([status, json.code]).toEqual([403, "forbidden"]);
    else if (row.fresh) expect([status, json.code]).toEqual([403, "fresh_sign_in_required"]);
    else expect(status).toBeLessThan(300);
  });

  test("as nobody", async () => {
    const { status, json } = await row.ask(node, undefined);
    expect([status, json.code]).toEqual([401, "not_signed_in"]);
  });
});

test("what is somebody else's is not an author's to move", async () => {
  const { id } = await node.write("not yours");
  const answer = await node.ask(`${LIST}/${id}/submit`, { method: "POST", as: "author" });
  expect([answer.status, answer.json.code]).toEqual([403, "forbidden"]);
});

test("urgent: only a lead may send it, and a token cannot prove a fresh sign-in", async () => {
  const urgent = {
    kind: "urgent",
    text: { en: { headline: "Test of the alarm" } },
    details: { status: "test", messageType: "alert" },
    expiresAt: later(),
    publishAt: "now",
  };
  expect((await node.ask(LIST, { as: "moderator", json: urgent })).json.code).toBe("forbidden");
  expect((await node.ask(LIST, { as: "lead", json: urgent })).json.code).toBe("fresh_sign_in_required");
  expect((await node.ask(LIST, { as: "admin-token", json: urgent })).status).toBe(201);
  expect((await node.ask(LIST, { as: "lead+urgent", json: urgent })).status).toBe(201);
  expect((await node.ask(LIST, { as: "moderator+urgent", json: urgent })).json.code).toBe("forbidden");
  const stale = await node.colleague("lead", 360_000);
  expect((await node.ask(LIST, { as: stale, json: urgent })).json.code).toBe("fresh_sign_in_required");
  expect((await node.ask(LIST, { as: await node.colleague("lead"), json: urgent })).status).toBe(201);
});

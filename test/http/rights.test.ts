/** Every desk route with every role, and with none: what is refused is refused by role alone. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Role } from "../../server/contract/people.ts";
import { resourcesOf } from "../../server/http/app.ts";
import { type Asking, type HttpNode, httpNode, ROLES } from "./support.ts";

const LIST = "/api/v1/desk/announcements";
const later = () => new Date(Date.now() + 3_600_000).toISOString();
const draft = (more: Record<string, unknown> = {}) => ({
  kind: "notice",
  text: { en: { headline: "x" } },
  ...more,
});

interface Row {
  readonly route: string;
  /** Who may, from this role up. */
  readonly from: Role;
  /** Asks as a role, of an announcement that is this role's own. */
  readonly ask: (
    node: HttpNode,
    as: Role | undefined,
  ) => Promise<{ status: number; json: { code?: string } }>;
}

/** A move of an announcement that the one who asks wrote, brought by an admin into the state it needs. */
const moved = (name: string, json: unknown, from: Role, before: readonly string[] = []): Row => ({
  route: `POST ${LIST}/:id/${name}`,
  from,
  ask: async (node, as) => {
    const { id } = await node.write("x", {}, as ?? "admin-token");
    for (const step of before)
      await node.ask(`${LIST}/${id}/${step}`, {
        method: "POST",
        as: "admin-token",
        ...(step === "schedule" ? { json: { at: later() } } : {}),
      });
    const sent = json === undefined ? {} : { json };
    return node.ask(`${LIST}/${id}/${name}`, { method: "POST", as, ...sent });
  },
});

const plain = (route: string, from: Role, path: string, asking: Asking = {}): Row => ({
  route,
  from,
  ask: (node, as) => node.ask(path, { ...asking, as }),
});

const rows: readonly Row[] = [
  plain("GET /api/v1/session", "author", "/api/v1/session"),
  plain("DELETE /api/v1/session", "author", "/api/v1/session", { method: "DELETE" }),
  plain(`POST ${LIST}`, "author", LIST, { json: draft() }),
  plain(`GET ${LIST}`, "author", LIST),
  {
    route: `GET ${LIST}/:id`,
    from: "author",
    ask: async (node, as) => node.ask(`${LIST}/${(await node.write("x")).id}`, { as }),
  },
  {
    route: `PUT ${LIST}/:id`,
    from: "author",
    ask: async (node, as) => {
      const { id } = await node.write("x", {}, as ?? "admin-token");
      return node.ask(`${LIST}/${id}`, { method: "PUT", as, json: draft(), headers: { "if-match": '"1"' } });
    },
  },
  moved("submit", undefined, "author"),
  moved("approve", undefined, "moderator"),
  moved("publish", {}, "moderator"),
  moved("schedule", { at: later() }, "moderator"),
  moved("unschedule", undefined, "moderator", ["schedule"]),
  moved("correct", { text: { en: { body: "b" } } }, "moderator", ["publish"]),
  moved("withdraw", { reason: "r" }, "moderator", ["publish"]),
  moved("pin", undefined, "moderator", ["publish"]),
  moved("unpin", undefined, "moderator", ["publish"]),
  plain("POST /api/v1/desk/programme", "moderator", "/api/v1/desk/programme", {
    body: "x",
    headers: { "content-type": "text/calendar" },
  }),
  plain("GET /api/v1/desk/audit", "moderator", "/api/v1/desk/audit"),
  plain("GET /api/v1/desk/event", "admin", "/api/v1/desk/event"),
  {
    route: "PUT /api/v1/desk/event",
    from: "admin",
    ask: async (node, as) => {
      const { json, headers } = await node.ask("/api/v1/desk/event", { as: "admin-token" });
      const ifMatch = { "if-match": headers.get("etag")! };
      return node.ask("/api/v1/desk/event", { method: "PUT", as, json, headers: ifMatch });
    },
  },
];

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

describe.for(rows)("$route", (row) => {
  test.for(ROLES)("as %s", async (role) => {
    const { status, json } = await row.ask(node, role);
    if (ROLES.indexOf(role) >= ROLES.indexOf(row.from)) expect(status).toBeLessThan(300);
    else expect([status, json.code]).toEqual([403, "forbidden"]);
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
});

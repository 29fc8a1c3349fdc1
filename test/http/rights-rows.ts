/** Every desk route as a row of the role table: who may, and how it is asked. */
import type { Role } from "../../server/contract/people.ts";
import { admin } from "../support/written.ts";
import { type Asker, type Asking, type HttpNode, PASSWORD } from "./support.ts";

export const LIST = "/api/v1/desk/announcements";
export const later = () => new Date(Date.now() + 3_600_000).toISOString();
const draft = (more: Record<string, unknown> = {}) => ({
  kind: "notice",
  text: { en: { headline: "x" } },
  ...more,
});

export interface Row {
  readonly route: string;
  /** Who may, from this role up. */
  readonly from: Role;
  /** Wants a sign-in of the last five minutes, or a token that may do without. */
  readonly fresh?: true;
  /** What a token is answered where the route is for people alone. */
  readonly token?: number;
  /** Asks as somebody, of what is that one's own. */
  readonly ask: (
    node: HttpNode,
    as: Asker | undefined,
  ) => Promise<{ status: number; json: { code?: string } }>;
}

/** A move of an announcement that the one who asks wrote, brought by an admin into the state it needs. */
const moved = (
  name: string,
  json: unknown,
  from: Role,
  before: readonly string[] = [],
  text: Record<string, unknown> = draft().text,
): Row => ({
  route: `POST ${LIST}/:id/${name}`,
  from,
  ask: async (node, as) => {
    const { id } = await node.write("x", { text }, as ?? "admin-token");
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

const plain = (
  route: string,
  from: Role,
  path: string,
  asking: Asking = {},
  more: Pick<Row, "fresh" | "token"> = {},
): Row => ({
  route,
  from,
  ...more,
  ask: (node, as) => node.ask(path, { ...asking, as }),
});

const PEOPLE = "/api/v1/desk/people";
const TOKENS = "/api/v1/desk/tokens";
const SESSION = "/api/v1/session";
const SESSIONS = "/api/v1/sessions";

let people = 0;
/** Of an author who was not there before. */
const ofSomebody = (method: string, rest: string, json?: unknown): Row => ({
  route: `${method} ${PEOPLE}/:id${rest}`,
  from: "lead",
  fresh: true,
  ask: async (node, as) => {
    people += 1;
    const invited = await node.deps.people.invite(`somebody-${people}@example.org`, "author", admin);
    if (!invited.ok) throw new Error(invited.refusal.code);
    const sent = json === undefined ? {} : { json };
    return node.ask(`${PEOPLE}/${invited.value.person.id}${rest}`, { method, as, ...sent });
  },
});

const rowsOfPeople: readonly Row[] = [
  plain(`GET ${SESSION}`, "author", SESSION),
  plain(`DELETE ${SESSION}`, "author", SESSION, { method: "DELETE" }),
  plain(
    `PATCH ${SESSION}`,
    "author",
    SESSION,
    { method: "PATCH", json: { name: "Somebody" } },
    { token: 403 },
  ),
  plain(
    `POST ${SESSION}/password`,
    "author",
    `${SESSION}/password`,
    { json: { password: PASSWORD, newPassword: "quite another password" } },
    { token: 403 },
  ),
  plain(`GET ${SESSIONS}`, "author", SESSIONS),
  plain(`DELETE ${SESSIONS}`, "author", SESSIONS, { method: "DELETE" }),
  {
    route: `DELETE ${SESSIONS}/:id`,
    from: "author",
    token: 404,
    ask: async (node, as) => {
      const { json } = await node.ask(SESSIONS, { as });
      return node.ask(`${SESSIONS}/${json.items?.[0]?.id ?? "none"}`, { method: "DELETE", as });
    },
  },
  plain(`GET ${PEOPLE}`, "lead", PEOPLE),
  {
    route: `POST ${PEOPLE}`,
    from: "lead",
    fresh: true,
    ask: (node, as) => {
      people += 1;
      return node.ask(PEOPLE, { as, json: { email: `somebody-${people}@example.org`, role: "author" } });
    },
  },
  ofSomebody("PATCH", "", { role: "moderator" }),
  ofSomebody("DELETE", ""),
  ofSomebody("POST", "/reset-password"),
  plain(`GET ${TOKENS}`, "admin", TOKENS),
  plain(`POST ${TOKENS}`, "admin", TOKENS, { json: { name: "bot", role: "author" } }, { fresh: true }),
  {
    route: `DELETE ${TOKENS}/:id`,
    from: "admin",
    fresh: true,
    ask: async (node, as) => {
      const made = await node.deps.tokens.create({ name: "bot", role: "author" }, admin);
      if (!made.ok) throw new Error(made.refusal.code);
      return node.ask(`${TOKENS}/${made.value.token.id}`, { method: "DELETE", as });
    },
  },
];

const KIOSKS = "/api/v1/desk/kiosks";
const BLACKOUTS = "/api/v1/desk/blackouts";

/** Of a screen that waits with a code. */
const ofCode = (rest: string, more: Record<string, unknown>): Row => ({
  route: `POST ${KIOSKS}${rest}`,
  from: "lead",
  ask: async (node, as) => {
    const { json } = await node.ask("/api/v1/kiosk/pairings", { method: "POST" });
    return node.ask(`${KIOSKS}${rest}`, { as, json: { userCode: json.userCode, ...more } });
  },
});

/** Of a screen that was paired a moment ago. */
const ofScreen = (method: string, rest: string, from: Role, json?: unknown): Row => ({
  route: `${method} ${KIOSKS}/:id${rest}`,
  from,
  ask: async (node, as) => {
    const { json: waiting } = await node.ask("/api/v1/kiosk/pairings", { method: "POST" });
    const { json: kiosk } = await node.ask(`${KIOSKS}/claim`, {
      as: "admin-token",
      json: { userCode: waiting.userCode, name: "Foyer" },
    });
    const sent = json === undefined ? {} : { json };
    return node.ask(`${KIOSKS}/${kiosk.id}${rest}`, { method, as, ...sent });
  },
});

const span = { startsAt: "2099-01-01T10:00:00Z", endsAt: "2099-01-01T11:00:00Z" };

const rowsOfScreens: readonly Row[] = [
  plain(`GET ${KIOSKS}`, "author", KIOSKS),
  ofCode("/pairings", {}),
  ofCode("/claim", { name: "Foyer", zone: "east", languages: ["en"] }),
  plain(`GET ${KIOSKS}/commands`, "author", `${KIOSKS}/commands`),
  plain(`POST ${KIOSKS}/commands`, "lead", `${KIOSKS}/commands`, {
    json: { command: "identify", ttlMs: 1_000 },
  }),
  ofScreen("POST", "/commands", "lead", { command: "test-card", ttlMs: 1_000 }),
  ofScreen("GET", "", "author"),
  ofScreen("PATCH", "", "lead", { name: "Foyer west" }),
  ofScreen("DELETE", "", "lead"),
  ofScreen("GET", "/receipts", "author"),
  plain(`GET ${BLACKOUTS}`, "author", BLACKOUTS),
  plain(`POST ${BLACKOUTS}`, "lead", BLACKOUTS, { json: span }),
  {
    route: `DELETE ${BLACKOUTS}/:id`,
    from: "lead",
    ask: async (node, as) => {
      const { json } = await node.ask(BLACKOUTS, { as: "admin-token", json: span });
      return node.ask(`${BLACKOUTS}/${json.id}`, { method: "DELETE", as });
    },
  },
  {
    route: `GET ${LIST}/:id/receipts`,
    from: "author",
    ask: async (node, as) => node.ask(`${LIST}/${(await node.write("x")).id}/receipts`, { as }),
  },
];

export const rows: readonly Row[] = [
  ...rowsOfPeople,
  ...rowsOfScreens,
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
  moved("discard", undefined, "author"),
  moved("recover", undefined, "author", ["discard"]),
  moved("mark-current", { languages: ["zh"] }, "author", [], {
    en: { headline: "x" },
    zh: { headline: "某" },
  }),
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
  {
    route: "POST /api/v1/desk/rehearsal/end",
    from: "admin",
    ask: async (node, as) => {
      const headers = { "if-match": await rehearsing(node) };
      return node.ask("/api/v1/desk/rehearsal/end", { as, json: { keep: "preparation" }, headers });
    },
  },
];

/** The event with its revision, as a rehearsal: what may be ended. */
async function rehearsing(node: HttpNode): Promise<string> {
  const path = "/api/v1/desk/event";
  const { json, headers } = await node.ask(path, { as: "admin-token" });
  const put = await node.ask(path, {
    method: "PUT",
    as: "admin-token",
    json: { ...json, rehearsal: true },
    headers: { "if-match": headers.get("etag")! },
  });
  return put.headers.get("etag")!;
}

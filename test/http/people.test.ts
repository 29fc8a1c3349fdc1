/** People, their sessions and programs' tokens over HTTP; who may is in rights.test.ts. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  deskTokenSchema,
  invitedSchema,
  newTokenSchema,
  ownSessionSchema,
  personSchema,
} from "../../server/contract/desk-people.ts";
import { type HttpNode, httpNode, PASSWORD, type SignedInBrowser } from "./support.ts";

const PEOPLE = "/api/v1/desk/people";
const TOKENS = "/api/v1/desk/tokens";
const SESSION = "/api/v1/session";
const SESSIONS = "/api/v1/sessions";

let node: HttpNode;
let lead: SignedInBrowser;
let boss: SignedInBrowser;
beforeAll(async () => {
  node = await httpNode();
  lead = await node.colleague("lead");
  boss = await node.colleague("admin");
});
afterAll(() => node.stop());

const invite = (email: string, role = "author", as = lead) => node.ask(PEOPLE, { as, json: { email, role } });
const secretOf = (link: string): string => new URLSearchParams(new URL(link).hash.slice(1)).get("invite")!;
const accept = (link: string, password = PASSWORD) =>
  node.ask(`${SESSION}/invitation`, { json: { secret: secretOf(link), password } });
const isIn = async (as: SignedInBrowser) => (await node.ask(SESSION, { as })).status === 200;
const newest = async () => (await node.log.audit(undefined, 1))[0]!.note;

describe("people", () => {
  test("are invited with a link on this server's address, and are in once they used it", async () => {
    const answer = await invite(" Ana@Example.org ", "moderator");
    expect(answer.status).toBe(201);
    const { person, link } = invitedSchema.parse(answer.json);
    expect(person).toMatchObject({ email: "ana@example.org", role: "moderator", state: "invited" });
    expect(link).toMatch(new RegExp(`^${node.base}/desk#invite=[\\w-]{43}$`));
    expect((await accept(link)).json.role).toBe("moderator");
    const { items } = (await node.ask(PEOPLE, { as: lead })).json;
    const ana = personSchema
      .array()
      .parse(items)
      .find(({ id }) => id === person.id);
    expect(ana).toMatchObject({ state: "active", signedInAt: expect.any(String) });
    expect((await invite("ana@example.org")).json.errors).toEqual([
      { path: "email", message: "has an account already", code: "has_account" },
    ]);
  });

  test("who is invited again has a new link, and the old one is closed", async () => {
    const first = (await invite("twice@example.org")).json;
    const second = (await invite("twice@example.org", "moderator")).json;
    expect(second.person.id).toBe(first.person.id);
    expect((await accept(first.link)).status).toBe(400);
    expect((await accept(second.link)).json.role).toBe("moderator");
  });

  test("[A7] who is revoked is out at once, and may be invited again", async () => {
    const gone = await node.colleague("moderator");
    const open = (await node.ask(`${PEOPLE}/${gone.id}/reset-password`, { as: lead, method: "POST" })).json;
    const answer = await node.ask(`${PEOPLE}/${gone.id}`, { as: lead, method: "DELETE" });
    expect([answer.status, answer.text]).toEqual([204, ""]);
    expect(await newest()).toMatchObject({ action: "revoke", by: lead.id, about: gone.id });
    expect(await isIn(gone)).toBe(false);
    expect((await accept(open.link)).status).toBe(400);
    const attempt = await node.ask(SESSION, { json: { email: gone.email, password: PASSWORD } });
    expect(attempt.json.code).toBe("wrong_credentials");
    expect((await node.ask(`${PEOPLE}/${gone.id}`, { as: lead, method: "DELETE" })).status).toBe(204);
    const patched = await node.ask(`${PEOPLE}/${gone.id}`, {
      as: lead,
      method: "PATCH",
      json: { role: "author" },
    });
    expect([patched.status, patched.json.code]).toEqual([409, "not_allowed_in_state"]);
    const again = (await invite(gone.email)).json;
    expect([again.person.id, again.person.state]).toEqual([gone.id, "invited"]);
    expect((await accept(again.link, "a new long password")).status).toBe(200);
    expect(await isIn(gone)).toBe(false);
  });

  test("a role holds from the next request on", async () => {
    const colleague = await node.colleague("author");
    const changed = await node.ask(`${PEOPLE}/${colleague.id}`, {
      as: lead,
      method: "PATCH",
      json: { role: "moderator" },
    });
    expect(personSchema.parse(changed.json).role).toBe("moderator");
    expect(await newest()).toMatchObject({ action: "change-role", from: "author", to: "moderator" });
    expect((await node.ask(SESSION, { as: colleague })).json.role).toBe("moderator");
  });

  test("[A6] nobody lifts above themselves, or touches who is above them", async () => {
    const forbidden = async (answer: Promise<{ status: number; json: { code: string } }>) => {
      const { status, json } = await answer;
      expect([status, json.code]).toEqual([403, "forbidden"]);
    };
    const author = await node.colleague("author");
    await forbidden(invite("climber@example.org", "admin"));
    await forbidden(
      node.ask(`${PEOPLE}/${author.id}`, { as: lead, method: "PATCH", json: { role: "admin" } }),
    );
    await forbidden(
      node.ask(`${PEOPLE}/${boss.id}`, { as: lead, method: "PATCH", json: { role: "author" } }),
    );
    await forbidden(node.ask(`${PEOPLE}/${boss.id}`, { as: lead, method: "DELETE" }));
    await forbidden(node.ask(`${PEOPLE}/${boss.id}/reset-password`, { as: lead, method: "POST" }));
    await forbidden(node.ask(`${PEOPLE}/${lead.id}`, { as: lead, method: "DELETE" }));
    await forbidden(
      node.ask(`${PEOPLE}/${lead.id}`, { as: lead, method: "PATCH", json: { role: "author" } }),
    );
    expect(await isIn(boss)).toBe(true);
  });

  test("[A6] the last admin who can sign in stays one", async () => {
    const alone = await httpNode();
    const last = await alone.colleague("admin");
    const asked = [{ method: "DELETE" }, { method: "PATCH", json: { role: "lead" } }];
    for (const each of asked) {
      const answer = await alone.ask(`${PEOPLE}/${last.id}`, { ...each, as: "admin-token" });
      expect([answer.status, answer.json.code]).toEqual([409, "not_allowed_in_state"]);
    }
    await alone.stop();
  });

  test.for([
    ["an unknown role", { email: "x@example.org", role: "boss" }, "role"],
    ["no address", { email: "nobody", role: "author" }, "email"],
    ["a field of its own", { email: "x@example.org", role: "author", note: "hi" }, "note"],
  ] as const)("%s is refused at its field", async ([, json, path]) => {
    const answer = await node.ask(PEOPLE, { as: lead, json });
    expect([answer.status, answer.json.errors[0].path]).toEqual([400, path]);
  });

  test("an unknown id and a malformed one: the same 404", async () => {
    for (const id of ["nobody", "a%2Fb"])
      expect((await node.ask(`${PEOPLE}/${id}`, { as: lead, method: "DELETE" })).status).toBe(404);
  });

  test("a method that is not there: 405 with PATCH among those that are", async () => {
    const answer = await node.ask(`${PEOPLE}/${lead.id}`, { as: lead, method: "PUT", json: {} });
    expect([answer.status, answer.headers.get("allow")]).toEqual([405, "PATCH, DELETE, OPTIONS"]);
  });
});

describe("one's own sessions", () => {
  const sessionsOf = async (as: SignedInBrowser) => {
    const { items } = (await node.ask(SESSIONS, { as })).json;
    return items.map((item: unknown) => ownSessionSchema.parse(item));
  };

  test("are listed with what they were opened on, newest first, and none of anybody else's", async () => {
    const first = await node.colleague("author", 60_000);
    const userAgent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
    const answer = await node.ask(SESSION, {
      json: { email: first.email, password: PASSWORD },
      headers: { "user-agent": userAgent },
    });
    const second = { ...first, cookie: answer.headers.get("set-cookie")!.split(";")[0]! };
    const items = await sessionsOf(second);
    expect(items).toMatchObject([{ current: true, device: "Firefox on Linux" }, { current: false }]);
    expect(JSON.stringify(items)).not.toContain(second.cookie.slice(4));
  });

  test("one is ended from another browser", async () => {
    const lost = await node.colleague("author");
    const kept = await node.signedIn(lost.email);
    const [other] = (await sessionsOf(kept)).filter((item: { current: boolean }) => !item.current);
    expect((await node.ask(`${SESSIONS}/${other.id}`, { as: kept, method: "DELETE" })).status).toBe(204);
    expect([await isIn(lost), await isIn(kept)]).toEqual([false, true]);
    expect(await newest()).toMatchObject({ action: "end-session", about: lost.id });
    expect((await node.ask(`${SESSIONS}/${other.id}`, { as: kept, method: "DELETE" })).status).toBe(404);
  });

  test("nobody ends another's", async () => {
    const [mine] = await sessionsOf(lead);
    const stranger = await node.colleague("admin");
    expect((await node.ask(`${SESSIONS}/${mine.id}`, { as: stranger, method: "DELETE" })).status).toBe(404);
    expect(await isIn(lead)).toBe(true);
  });

  test("all others are ended at once", async () => {
    const lost = await node.colleague("author");
    const kept = await node.signedIn(lost.email);
    expect((await node.ask(SESSIONS, { as: kept, method: "DELETE" })).status).toBe(204);
    expect([await isIn(lost), await isIn(kept)]).toEqual([false, true]);
    expect(await newest()).toMatchObject({ action: "end-sessions", counts: { sessions: 1 } });
  });
});

describe("tokens", () => {
  const create = (json: Record<string, unknown>) => node.ask(TOKENS, { as: boss, json });
  const withToken = (secret: string, json: unknown) =>
    node.ask(PEOPLE, { json, headers: { authorization: `Bearer ${secret}` } });

  test("are told once, are their role's, and let nobody in once revoked", async () => {
    const answer = await create({ name: "signage bot", role: "author" });
    expect(answer.status).toBe(201);
    const { token, secret } = newTokenSchema.parse(answer.json);
    expect(token).toMatchObject({ name: "signage bot", role: "author", urgent: false });
    const listed = await node.ask(TOKENS, { as: boss });
    expect(listed.json.items.map((item: unknown) => deskTokenSchema.parse(item))).toContainEqual(token);
    expect(listed.text).not.toContain(secret);
    const authorization = `Bearer ${secret}`;
    const who = await node.ask(SESSION, { headers: { authorization } });
    expect(who.json).toEqual({ id: token.id, role: "author", name: "signage bot" });
    expect((await node.ask(`${TOKENS}/${token.id}`, { as: boss, method: "DELETE" })).status).toBe(204);
    expect(await newest()).toMatchObject({ action: "revoke-token", about: token.id });
    expect((await node.ask(SESSION, { headers: { authorization } })).status).toBe(401);
    expect((await node.ask(`${TOKENS}/${token.id}`, { as: boss, method: "DELETE" })).status).toBe(404);
  });

  test("[A8] only with the scope urgent does one manage people", async () => {
    const plain = (await create({ name: "plain", role: "lead" })).json;
    const urgent = (await create({ name: "urgent", role: "lead", urgent: true })).json;
    const json = { email: "by-a-bot@example.org", role: "author" };
    expect((await withToken(plain.secret, json)).json.code).toBe("fresh_sign_in_required");
    expect((await withToken(urgent.secret, json)).status).toBe(201);
  });

  test("a name of many lines, or none, is refused at its field", async () => {
    for (const name of ["", "a\nb", "x".repeat(101)])
      expect((await create({ name, role: "author" })).json.errors[0].path).toBe("name");
  });
});

test("[A5] the audit names who and whom by id, and no address, password, link or secret", async () => {
  const notes = (await node.log.audit(undefined, 500)).map(({ note }) => note);
  const ofPeople = notes.filter(({ about }) => about !== undefined);
  expect(new Set(ofPeople.map(({ action }) => action))).toEqual(
    new Set([
      "invite",
      "set-password",
      "sign-in",
      "reset-password",
      "revoke",
      "change-role",
      "end-session",
      "end-sessions",
      "create-token",
      "revoke-token",
    ]),
  );
  const text = JSON.stringify(ofPeople.map(({ byName: _name, ...note }) => note));
  for (const secret of ["@example.org", PASSWORD, "fft_", lead.cookie.slice(4)])
    expect(text).not.toContain(secret);
});

/** Discarding, stale translations, schedules that follow a session, and faults at their fields, as HTTP has them. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { deskAnnouncementSchema } from "../../server/contract/desk-announcement.ts";
import type { Session } from "../../server/contract/programme.ts";
import { type Asking, type HttpNode, httpNode } from "./support.ts";

const LIST = "/api/v1/desk/announcements";
const HOUR = 3_600_000;
const later = (ms = HOUR): string => new Date(Date.now() + ms).toISOString();
const said = (headline: string) => ({ headline, body: "" });

let node: HttpNode;
const startsAt = later(5 * HOUR);
beforeAll(async () => {
  node = await httpNode();
  const session: Session = {
    id: "keynote",
    title: { en: "Keynote" },
    type: "plenary",
    startsAt,
    endsAt: later(6 * HOUR),
    speakers: [],
  };
  await node.log.commit({
    items: [],
    documents: [{ name: "programme", version: 0, json: JSON.stringify([session]) }],
    audit: { action: "import-programme", by: "admin", byName: "admin" },
  });
  await node.directory.refresh();
});
afterAll(() => node.stop());

const move = (id: string, name: string, json?: unknown, as: Asking["as"] = "admin-token") =>
  node.ask(`${LIST}/${id}/${name}`, { method: "POST", as, ...(json === undefined ? {} : { json }) });
const put = (id: string, revision: number, json: unknown) =>
  node.ask(`${LIST}/${id}`, {
    method: "PUT",
    as: "admin-token",
    json,
    headers: { "if-match": `"${revision}"` },
  });

describe("discard and recover", () => {
  test("[D2] a discarded one is in its own list, in no other, and comes back as a draft", async () => {
    const { id } = await node.write("Not wanted");
    expect((await move(id, "approve")).json.state).toBe("approved");
    expect((await move(id, "discard")).json).toMatchObject({ id, state: "discarded", revision: 1 });
    const idsIn = async (state: string) => {
      const { json } = await node.ask(`${LIST}?state=${state}&limit=200`, { as: "author" });
      return json.items.map((item: { id: string }) => item.id);
    };
    expect(await idsIn("discarded")).toContain(id);
    expect(await idsIn("approved")).not.toContain(id);
    for (const name of ["publish", "submit", "approve", "discard"])
      expect([name, (await move(id, name)).json.code]).toEqual([name, "not_allowed_in_state"]);
    expect((await put(id, 1, { kind: "notice", text: { en: said("x") } })).status).toBe(409);
    expect((await move(id, "recover")).json.state).toBe("draft");
    expect((await node.ask(`/api/v1/announcements/${id}`)).status).toBe(404);
  });

  test("[D2] not what is on the schedule, nor what is out", async () => {
    const scheduled = await node.write("To come", { publishAt: later() });
    expect((await move(scheduled.id, "discard")).json.code).toBe("not_allowed_in_state");
    const out = await node.publish("Out");
    expect((await move(out.id, "discard")).json.code).toBe("not_allowed_in_state");
  });
});

describe("translations", () => {
  test("[D1] PUT tells which are stale, mark-current says that they are not, without a revision", async () => {
    const { id } = await node.write("One", { text: { en: said("One"), zh: said("一"), fr: said("Un") } });
    const text = { en: said("Two"), zh: said("一"), fr: said("Deux") };
    const edited = await put(id, 1, { kind: "notice", text });
    expect(edited.json).toMatchObject({ revision: 2, stale: ["zh"] });
    expect((await node.ask(`${LIST}/${id}`, { as: "author" })).json.stale).toEqual(["zh"]);

    const wrong = await move(id, "mark-current", { languages: ["zh", "en"] });
    expect([wrong.status, wrong.json.errors]).toMatchObject([
      400,
      [{ path: "languages.1", code: "is_default_language", values: { language: "en" } }],
    ]);
    const marked = await move(id, "mark-current", { languages: ["zh"] });
    expect(marked.json).toMatchObject({ revision: 2, state: "draft" });
    expect(marked.json).not.toHaveProperty("stale");
    const seen = (await node.ask(`${LIST}/${id}`, { as: "author" })).json;
    expect(seen.revisions).toHaveLength(2);
    expect(deskAnnouncementSchema.safeParse(seen).error).toBeUndefined();
    const audit = (await node.ask("/api/v1/desk/audit?limit=1", { as: "admin" })).json.items[0];
    expect(audit).toMatchObject({ action: "mark-current", announcementId: id, revision: 2 });
  });

  test("[D1] readers are told nothing of it", async () => {
    const text = { en: said("One"), zh: said("一") };
    const { id } = await node.write("One", { text, publishAt: "now" });
    expect((await move(id, "correct", { text: { en: { headline: "Two" } } })).json.stale).toEqual(["zh"]);
    const { text: raw } = await node.ask(`/api/v1/announcements/${id}`);
    expect(raw).not.toMatch(/stale|translations/);
  });
});

describe("scheduled with a session", () => {
  test("[S7] it says which, and lets go of it at an instant of its own", async () => {
    const { id } = await node.write("Soon");
    const follows = { sessionId: "keynote", leadMinutes: 15 };
    const scheduled = await move(id, "schedule", { follows });
    expect([scheduled.status, scheduled.json]).toMatchObject([
      200,
      { state: "scheduled", follows, scheduledAt: new Date(Date.parse(startsAt) - 900_000).toISOString() },
    ]);
    expect(deskAnnouncementSchema.safeParse(scheduled.json).error).toBeUndefined();
    const at = later(2 * HOUR);
    const moved = (await move(id, "schedule", { at })).json;
    expect(moved.scheduledAt).toBe(at);
    expect(moved).not.toHaveProperty("follows");
  });

  test.for([
    [{ sessionId: "none", leadMinutes: 5 }, 400, "invalid", "follows.sessionId", "unknown_session"],
    [{ sessionId: "keynote", leadMinutes: 1_000 }, 400, "in_the_past", "follows.leadMinutes", "in_the_past"],
    [{ sessionId: "keynote", leadMinutes: 1_441 }, 400, "invalid", "follows.leadMinutes", "too_large"],
    [{ sessionId: "keynote" }, 400, "invalid", "follows.leadMinutes", "required"],
  ] as const)("%o: %i %s at %s, %s", async ([follows, status, code, path, fieldCode]) => {
    const { id } = await node.write("Soon");
    const answer = await move(id, "schedule", { follows });
    expect([answer.status, answer.json.code]).toEqual([status, code]);
    expect(answer.json.errors).toContainEqual(expect.objectContaining({ path, code: fieldCode }));
  });

  test("both, or neither, is a fault", async () => {
    const { id } = await node.write("Soon");
    for (const json of [{}, { at: later(), follows: { sessionId: "keynote", leadMinutes: 5 } }]) {
      const answer = await move(id, "schedule", json);
      expect(answer.json.errors).toMatchObject([{ path: "at", code: "at_or_follows" }]);
    }
  });
});

describe("[R4] bad input is told at its field", () => {
  test("a schedule before the embargo, wherever the time is given", async () => {
    const embargoUntil = later(2 * HOUR);
    const { id } = await node.write("Sealed", { embargoUntil });
    const error = (path: string) => ({ path, code: "before_embargo", values: { embargoUntil } });
    const early = await move(id, "schedule", { at: later() });
    expect([early.status, early.json.code, early.json.errors]).toMatchObject([
      409,
      "under_embargo",
      [error("at")],
    ]);
    const json = { kind: "notice", text: { en: said("x") }, embargoUntil, publishAt: later() };
    const made = await node.ask(LIST, { as: "admin-token", json });
    expect([made.status, made.json.errors]).toMatchObject([409, [error("publishAt")]]);
    await move(id, "schedule", { at: later(3 * HOUR) });
    const until = later(4 * HOUR);
    const raised = await put(id, 1, { kind: "notice", text: { en: said("x") }, embargoUntil: until });
    expect([raised.status, raised.json.errors]).toMatchObject([
      409,
      [{ path: "embargoUntil", code: "before_embargo", values: { embargoUntil: until } }],
    ]);
  });

  test("what the event has not, each at its place", async () => {
    const json = {
      kind: "notice",
      text: { en: said("x"), de: said("x") },
      audience: { attendance: "everyone", zones: ["moon"], tracks: ["none"] },
      actions: [{ for: "online", label: { en: "Go", it: "Va" } }],
      sessionId: "lost",
      embargoUntil: "2020-01-01T00:00:00Z",
    };
    const { errors } = (await node.ask(LIST, { as: "admin-token", json })).json;
    expect(errors.map(({ path, code, values }: Record<string, unknown>) => [path, code, values])).toEqual([
      ["text.de", "unknown_language", { language: "de" }],
      ["actions.0.label.it", "unknown_language", { language: "it" }],
      ["audience.zones.0", "unknown_zone", { id: "moon" }],
      ["audience.tracks.0", "unknown_track", { id: "none" }],
      ["sessionId", "unknown_session", { id: "lost" }],
      ["embargoUntil", "in_the_past", undefined],
    ]);
  });

  test("a correction is checked as a whole, with the same codes", async () => {
    const { id } = await node.publish("Out");
    const answer = await move(id, "correct", { details: { podium: [] } });
    expect(answer.json.errors).toMatchObject([{ path: "details.podium", code: "unknown_field" }]);
  });
});

describe("two people at once", () => {
  test("of two who publish the same one, one does and the other is told that it is out", async () => {
    const { id } = await node.write("Raced");
    const answers = await Promise.all([
      move(id, "publish", undefined, "moderator"),
      move(id, "publish", undefined, "lead"),
    ]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    const late = answers.find(({ status }) => status === 409)!;
    expect(late.json).toMatchObject({ code: "not_allowed_in_state", state: "published" });
    const { json } = await node.ask("/api/v1/feed?q=raced");
    expect(json.announcements).toHaveLength(1);
  });

  test("an old revision is restored by writing it again; one that is out, by a correction", async () => {
    const { id } = await node.write("First words");
    await put(id, 1, { kind: "notice", text: { en: said("Second words") } });
    const { revisions } = (await node.ask(`${LIST}/${id}`, { as: "admin" })).json;
    const first = revisions.find(({ revision }: { revision: number }) => revision === 1);
    const restored = await put(id, 2, first.written);
    expect([restored.status, restored.json.revision, restored.json.text.en.headline]).toEqual([
      200,
      3,
      "First words",
    ]);
    await move(id, "publish");
    await move(id, "correct", { text: { en: { headline: "Third words" } } });
    const back = await move(id, "correct", { text: first.written.text });
    expect(back.json).toMatchObject({ revision: 5, text: { en: { headline: "First words" } } });
  });
});

describe("two must agree", () => {
  test("[D3] a correction waits with 202 until a second person sends the same; readers see nothing of it before", async () => {
    const got = await node.ask("/api/v1/desk/event", { as: "admin-token" });
    const headers = { "if-match": String(got.headers.get("etag")) };
    const json = { ...got.json, policies: { ...got.json.policies, twoPersonApproval: ["result"] } };
    expect(
      (await node.ask("/api/v1/desk/event", { method: "PUT", as: "admin-token", json, headers })).status,
    ).toBe(200);
    const result = { kind: "result", details: { podium: [] } };
    const { id } = await node.write("Anna wins", result);
    expect((await move(id, "publish")).json.code).toBe("approval_required");
    expect((await move(id, "publish", undefined, "lead")).status).toBe(200);

    const other = { text: { en: { headline: "Unagreed wins" } } };
    const waiting = await move(id, "correct", other, "lead");
    expect([waiting.status, waiting.json.revision]).toEqual([202, 1]);
    expect(waiting.json).toMatchObject({ state: "published", proposedCorrection: { correction: other } });
    expect(waiting.json).not.toHaveProperty("cursor");
    for (const path of ["/api/v1/feed?limit=100", `/api/v1/announcements/${id}`, "/api/v1/feed/frames"])
      expect((await node.ask(path)).text).not.toContain("Unagreed");
    expect((await move(id, "correct", other, "author")).json.code).toBe("forbidden");

    const agreed = await move(id, "correct", other, "moderator");
    expect([agreed.status, agreed.json.state]).toEqual([200, "corrected"]);
    expect(agreed.json).toMatchObject({ revision: 2, text: { en: { headline: "Unagreed wins" } } });
    expect(agreed.json.cursor).toBeDefined();
    expect(agreed.json).not.toHaveProperty("proposedCorrection");
  });
});

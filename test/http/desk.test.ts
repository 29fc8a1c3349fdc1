import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Asking, type HttpNode, httpNode } from "./support.ts";

let node: HttpNode;
beforeAll(async () => {
  node = await httpNode();
});
afterAll(() => node.stop());

const LIST = "/api/v1/desk/announcements";
const later = (ms = 3_600_000): string => new Date(Date.now() + ms).toISOString();
const move = (id: string, name: string, json?: unknown, more: Asking = {}) =>
  node.ask(`${LIST}/${id}/${name}`, {
    method: "POST",
    as: "admin-token",
    ...(json === undefined ? {} : { json }),
    ...more,
  });

describe("a life", () => {
  test("draft, submitted, approved, published, corrected, pinned, unpinned, withdrawn", async () => {
    const made = await node.ask(LIST, {
      as: "author",
      json: { kind: "notice", text: { en: { headline: "A life" } } },
    });
    expect(made.status).toBe(201);
    expect(made.headers.get("location")).toBe(`${LIST}/${made.json.id}`);
    expect(made.headers.get("etag")).toBe('"1"');
    expect(made.json).toMatchObject({ state: "draft", revision: 1, createdBy: "author bot" });
    expect(made.json).not.toHaveProperty("cursor");
    const { id } = made.json;

    const steps: [string, unknown, string, boolean][] = [
      ["submit", undefined, "submitted", false],
      ["approve", undefined, "approved", false],
      ["publish", undefined, "published", true],
      ["correct", { text: { en: { body: "now with a body" } } }, "corrected", true],
      ["pin", undefined, "corrected", true],
      ["unpin", undefined, "corrected", true],
      ["withdraw", { reason: "over" }, "withdrawn", true],
    ];
    for (const [name, json, state, writes] of steps) {
      const answer = await move(id, name, json);
      expect([name, answer.status, answer.json.state]).toEqual([name, 200, state]);
      expect("cursor" in answer.json).toBe(writes);
      // What was written is there for the next reader of this node.
      if (writes) expect(node.replica.state.cursor.offset).toBeGreaterThanOrEqual(answer.json.cursor.offset);
    }
    const again = await move(id, "publish");
    expect([again.status, again.json.code]).toEqual([409, "not_allowed_in_state"]);
  });

  test("created and published at once, or scheduled, or not at all", async () => {
    expect(await node.publish("At once")).toMatchObject({ state: "published", cursor: { epoch: "epoch-1" } });
    const at = later();
    expect(await node.write("Later", { publishAt: at })).toMatchObject({
      state: "scheduled",
      scheduledAt: at,
    });
    const before = (await node.ask(LIST, { as: "admin" })).json.items.length;
    const refused = await node.ask(LIST, {
      as: "author",
      json: { kind: "notice", text: { en: { headline: "Not mine to publish" } }, publishAt: "now" },
    });
    expect([refused.status, refused.json.code]).toEqual([403, "forbidden"]);
    expect((await node.ask(LIST, { as: "admin" })).json.items.length).toBe(before);
  });

  test("publish with undoMs is scheduled that far ahead, and can be undone", async () => {
    const { id } = await node.write("Undo me");
    const sent = await move(id, "publish", { undoMs: 5_000 });
    expect([sent.status, sent.json.state]).toEqual([202, "scheduled"]);
    expect(Date.parse(sent.json.scheduledAt) - Date.now()).toBeGreaterThan(3_000);
    expect((await move(id, "unschedule")).json.state).toBe("approved");
    expect((await move(id, "publish", { undoMs: 0 })).status).toBe(200);
  });

  test("nothing is scheduled before its embargo, by anybody", async () => {
    const { id } = await node.write("Under embargo", { embargoUntil: later() });
    const early = await move(id, "schedule", { at: later(1_000) });
    expect([early.status, early.json.code]).toEqual([409, "under_embargo"]);
    expect((await move(id, "publish")).json.code).toBe("under_embargo");
    expect((await move(id, "schedule", { at: later(7_200_000) })).status).toBe(200);
  });
});

describe("under embargo", () => {
  test("its author, leads and admins read it, others get the sealed form", async () => {
    const embargoUntil = later();
    const { id } = await node.write("EMBARGOED-CANARY", { embargoUntil }, "author");
    const sealed = { id, kind: "notice", state: "draft", embargoUntil, sealed: true };
    for (const as of ["author", "lead", "admin", "admin-token"] as const)
      expect((await node.ask(`${LIST}/${id}`, { as })).json.text.en.headline).toBe("EMBARGOED-CANARY");
    const seen = await node.ask(`${LIST}/${id}`, { as: "moderator" });
    expect(seen.json).toEqual(sealed);
    expect(seen.headers.get("etag")).toBeNull();
    const list = await node.ask(`${LIST}?state=draft`, { as: "moderator" });
    expect(list.json.items).toContainEqual(sealed);
    expect(list.text).not.toContain("EMBARGOED-CANARY");
    const audit = await node.ask("/api/v1/desk/audit", { as: "moderator" });
    expect(audit.text).not.toContain("EMBARGOED-CANARY");
  });
});

describe("revisions under embargo", () => {
  test("[V5] words that were replaced stay sealed as long as they were to be, the newer ones do not", async () => {
    const { id } = await node.write("SECRET-FIRST", { embargoUntil: later() });
    const open = { kind: "notice", text: { en: { headline: "For everybody" } } };
    const headers = { "if-match": '"1"' };
    await node.ask(`${LIST}/${id}`, { method: "PUT", as: "admin-token", json: open, headers });
    const seenBy = async (as: Asking["as"]) => (await node.ask(`${LIST}/${id}`, { as })).text;
    expect(await seenBy("moderator")).toContain("For everybody");
    expect(await seenBy("moderator")).not.toContain("SECRET-FIRST");
    expect(await seenBy("lead")).toContain("SECRET-FIRST");
  });
});

describe("Idempotency-Key", () => {
  test("a retry finds what the first did", async () => {
    const json = { kind: "notice", text: { en: { headline: "Exactly one of me" } }, publishAt: "now" };
    const headers = { "idempotency-key": "k".repeat(200) };
    const [first, second] = [
      await node.ask(LIST, { as: "admin", json, headers }),
      await node.ask(LIST, { as: "admin", json, headers }),
    ];
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.json.id).toBe(first.json.id);
    expect(second.json.cursor).toEqual(first.json.cursor);
    const published = await node.ask("/api/v1/feed?q=exactly+one+of+me");
    expect(published.json.announcements).toHaveLength(1);
  });

  test("the same key for something else is refused, and another's key is another key", async () => {
    const headers = { "idempotency-key": "shared" };
    const text = (headline: string) => ({ kind: "notice", text: { en: { headline } } });
    expect((await node.ask(LIST, { as: "admin", json: text("One"), headers })).status).toBe(201);
    const other = await node.ask(LIST, { as: "admin", json: text("Two"), headers });
    expect([other.status, other.json.code]).toEqual([409, "idempotency_mismatch"]);
    expect((await node.ask(LIST, { as: "lead", json: text("Two"), headers })).status).toBe(201);
  });

  test("the same key for another move of the same announcement is refused", async () => {
    const { id } = await node.write("Two moves");
    const headers = { "idempotency-key": "one-key" };
    expect((await move(id, "submit", undefined, { headers })).status).toBe(200);
    expect((await move(id, "approve", undefined, { headers })).json.code).toBe("idempotency_mismatch");
  });

  test.for(["", "k".repeat(201)])("of %s: 400", async (key) => {
    const answer = await node.ask(LIST, {
      as: "admin",
      json: { kind: "notice", text: { en: { headline: "x" } } },
      headers: { "idempotency-key": key },
    });
    expect([answer.status, answer.json.errors[0].path]).toEqual([400, "Idempotency-Key"]);
  });
});

describe("PUT of an announcement", () => {
  const written = (headline: string) => ({ kind: "notice", text: { en: { headline } } });
  const put = (
    id: string,
    ifMatch: string | undefined,
    json: unknown = written("New"),
    as: Asking["as"] = "admin",
  ) =>
    node.ask(`${LIST}/${id}`, {
      method: "PUT",
      as,
      json,
      headers: ifMatch === undefined ? {} : { "if-match": ifMatch },
    });

  test("a new revision for who has the newest", async () => {
    const { id } = await node.write("Old");
    const answer = await put(id, '"1"');
    expect(answer.json).toMatchObject({ revision: 2, text: { en: { headline: "New" } } });
    expect(answer.headers.get("etag")).toBe('"2"');
    const one = await node.ask(`${LIST}/${id}`, { as: "admin" });
    expect(one.headers.get("etag")).toBe('"2"');
    expect(one.json.revisions.map((each: { revision: number }) => each.revision)).toEqual([2, 1]);
  });

  test("428 without If-Match, 412 with any but the newest revision, exactly written", async () => {
    const { id } = await node.write("Old");
    const none = await put(id, undefined);
    expect([none.status, none.json.code]).toEqual([428, "precondition_required"]);
    for (const tag of ['"2"', '"0"', "1", 'W/"1"', "*", '"01"', '"1", "2"', '"1e0"', '"-1"']) {
      const answer = await put(id, tag);
      expect([tag, answer.status, answer.json.code]).toEqual([tag, 412, "stale_revision"]);
    }
  });

  test("a move with If-Match is refused where somebody saved meanwhile, and nothing is sent", async () => {
    const { id } = await node.write("Read by one");
    await put(id, '"1"', written("Changed by another"));
    const headers = { "if-match": '"1"' };
    for (const [name, json] of [["approve"], ["publish", {}], ["schedule", { at: later() }]] as const) {
      const asking = {
        method: "POST",
        as: "admin",
        headers,
        ...(json === undefined ? {} : { json }),
      } as const;
      const answer = await node.ask(`${LIST}/${id}/${name}`, asking);
      expect([name, answer.status, answer.json.code]).toEqual([name, 412, "stale_revision"]);
    }
    expect((await node.ask(`${LIST}/${id}`, { as: "admin" })).json.state).toBe("draft");
    const seen = { method: "POST", as: "admin", headers: { "if-match": '"2"' } } as const;
    expect((await node.ask(`${LIST}/${id}/publish`, seen)).json.state).toBe("published");
    // Two who correct the same: the second is told, instead of undoing the first.
    const correct = (headline: string) =>
      node.ask(`${LIST}/${id}/correct`, { ...seen, json: { text: { en: { headline } } } });
    expect((await correct("Corrected by one")).json.revision).toBe(3);
    expect((await correct("Corrected by another")).status).toBe(412);
  });

  test("not after publication, and not with publishAt", async () => {
    const { id } = await node.publish("Out");
    expect((await put(id, '"1"')).json.code).toBe("not_allowed_in_state");
    const other = await node.write("In");
    const answer = await put(other.id, '"1"', { ...written("x"), publishAt: "now" });
    expect([answer.status, answer.json.errors]).toEqual([
      400,
      [{ path: "publishAt", message: "is not a field here", code: "unknown_field" }],
    ]);
  });

  test("edited by who may not approve, a scheduled one goes back to submitted", async () => {
    const { id } = await node.write("Mine", {}, "author");
    expect((await move(id, "schedule", { at: later() })).json.state).toBe("scheduled");
    expect((await put(id, '"1"', written("Mine, edited"), "author")).json.state).toBe("submitted");
  });
});

describe("lists", () => {
  test("page until there is no next, each item once", async () => {
    const ids: string[] = [];
    let cursor = "";
    do {
      const { json } = await node.ask(`${LIST}?limit=5${cursor}`, { as: "moderator" });
      ids.push(...json.items.map((item: { id: string }) => item.id));
      cursor = json.next === undefined ? "" : `&cursor=${json.next}`;
    } while (cursor !== "");
    expect(ids.length).toBeGreaterThan(5);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("by state", async () => {
    const { json } = await node.ask(`${LIST}?state=withdrawn`, { as: "author" });
    expect(json.items.map((item: { state: string }) => item.state)).toEqual(["withdrawn"]);
  });

  test("the audit, newest first, without text", async () => {
    const first = await node.ask("/api/v1/desk/audit?limit=3", { as: "moderator" });
    expect(first.json.items).toHaveLength(3);
    expect(first.json.next).toBe(first.json.items[2].offset);
    const second = await node.ask(`/api/v1/desk/audit?limit=3&cursor=${first.json.next}`, {
      as: "moderator",
    });
    expect(second.json.items[0].offset).toBe(first.json.next - 1);
    expect(first.json.items[0]).toMatchObject({ at: expect.any(String), hash: expect.any(String) });
    expect(first.text + second.text).not.toContain("headline");
  });
});

describe("the event", () => {
  const PATH = "/api/v1/desk/event";

  test("is replaced by who has its newest revision, and readers are told", async () => {
    const before = await node.ask(PATH, { as: "admin" });
    expect(before.headers.get("etag")).toBe('"1"');
    expect(before.json).toHaveProperty("policies");
    const zones = [...before.json.zones, { id: "lawn", name: { en: "Lawn" } }];
    const headers = { "if-match": '"1"' };
    const put = await node.ask(PATH, {
      method: "PUT",
      as: "admin",
      json: { ...before.json, zones },
      headers,
    });
    expect([put.status, put.headers.get("etag")]).toEqual([200, '"2"']);
    expect(put.json.cursor.offset).toBe(node.replica.state.cursor.offset);
    expect((await node.ask("/api/v1/event")).json.zones).toEqual(zones);
    // The new zone can be named at once.
    await node.write("For the lawn", { audience: { attendance: "everyone", zones: ["lawn"], tracks: [] } });

    const stale = await node.ask(PATH, { method: "PUT", as: "admin", json: before.json, headers });
    expect([stale.status, stale.json.code]).toEqual([412, "stale_revision"]);
    const none = await node.ask(PATH, { method: "PUT", as: "admin", json: before.json });
    expect(none.status).toBe(428);
  });

  test("a retry with its key finds what the first did", async () => {
    const before = await node.ask(PATH, { as: "admin" });
    const headers = { "if-match": before.headers.get("etag")!, "idempotency-key": "event-once" };
    const ask = (json: unknown) => node.ask(PATH, { method: "PUT", as: "admin", json, headers });
    const first = await ask({ ...before.json, rehearsal: true });
    const again = await ask({ ...before.json, rehearsal: true });
    expect([first.status, again.status]).toEqual([200, 200]);
    expect(again.json).toEqual(first.json);
    expect((await ask(before.json)).json.code).toBe("idempotency_mismatch");
  });

  test("one that does not hold together is refused field by field", async () => {
    const { json } = await node.ask(PATH, { as: "admin" });
    const answer = await node.ask(PATH, {
      method: "PUT",
      as: "admin",
      json: {
        ...json,
        zones: [{ id: "a", name: { en: "A" }, parent: "a" }],
        timeZone: "Mars/Olympus",
        extra: 1,
      },
      headers: { "if-match": '"1"' },
    });
    expect(answer.status).toBe(400);
    const paths = answer.json.errors.map((error: { path: string }) => error.path);
    expect(paths).toEqual(expect.arrayContaining(["timeZone", "extra"]));
  });
});

describe("a programme file", () => {
  const PATH = "/api/v1/desk/programme";
  const send = (body: string, type: string, query = "") =>
    node.ask(PATH + query, { as: "moderator", body, headers: { "content-type": type } });

  test.for(["application/json", "application/xml", "text/xml; charset=utf-8", "text/calendar"])(
    "as %s is handed on as it came",
    async (type) => {
      const answer = await send("\u{1f600} anything", type, "?dryRun=1");
      expect(answer.json).toMatchObject({ summary: { sessions: 0 }, warnings: [], errors: [] });
      const last = node.imported.at(-1)!;
      expect(Buffer.from(last.bytes).toString()).toBe("\u{1f600} anything");
      expect(last.order).toMatchObject({ dryRun: true, actor: { role: "moderator" } });
    },
  );

  test("without dryRun, or with 0, it is taken", async () => {
    await send("x", "text/calendar");
    expect(node.imported.at(-1)!.order.dryRun).toBe(false);
    await send("x", "text/calendar", "?dryRun=0");
    expect(node.imported.at(-1)!.order.dryRun).toBe(false);
    expect((await send("x", "text/calendar", "?dryRun=yes")).status).toBe(400);
  });

  test("of another type 415, of more than 8 MB 413, of just 8 MB taken", async () => {
    expect((await send("x", "text/csv")).status).toBe(415);
    const limit = 8 * 1024 * 1024;
    expect((await send("x".repeat(limit), "application/json")).status).toBe(200);
    expect((await send("x".repeat(limit + 1), "application/json")).json.code).toBe("payload_too_large");
  });
});

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { StoreFailure } from "../../server/store/feed-log.ts";
import { type HttpNode, heldBy, httpNode } from "./support.ts";

let node: HttpNode;
beforeAll(async () => {
  node = await httpNode();
});
afterAll(() => node.stop());

describe("health", () => {
  test("lives, serves, is ready", async () => {
    expect((await node.ask("/healthz")).json).toEqual({ status: "ok" });
    expect((await node.ask("/servez")).json).toEqual({ status: "ok" });
    expect((await node.ask("/readyz")).json).toEqual({ reasons: [] });
  });

  test("not ready: 503 with the reasons, as a problem", async () => {
    node.state.reasons = ["clock_differs", "something_else"];
    const answer = await node.ask("/readyz");
    node.state.reasons = [];
    expect(answer.status).toBe(503);
    expect(answer.json).toMatchObject({
      code: "clock_differs",
      reasons: ["clock_differs", "something_else"],
    });
    expect(answer.headers.get("retry-after")).toBe("1");
  });
});

test("the event is told without what is the desk's", async () => {
  const { json, headers } = await node.ask("/api/v1/event");
  expect(json).toMatchObject({
    name: { en: "Test summit" },
    languages: ["en", "zh", "fr"],
    rehearsal: false,
  });
  expect(json).not.toHaveProperty("policies");
  expect(json).not.toHaveProperty("openingHours");
  expect(headers.get("etag")).toMatch(/^"[\w-]+"$/);
});

describe("the feed by pages", () => {
  beforeAll(async () => {
    for (let n = 1; n <= 7; n += 1) await node.publish(`Number ${n}`);
    await node.publish("Résumé of the day", {
      kind: "release",
      audience: { attendance: "online", zones: [], tracks: [] },
    });
    await node.publish("In the east", { audience: { attendance: "in-person", zones: ["east"], tracks: [] } });
  });

  test("newest first, each once, and `next` is absent at the end", async () => {
    const seen: string[] = [];
    let before = "";
    for (;;) {
      const { json } = await node.ask(`/api/v1/feed?limit=4${before}`);
      seen.push(...json.announcements.map((item: { id: string }) => item.id));
      if (json.next === undefined) break;
      before = `&before=${json.next}`;
    }
    expect(seen.length).toBe(9);
    expect(new Set(seen).size).toBe(9);
  });

  test.for([
    ["kind=release", ["Résumé of the day"]],
    ["attendance=in-person&limit=1", ["In the east"]],
    ["zone=hall-2&limit=1", ["In the east"]],
    ["zone=west&limit=1", ["Résumé of the day"]],
    ["q=RESUME", ["Résumé of the day"]],
    ["q=number+7", ["Number 7"]],
    ["q=nowhere", []],
  ] as const)("filtered by %s", async ([query, headlines]) => {
    const { json } = await node.ask(`/api/v1/feed?${query}`);
    expect(
      json.announcements.map((item: { text: { en: { headline: string } } }) => item.text.en.headline),
    ).toEqual(headlines);
  });

  test("a shared cache may keep it a second; who has it is told so", async () => {
    const first = await node.ask("/api/v1/feed");
    expect(first.headers.get("cache-control")).toBe("public, max-age=0, s-maxage=1");
    const etag = first.headers.get("etag")!;
    const again = await node.ask("/api/v1/feed", { headers: { "if-none-match": etag } });
    expect([again.status, again.text]).toEqual([304, ""]);
    await node.publish("Something new");
    const changed = await node.ask("/api/v1/feed", { headers: { "if-none-match": etag } });
    expect(changed.status).toBe(200);
  });
});

describe("frames", () => {
  test("one frame to the head, an empty one at it", async () => {
    const { epoch, offset } = node.replica.state.cursor;
    const { json } = await node.ask(`/api/v1/feed/frames?epoch=${epoch}&after=${offset - 2}`);
    expect(json).toMatchObject({ epoch, after: offset - 2, upTo: offset });
    expect(json.entries.map((entry: { offset: number }) => entry.offset)).toEqual([offset - 1, offset]);
    const empty = await node.ask(`/api/v1/feed/frames?epoch=${epoch}&after=${offset}`);
    expect(empty.json).toEqual({ epoch, after: offset, upTo: offset, entries: [] });
  });

  test("another epoch, and a cursor that this log never reached, start again", async () => {
    const { epoch } = node.replica.state.cursor;
    expect((await node.ask("/api/v1/feed/frames?epoch=other&after=0")).json).toEqual({ reset: "epoch" });
    expect((await node.ask(`/api/v1/feed/frames?epoch=${epoch}&after=999999`)).json).toEqual({
      reset: "epoch",
    });
  });

  test("behind the horizon", async () => {
    const catchUp = () => ({ answer: "snapshot", reason: "horizon" }) as const;
    const other = await httpNode({ deps: { view: { ...heldBy(node), catchUp } } });
    expect((await other.ask("/api/v1/feed/frames?epoch=e&after=0")).json).toEqual({ reset: "horizon" });
    await other.stop();
  });

  test("ahead of this node but not of the log: 503 behind", async () => {
    const view = {
      ...heldBy(node),
      catchUp: () => ({ answer: "ahead" }) as const,
      reached: async () => false,
      judgeAhead: async () => "behind" as const,
    };
    const other = await httpNode({ deps: { view } });
    const answer = await other.ask("/api/v1/feed/frames?epoch=e&after=9");
    expect([answer.status, answer.json.code]).toEqual([503, "behind"]);
    expect(answer.headers.get("retry-after")).toBe("1");
    await other.stop();
  });
});

describe("one announcement", () => {
  test("with the revisions that were public", async () => {
    const { id, revision } = await node.publish("As it was");
    const once = await node.ask(`/api/v1/announcements/${id}`);
    expect(once.json).toMatchObject({ id, revision, revisions: [{ id, revision }] });
    await node.ask(`/api/v1/desk/announcements/${id}/correct`, {
      as: "admin-token",
      json: { text: { en: { headline: "As it is" } } },
    });
    const { json } = await node.ask(`/api/v1/announcements/${id}`);
    expect(json).toMatchObject({ revision: revision + 1, text: { en: { headline: "As it is" } } });
    expect(json.revisions.map((each: { revision: number }) => each.revision)).toEqual([
      revision + 1,
      revision,
    ]);
    expect(json).not.toHaveProperty("state");
  });

  test("withdrawn: 410 with what stands in its place", async () => {
    const { id, offset } = await node.publish("A mistake");
    await node.ask(`/api/v1/desk/announcements/${id}/withdraw`, {
      as: "admin-token",
      json: { reason: "wrong" },
    });
    const { status, json } = await node.ask(`/api/v1/announcements/${id}`);
    expect(status).toBe(410);
    expect(json).toMatchObject({ code: "withdrawn", id, offset, reason: "wrong" });
    expect(json.withdrawnAt).toMatch(/Z$/);
    expect(JSON.stringify(json)).not.toContain("A mistake");
  });

  test("draft, scheduled, embargoed, unknown and malformed are one and the same", async () => {
    const draft = await node.write("DRAFT-SECRET");
    const later = new Date(Date.now() + 3_600_000).toISOString();
    const scheduled = await node.write("SCHEDULED-SECRET", { publishAt: later });
    const embargoed = await node.write("EMBARGO-SECRET", { embargoUntil: later });
    const bodies = new Set<string>();
    for (const id of [draft.id, scheduled.id, embargoed.id, "A".repeat(22), "no..such!", "%zz", "a%2Fb"]) {
      for (const method of ["GET", "HEAD"]) {
        const answer = await node.ask(`/api/v1/announcements/${id}`, {
          method,
          headers: { "x-request-id": "same", "if-none-match": "*", range: "bytes=0-10" },
        });
        expect(answer.status).toBe(404);
        bodies.add(`${answer.headers.get("content-length")}`);
        if (method === "GET") bodies.add(answer.text);
      }
    }
    expect(bodies.size).toBe(2);
  });

  test("while the store is away, what is held must do", async () => {
    const { id } = await node.publish("Before");
    await node.ask(`/api/v1/desk/announcements/${id}/correct`, {
      as: "admin-token",
      json: { text: { en: { headline: "After" } } },
    });
    await node.arrived();
    const away = async (): Promise<never> => {
      throw new StoreFailure("unreachable", "away");
    };
    const store = { ...node.deps.store, published: away };
    const other = await httpNode({ deps: { view: node.replica, store } });
    expect((await other.ask(`/api/v1/announcements/${id}`)).json.text.en.headline).toBe("After");
    const unknown = await other.ask("/api/v1/announcements/unknown");
    expect([unknown.status, unknown.json.code]).toEqual([503, "redis_unavailable"]);
    await other.stop();
  });
});

test("before the first load: 503 not_loaded", async () => {
  const view = { ...heldBy(node), loaded: false };
  const other = await httpNode({ deps: { view } });
  for (const path of [
    "/servez",
    "/readyz",
    "/api/v1/event",
    "/api/v1/feed",
    "/api/v1/feed/snapshot",
    "/api/v1/feed/frames?epoch=e&after=0",
    "/api/v1/announcements/x",
    "/api/v1/programme",
    "/api/v1/programme?ids=a",
    "/programme.ics",
    "/programme.ics?sessions=a",
    "/feed.json",
    "/feed.atom",
  ]) {
    const answer = await other.ask(path);
    expect([path, answer.status, answer.json.code]).toEqual([path, 503, "not_loaded"]);
  }
  expect((await other.ask("/healthz")).status).toBe(200);
  await other.stop();
});

test("a node that lost Redis says that its feed is stale, and only then", async () => {
  expect((await node.ask("/api/v1/feed")).json).not.toHaveProperty("stale");
  const other = await httpNode({ deps: { view: { ...heldBy(node), stale: true } } });
  expect((await other.ask("/api/v1/feed")).json.stale).toBe(true);
  expect((await other.ask("/servez")).json).toEqual({ status: "ok", stale: true });
  await other.stop();
});

describe("programme", () => {
  test("as JSON and as a calendar, with ETags", async () => {
    const json = await node.ask("/api/v1/programme");
    expect(json.json).toEqual({ revision: 0, sessions: [] });
    const calendar = await node.ask("/programme.ics");
    expect(calendar.headers.get("content-type")).toBe("text/calendar; charset=utf-8");
    expect(calendar.text).toMatch(/^BEGIN:VCALENDAR\r\n[\s\S]*END:VCALENDAR\r\n$/);
    for (const path of ["/api/v1/programme", "/programme.ics"]) {
      const etag = (await node.ask(path)).headers.get("etag")!;
      expect((await node.ask(path, { headers: { "if-none-match": etag } })).status).toBe(304);
    }
  });
});

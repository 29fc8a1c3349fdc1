import ICAL from "ical.js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Session } from "../../server/contract/programme.ts";
import { type HttpNode, httpNode } from "./support.ts";

const session = (id: string, starts: string, ends: string, over: Partial<Session> = {}): Session => ({
  id,
  title: { en: `Title of ${id}`, zh: `${id} 标题` },
  type: "talk",
  startsAt: `2022-11-09T${starts}:00.000Z`,
  endsAt: `2022-11-09T${ends}:00.000Z`,
  speakers: [],
  ...over,
});

const sessions = [
  session("early", "01:00", "02:00", { hall: "hall-2", track: "governance" }),
  session("noon", "02:00", "04:00", { title: { zh: "仅中文" } }),
  session("instant", "04:00", "04:00"),
  session("late", "04:00", "06:00"),
];

let node: HttpNode;
beforeAll(async () => {
  node = await httpNode({
    site: { publicUrl: "https://feed.example.org", origin: "https://feed.example.org" },
  });
  await node.log.commit({
    items: [],
    documents: [{ name: "programme", version: 0, json: JSON.stringify(sessions) }],
    audit: { action: "import", by: "admin", byName: "admin" },
  });
  await node.directory.refresh();
});
afterAll(() => node.stop());

const idsOf = async (query: string): Promise<string[]> => {
  const { json } = await node.ask(`/api/v1/programme${query}`);
  return json.sessions.map(({ id }: Session) => id);
};
const at = (time: string) => `2022-11-09T${time}:00Z`;

describe("part of the programme", () => {
  test("the whole of it stays as it was", async () => {
    const { json } = await node.ask("/api/v1/programme");
    expect(json).toEqual({ revision: 1, sessions });
  });

  test.for([
    [`?from=${at("02:00")}`, ["noon", "instant", "late"]],
    [`?to=${at("02:00")}`, ["early"]],
    [`?from=${at("01:30")}&to=${at("02:00")}`, ["early"]],
    [`?from=${at("03:59")}&to=${at("04:00")}`, ["noon"]],
    [`?from=${at("04:00")}&to=${at("04:01")}`, ["instant", "late"]],
    [`?from=${at("04:01")}`, ["late"]],
    [`?from=${at("23:00")}`, []],
    ["?from=2022-11-09T12:00:00%2B08:00", ["instant", "late"]],
  ] as const)("[G1] %s: what overlaps, its start included and its end not", async ([query, ids]) => {
    expect(await idsOf(query)).toEqual(ids);
  });

  test.for([
    ["?ids=late,early", ["early", "late"]],
    ["?ids=late,late", ["late"]],
    ["?ids=late,unknown", ["late"]],
    ["?ids=unknown", []],
    [`?ids=late,early&from=${at("05:00")}`, ["late"]],
  ] as const)("[G1] %s: those named that there are, in the programme's order", async ([query, ids]) => {
    expect(await idsOf(query)).toEqual(ids);
  });

  test.for([
    ["?from=today", "from"],
    ["?from=2022-11-09T01:00:00", "from"],
    ["?to=", "to"],
    [`?from=${at("02:00")}&to=${at("02:00")}`, "to"],
    [`?from=${at("02:00")}&to=${at("01:00")}`, "to"],
    ["?ids=", "ids.0"],
    ["?ids=a,,b", "ids.1"],
    ["?ids=a%20b", "ids.0"],
    [`?ids=${Array.from({ length: 101 }, (_, n) => n).join(",")}`, "ids"],
    ["?day=1", "day"],
  ] as const)("%s is refused", async ([query, path]) => {
    const { status, json } = await node.ask(`/api/v1/programme${query}`);
    expect([status, json.errors[0].path]).toEqual([400, path]);
  });

  test("each part has a tag of its own, and who holds it is told so", async () => {
    const paths = ["", `?from=${at("02:00")}`, "?ids=late"].map((query) => `/api/v1/programme${query}`);
    const etags = await Promise.all(paths.map(async (path) => (await node.ask(path)).headers.get("etag")!));
    expect(new Set(etags).size).toBe(3);
    for (const [index, path] of paths.entries())
      expect((await node.ask(path, { headers: { "if-none-match": etags[index]! } })).status).toBe(304);
  });
});

describe("the programme as a calendar", () => {
  const events = async (query: string) => {
    const answer = await node.ask(`/programme.ics${query}`);
    const parsed = new ICAL.Component(ICAL.parse(answer.text)).getAllSubcomponents("vevent");
    return { ...answer, events: parsed.map((component) => new ICAL.Event(component)) };
  };

  test("[G2] to subscribe to: all of it, with where to ask again", async () => {
    const { events: all, headers, text } = await events("");
    expect(all.map(({ uid }) => uid)).toEqual(sessions.map(({ id }) => `${id}@feed.example.org`));
    expect(headers.get("content-disposition")).toBeNull();
    expect(text).toContain("SOURCE;VALUE=URI:https://feed.example.org/programme.ics\r\n");
    expect(text).toContain("CATEGORIES:Governance,talk\r\n");
    expect(text).toContain("LOCATION:Hall 2\r\n");
  });

  test("[G2] one session, as a file called after it", async () => {
    const { events: taken, headers } = await events("?sessions=late");
    expect(taken.map(({ uid }) => uid)).toEqual(["late@feed.example.org"]);
    expect(headers.get("content-disposition")).toBe('attachment; filename="late.ics"');
    expect(headers.get("cache-control")).toBe("public, max-age=0, s-maxage=1");
  });

  test("[G2] several, without those that are not known", async () => {
    const { events: taken, headers } = await events("?sessions=late,unknown,early");
    expect(taken.map(({ summary }) => summary)).toEqual(["Title of early", "Title of late"]);
    expect(headers.get("content-disposition")).toBe('attachment; filename="sessions.ics"');
  });

  test("[G2] none that is known: 404", async () => {
    const { status, json } = await node.ask("/programme.ics?sessions=unknown,gone");
    expect([status, json.code]).toEqual([404, "not_found"]);
  });

  test.for([
    ["zh", ["early 标题", "仅中文"]],
    ["ZH-Hans", ["early 标题", "仅中文"]],
    ["fr", ["Title of early", "仅中文"]],
    ["de", ["Title of early", "仅中文"]],
  ] as const)("[G3] titles in %s, else in the default language, else as they are", async ([lang, titles]) => {
    const { events: taken } = await events(`?sessions=early,noon&lang=${lang}`);
    expect(taken.map(({ summary }) => summary)).toEqual(titles);
  });

  test("is put into words once for each language, however it is asked for", async () => {
    let said = 0;
    const counted: Session = {
      ...sessions[0]!,
      get title() {
        said += 1;
        return sessions[0]!.title;
      },
    };
    const { event, eventVersion } = node.directory;
    const directory = { event, eventVersion, programme: { revision: 1, sessions: [counted] } };
    const other = await httpNode({ deps: { directory } });
    for (const lang of ["zh", "zh-Hans", "zh-Hant-TW", "de", "nl", "en"])
      expect((await other.ask(`/programme.ics?lang=${lang}`)).text).toContain(
        `SOURCE;VALUE=URI:http://127.0.0.1:${other.port}/programme.ics?lang=${lang}\r\n`,
      );
    expect(said).toBe(2);
    await other.stop();
  });

  test("each form has a tag of its own", async () => {
    const queries = ["", "?lang=zh", "?sessions=late", "?sessions=late&lang=zh"];
    const etags = await Promise.all(
      queries.map(async (query) => (await node.ask(`/programme.ics${query}`)).headers.get("etag")),
    );
    expect(new Set(etags).size).toBe(4);
    const held = { "if-none-match": etags[3]! };
    expect((await node.ask("/programme.ics?sessions=late&lang=zh", { headers: held })).status).toBe(304);
  });

  test.for(["?sessions=", "?sessions=a/b", "?lang=", "?lang=e", "?language=en"])(
    "%s is refused",
    async (query) => {
      expect((await node.ask(`/programme.ics${query}`)).status).toBe(400);
    },
  );
});

import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { until } from "../../scripts/chaos/until.ts";
import { type HttpNode, httpNode } from "./support.ts";

let node: HttpNode;
beforeAll(async () => {
  node = await httpNode();
  await node.publish("The first");
  await node.arrived();
});
afterAll(() => node.stop());

interface Opened {
  readonly text: () => string;
  readonly leave: () => void;
}

/** Opens a stream and waits for what comes after hello. */
async function open(query = "", headers: Record<string, string> = {}): Promise<Opened> {
  let text = "";
  const asked = request(`${node.base}/api/v1/feed/stream${query}`, { headers, agent: false }, (response) =>
    response.setEncoding("utf8").on("data", (part: string) => (text += part)),
  );
  asked.on("error", () => {});
  asked.end();
  await until(() => text.split("\n\n").length > 2, "the first event after hello");
  return { text: () => text, leave: () => asked.destroy() };
}

const afterHello = ({ text }: Opened): string => text().slice(text().indexOf("\n\n") + 2);

test("[Z10] a stream begins with hello, as a socket does, and it leads to no cursor", async () => {
  const { epoch, offset } = node.replica.cursor;
  const stream = await open(`?cursor=${epoch}.${offset}`);
  const [hello, frame] = stream.text().split("\n\n");
  const [name, data, ...rest] = hello!.split("\n");
  expect([name, rest]).toEqual(["event: hello", []]);
  expect(JSON.parse(data!.replace(/^data: /, ""))).toMatchObject({
    protocol: 1,
    rehearsal: false,
    pages: "a-build",
    serverAt: expect.stringMatching(/Z$/),
  });
  expect(frame).toMatch(/^event: frame\n/);
  stream.leave();
  await until(() => JSON.stringify(counted()) === JSON.stringify(nobody), "the count without it");
});

const nobody = { online: 0, inPerson: 0, undeclared: 0 };
const counted = () => node.presence.counts;

describe("[G7] readers over server-sent events are counted by how they attend", () => {
  test.for([
    ["?attendance=online", { ...nobody, online: 1 }],
    ["?attendance=in-person", { ...nobody, inPerson: 1 }],
    ["", { ...nobody, undeclared: 1 }],
  ] as const)("%s, until they leave", async ([query, counts]) => {
    const stream = await open(query);
    expect(counted()).toEqual(counts);
    stream.leave();
    await until(() => JSON.stringify(counted()) === JSON.stringify(nobody), "the count without them");
  });

  test("how they attend changes nothing that they are sent", async () => {
    const [online, undeclared] = [await open("?attendance=online"), await open()];
    expect(afterHello(online)).toBe(afterHello(undeclared));
    expect(afterHello(online)).toContain("event: snapshot\n");
    online.leave();
    undeclared.leave();
    await until(() => JSON.stringify(counted()) === JSON.stringify(nobody), "the count without them");
  });

  test("[M6] who sits at the desk is not, but only where a page of ours asks", async () => {
    const { cookie } = await node.colleague("moderator");
    const ours = await open("?attendance=online", { cookie, "sec-fetch-site": "same-origin" });
    expect(counted()).toEqual(nobody);
    const foreign = await open("?attendance=online", { cookie, "sec-fetch-site": "cross-site" });
    expect(counted()).toEqual({ ...nobody, online: 1 });
    ours.leave();
    foreign.leave();
    await until(() => JSON.stringify(counted()) === JSON.stringify(nobody), "the count without them");
  });

  test.for(["?attendance=everyone", "?attendance=", "?attendance=online&attendance=online", "?as=online"])(
    "%s is refused, and counts nobody",
    async (query) => {
      const { status, json } = await node.ask(`/api/v1/feed/stream${query}`);
      expect([status, json.code]).toEqual([400, "invalid"]);
      expect(counted()).toEqual(nobody);
    },
  );
});

describe("the snapshot over plain HTTP", () => {
  test("[G5] it is what sockets and streams start from, to the byte", async () => {
    const { text, json, headers } = await node.ask("/api/v1/feed/snapshot");
    const stream = await open();
    expect(stream.text()).toContain(`\ndata: ${text}\n\n`);
    stream.leave();
    expect(json).toMatchObject({ reason: "new", cursor: node.replica.cursor, programmeRevision: 0 });
    expect(headers.get("cache-control")).toBe("public, max-age=0, s-maxage=1");
    expect(headers.get("access-control-allow-origin")).toBe("*");
  });

  test("who has it is told so, until something happens", async () => {
    const etag = (await node.ask("/api/v1/feed/snapshot")).headers.get("etag")!;
    const held = () => node.ask("/api/v1/feed/snapshot", { headers: { "if-none-match": etag } });
    expect((await held()).status).toBe(304);
    await node.publish("Something new");
    await node.arrived();
    expect((await held()).status).toBe(200);
  });

  test("an urgent notice that ends without an entry leaves another tag behind", async () => {
    const told = { text: `{"n":1}` };
    const other = await httpNode({ deps: { view: { ...viewOf(node), snapshot: () => told.text } } });
    const first = await other.ask("/api/v1/feed/snapshot");
    told.text = `{"n":2}`;
    const second = await other.ask("/api/v1/feed/snapshot");
    expect(second.headers.get("etag")).not.toBe(first.headers.get("etag"));
    await other.stop();
  });

  test("it takes no parameters", async () => {
    expect((await node.ask("/api/v1/feed/snapshot?limit=5")).status).toBe(400);
  });
});

describe("frames for who polls", () => {
  const poll = (more: Record<string, string> = {}) => {
    const { epoch, offset } = node.replica.cursor;
    return node.ask(`/api/v1/feed/frames?epoch=${epoch}&after=${offset}`, { headers: more });
  };

  test("[G6] a shared cache may answer everybody at one cursor for a second", async () => {
    const { headers, json } = await poll();
    expect(headers.get("cache-control")).toBe("public, max-age=0, s-maxage=1");
    expect(json.entries).toEqual([]);
    const etag = headers.get("etag")!;
    expect((await poll({ "if-none-match": etag })).status).toBe(304);
    const { epoch, offset } = node.replica.cursor;
    await node.publish("Another");
    await node.arrived();
    const moved = await node.ask(`/api/v1/feed/frames?epoch=${epoch}&after=${offset}`, {
      headers: { "if-none-match": etag },
    });
    expect([moved.status, moved.json.upTo]).toEqual([200, offset + 1]);
  });

  test("[G6] nobody who polls is counted", async () => {
    await poll();
    await node.ask("/api/v1/feed/snapshot");
    expect(counted()).toEqual(nobody);
  });

  test("[F8] at the head, who polls a node that lost Redis is told so", async () => {
    const other = await httpNode({ deps: { view: { ...viewOf(node), stale: true } } });
    const { epoch, offset } = node.replica.cursor;
    const { json } = await other.ask(`/api/v1/feed/frames?epoch=${epoch}&after=${offset}`);
    expect(json).toEqual({ epoch, after: offset, upTo: offset, entries: [], stale: true });
    expect((await poll()).json).not.toHaveProperty("stale");
    await other.stop();
  });

  test("[G6] a 503 is nobody else's answer, and says when to come back", async () => {
    const ahead = { catchUp: () => ({ answer: "ahead" }) as const, reached: async () => false };
    const view = { ...viewOf(node), ...ahead, judgeAhead: async () => "behind" as const };
    const other = await httpNode({ deps: { view } });
    const { status, headers } = await other.ask("/api/v1/feed/frames?epoch=e&after=9");
    expect([status, headers.get("retry-after"), headers.get("cache-control")]).toEqual([
      503,
      "1",
      "no-store",
    ]);
    await other.stop();
  });
});

/** The view of a node as plain data that a test may change. */
function viewOf({ replica }: HttpNode) {
  return {
    loaded: true,
    stale: false,
    state: replica.state,
    tag: replica.tag,
    changedAt: replica.changedAt,
    catchUp: replica.catchUp.bind(replica),
    snapshot: replica.snapshot.bind(replica),
    reached: replica.reached.bind(replica),
    judgeAhead: replica.judgeAhead.bind(replica),
  };
}

import { afterEach, expect, test } from "vitest";
import { fewOf } from "../../server/http/request-log.ts";
import { about } from "../../server/observe/log-context.ts";
import { createLogger } from "../../server/observe/logger.ts";
import { StoreFailure } from "../../server/store/feed-log.ts";
import { type HttpNode, httpNode } from "../http/support.ts";

interface Line {
  readonly level: number;
  readonly msg: string;
  readonly [field: string]: unknown;
}

const WARN = 40;
const ERROR = 50;

function logged(level = "info") {
  const lines: Line[] = [];
  const log = createLogger(level, "test", { write: (text) => void lines.push(JSON.parse(text)) });
  return { log, lines };
}

let node: HttpNode | undefined;
afterEach(async () => {
  await node?.stop();
  node = undefined;
});

test.for(["error", "err"])("[OL3] an error under `%s` says what it is and where it came from", (key) => {
  const { log, lines } = logged();
  const cause = Object.assign(new Error("the socket closed"), { code: "ECONNRESET" });
  log.error({ [key]: new StoreFailure("unknown", "no answer", { cause }) }, "it failed");
  expect(lines[0]![key]).toMatchObject({
    type: "StoreFailure",
    message: "no answer",
    stack: expect.stringContaining("log-lines.test.ts"),
    cause: { message: "the socket closed", code: "ECONNRESET" },
  });
});

test("[OL3] what hangs on an error of Redis, the command with its arguments, is not logged", () => {
  const { log, lines } = logged();
  const command = { name: "evalsha", args: ["CANARY of a text"] };
  const error = Object.assign(new Error("ERR no such thing"), { name: "ReplyError", command });
  log.error({ error }, "it failed");
  log.error({ err: error }, "it failed");
  log.error({ error: new StoreFailure("unknown", "no answer", { cause: error }) }, "it failed");
  log.error({ reason: "CANARY is only a word here" }, "shown, so that this test can fail");
  expect(lines.slice(0, 3).filter((line) => JSON.stringify(line).includes("CANARY"))).toEqual([]);
  expect(JSON.stringify(lines[3])).toContain("CANARY");
});

test("[OL1] lines written deeper down, and later, say what they are about; two at once keep theirs", async () => {
  const { log, lines } = logged();
  const work = async (name: string) => {
    await new Promise((resolve) => setImmediate(resolve));
    log.info({ name }, "deep");
    await Promise.resolve();
    log.info({ name, jobId: `${name} itself` }, "said by itself");
  };
  await Promise.all(["a", "b"].map((name) => about({ jobId: name }, () => work(name))));
  log.info("outside");
  const jobs = lines.map(({ msg, name, jobId }) => [msg, name, jobId]);
  expect(jobs).toEqual(
    expect.arrayContaining([
      ["deep", "a", "a"],
      ["deep", "b", "b"],
      ["said by itself", "a", "a itself"],
    ]),
  );
  expect(lines.at(-1)).not.toHaveProperty("jobId");
});

/** A node whose store fails as told, and says so in the log, deep down. */
async function failing(error: Error) {
  const { log, lines } = logged();
  node = await httpNode({
    deps: {
      logger: log,
      store: {
        announcement: async () => undefined,
        revisions: async () => [],
        published: async () => undefined,
        audit: async () => [],
        list: async () => {
          await new Promise((resolve) => setImmediate(resolve));
          log.error("deep down");
          throw error;
        },
      },
    },
  });
  const list = (headers: Record<string, string> = {}) =>
    node!.ask("/api/v1/desk/announcements", { as: "admin-token", headers });
  return { lines, list };
}

test.for([
  ["a fault of ours", new TypeError("of nothing"), 500, "internal", ERROR],
  ["an outage", new StoreFailure("unreachable", "away"), 503, "redis_unavailable", WARN],
] as const)(
  "[OL1] [OL2] %s: header, problem and every line have one id, the proxy's where it gave one",
  async ([, error, status, code, level]) => {
    const { lines, list } = await failing(error);
    for (const given of [{}, { "x-request-id": "the-proxy-s.1" }] as Record<string, string>[]) {
      lines.length = 0;
      const answer = await list(given);
      const requestId = answer.headers.get("x-request-id");
      expect([answer.status, answer.json.code, answer.json.requestId]).toEqual([status, code, requestId]);
      if (given["x-request-id"] !== undefined) expect(requestId).toBe(given["x-request-id"]);
      expect(lines.map((line) => line.requestId)).toEqual(lines.map(() => requestId));
      expect(lines.map(({ msg }) => msg)).toEqual(
        expect.arrayContaining(["deep down", status === 500 ? "a request failed" : "answered"]),
      );
      const said = lines.find(({ msg }) => msg === "answered");
      expect(said).toMatchObject({
        level: WARN,
        status,
        code,
        method: "GET",
        path: "/api/v1/desk/announcements",
      });
      expect(lines.some((line) => line.level === level)).toBe(true);
    }
  },
);

test("[OL2] an outage does not fill the log: so many lines a second, and then how many were left out", () => {
  const few = fewOf(2);
  const at = (nowMs: number) => few(nowMs);
  expect([1_000, 1_100, 1_200, 1_999].map(at)).toEqual([0, 0, undefined, undefined]);
  expect([2_000, 2_001, 2_002].map(at)).toEqual([2, 0, undefined]);
  expect([9_000, 10_000].map(at)).toEqual([1, 0]);
});

test("[OL2] what a client did wrong, and what a probe asks, are no warnings", async () => {
  const { log, lines } = logged();
  node = await httpNode({ deps: { logger: log, readiness: () => ["redis_unavailable"] } });
  expect((await node.ask("/nowhere")).status).toBe(404);
  expect((await node.ask("/readyz")).status).toBe(503);
  expect(lines).toEqual([]);
});

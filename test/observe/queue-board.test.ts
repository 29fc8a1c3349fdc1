import { get } from "node:http";
import { Queue } from "bullmq";
import { Redis } from "ioredis";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ADMIN_TOKEN, Bench, type RealServer } from "../../scripts/chaos/real-processes.ts";
import { until } from "../../scripts/chaos/until.ts";
import type { PrivateRedis } from "../../scripts/redis/private.ts";
import { JOBS_PREFIX } from "../../server/schedule/queue-connection.ts";

const PATH = "/desk/queues";
const bench = new Bench();
let redis: PrivateRedis;
let server: RealServer;

beforeAll(async () => {
  redis = await bench.redis();
  server = await bench.server({ redisUrl: redis.url });
}, 60_000);
afterAll(() => bench.cleanUp());

const ask = (path: string, init: RequestInit = {}, token: string | undefined = ADMIN_TOKEN) =>
  fetch(server.base + path, {
    redirect: "manual",
    ...init,
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(init.headers as Record<string, string>),
    },
  });

const codeOf = async (answer: Response): Promise<string> => ((await answer.json()) as { code: string }).code;

const API = `${PATH}/api/queues?activeQueue=publish&status=delayed&page=1&jobsPerPage=10`;

test.for(["author", "moderator", "lead"])("[OQ1] no %s comes in, whatever they ask for", async (role) => {
  const made = await server.api.ask("/api/v1/desk/tokens", { json: { name: role, role } });
  for (const path of [PATH, API, `${PATH}/static/favicon.ico`]) {
    const answer = await ask(path, {}, made.json.secret);
    expect([path, answer.status, await codeOf(answer)]).toEqual([path, 403, "forbidden"]);
  }
});

test("[OQ1] who is not signed in is refused; a browser that goes there is led to the desk", async () => {
  for (const path of [PATH, API, `${PATH}/static/favicon.ico`, `${PATH}/anything`]) {
    const answer = await fetch(server.base + path);
    expect([path, answer.status, await codeOf(answer)]).toEqual([path, 401, "not_signed_in"]);
    const visit = await fetch(server.base + path, { headers: { accept: "text/html" }, redirect: "manual" });
    expect([visit.status, visit.headers.get("location")]).toEqual([303, "/desk"]);
  }
  const foreign = { cookie: "sid=x".padEnd(47, "x"), "sec-fetch-site": "cross-site" };
  const answer = await fetch(server.base + PATH, { headers: foreign });
  expect([answer.status, await codeOf(answer)]).toEqual([403, "foreign_origin"]);
});

test("[OQ2] it is only read", async () => {
  for (const [method, path] of [
    ["PUT", `${PATH}/api/queues/publish/pause`],
    ["PUT", `${PATH}/api/queues/pause`],
    ["PUT", `${PATH}/api/queues/publish/obliterate`],
    ["POST", `${PATH}/api/queues/publish/add`],
    ["PATCH", `${PATH}/api/queues/publish/some-job/update-data`],
    ["DELETE", PATH],
  ] as const) {
    const answer = await ask(path, { method });
    expect([method, answer.status, answer.headers.get("allow")]).toEqual([method, 405, "GET, HEAD, OPTIONS"]);
  }
  const { queues } = (await (await ask(API)).json()) as { queues: { readOnlyMode: boolean }[] };
  expect(queues.map(({ readOnlyMode }) => readOnlyMode)).toEqual(Array(6).fill(true));
});

test("[OQ3] of a job its ids are shown and no text, though one were in it", async () => {
  const publishAt = new Date(Date.now() + 3_600_000).toISOString();
  const made = await server.api.post("CANARY of a headline", { publishAt }, "later");
  const raw = new Redis(redis.url, { maxRetriesPerRequest: null });
  const queue = new Queue("publish", { connection: raw, prefix: JOBS_PREFIX, skipMetasUpdate: true });
  await queue.add("publish-announcement", { id: "x", text: "CANARY of a job" }, { delay: 3_600_000 });
  await queue.close();
  raw.disconnect();
  const text = await until(async () => {
    const answer = await (await ask(API)).text();
    return answer.includes(made.json.id) ? answer : undefined;
  }, "the job");
  expect(JSON.parse(text).queues[0].jobs).toHaveLength(2);
  expect(text).not.toContain("CANARY");
});

test("[OQ4] its page has no script and no style in its text, asks nobody else, and its policy has no exception", async () => {
  const answer = await ask(PATH);
  const policy = answer.headers.get("content-security-policy")!;
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toMatch(/unsafe|\*|https?:/);
  expect(answer.headers.get("cache-control")).toBe("no-store");
  const html = await answer.text();
  expect(html).not.toMatch(/<style|style=|https?:| on\w+=/);
  expect(html.match(/<script(?! defer src="static\/js\/|[^>]* type="application\/json")/g)).toBeNull();
  for (const [, file] of html.matchAll(/(?:src|href)="(static\/[^"]+)"/g))
    expect([file, (await ask(`${PATH}/${file}`)).status]).toEqual([file, 200]);
  expect((await ask(`${PATH}/nothing/of/ours`)).status).toBe(404);
  // Asked for as it is, without what a browser makes of it.
  const status = await new Promise((resolve, reject) => {
    const path = `${PATH}/static/../../../../package.json`;
    const headers = { authorization: `Bearer ${ADMIN_TOKEN}` };
    get({ host: "127.0.0.1", port: server.port, path, headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).once("error", reject);
  });
  expect(status).toBe(404);
});

test("while Redis is away: 503, as everywhere", async () => {
  await redis.stop();
  await until(async () => (await ask(API)).status === 503, "503");
  const answer = await ask(API);
  expect(await codeOf(answer)).toBe("redis_unavailable");
});

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Link } from "../../client/shared/link/link.ts";
import { AGAIN_MS, openPollLink, SOON_MS, UNSEEN_MS } from "../../client/shared/link/poll-link.ts";
import { EPOCH, publishedEntry } from "../support/feed-history.ts";

const asked = vi.fn<(address: string, init: RequestInit) => Promise<Response>>();
const page = { visibilityState: "visible" };
let given: (() => Response | Promise<Response>)[];
let told: [string, unknown][];
let link: Link;

beforeEach(() => {
  given = [];
  told = [];
  asked.mockReset().mockImplementation(async () => given.shift()!());
  vi.useFakeTimers();
  vi.spyOn(Math, "random").mockReturnValue(0.5);
  vi.stubGlobal("fetch", asked);
  page.visibilityState = "visible";
  vi.stubGlobal("document", page);
});
afterEach(() => {
  link.close();
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const frame = (after: number, ...offsets: number[]) => ({
  epoch: EPOCH,
  after,
  upTo: offsets.at(-1) ?? after,
  entries: offsets.map((offset) => publishedEntry(offset)),
});
const says = (body: unknown, headers = {}) => given.push(() => Response.json(body, { headers }));

async function poll(cursor: { epoch: string; offset: number } | undefined) {
  const note = (name: string) => (raw?: unknown) => void told.push([name, raw]);
  link = openPollLink(
    { cursor, attendance: undefined },
    {
      opened: note("opened"),
      hello: note("hello"),
      snapshot: note("snapshot"),
      frame: note("frame"),
      refused: note("refused"),
      closed: note("closed"),
    },
  );
  await vi.advanceTimersByTimeAsync(0);
}

const names = () => told.map(([name]) => name);
const addresses = () => asked.mock.calls.map(([address]) => address);
const at = (offset: number) => ({ epoch: EPOCH, offset });

test("[N5] asks from its cursor on, again and again, sooner after something came", async () => {
  says(frame(3));
  says(frame(3, 4, 5));
  says(frame(5));
  await poll(at(3));
  expect(names()).toEqual(["opened", "frame"]);
  await vi.advanceTimersByTimeAsync(AGAIN_MS - 1);
  expect(asked).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(1);
  await vi.advanceTimersByTimeAsync(SOON_MS);
  expect(addresses()).toEqual([3, 3, 5].map((after) => `/api/v1/feed/frames?epoch=${EPOCH}&after=${after}`));
  expect(told.at(-2)).toEqual(["frame", frame(3, 4, 5)]);
});

test("asks rarely while the page is not seen, and at once when it wakes", async () => {
  for (let n = 0; n < 3; n += 1) says(frame(3));
  page.visibilityState = "hidden";
  await poll(at(3));
  await vi.advanceTimersByTimeAsync(UNSEEN_MS - 1);
  expect(asked).toHaveBeenCalledTimes(1);
  link.askClock(() => {});
  link.askClock(() => {});
  await vi.advanceTimersByTimeAsync(0);
  expect(asked).toHaveBeenCalledTimes(2);
});

test("never in step: half as much sooner or later by chance", async () => {
  says(frame(3));
  says(frame(3));
  vi.mocked(Math.random).mockReturnValue(0);
  await poll(at(3));
  await vi.advanceTimersByTimeAsync(AGAIN_MS * 0.75);
  expect(asked).toHaveBeenCalledTimes(2);
});

test("without a cursor, or where none leads on, it starts from the snapshot", async () => {
  const snapshot = { reason: "new", cursor: at(7), announcements: [], programmeRevision: 1 };
  says(snapshot);
  says({ reset: "horizon" });
  says({ ...snapshot, cursor: { epoch: "another", offset: 1 } });
  says({ ...frame(1), epoch: "another" });
  await poll(undefined);
  await vi.advanceTimersByTimeAsync(SOON_MS);
  await vi.advanceTimersByTimeAsync(SOON_MS);
  expect(names()).toEqual(["opened", "snapshot", "snapshot", "frame"]);
  expect(addresses()).toEqual([
    "/api/v1/feed/snapshot",
    `/api/v1/feed/frames?epoch=${EPOCH}&after=7`,
    "/api/v1/feed/snapshot",
    "/api/v1/feed/frames?epoch=another&after=1",
  ]);
});

test("tells the server's time by the date of its first answer", async () => {
  says(frame(3), { Date: "Wed, 09 Nov 2022 01:00:00 GMT" });
  await poll(at(3));
  expect(told[1]).toEqual(["hello", { serverAt: "2022-11-09T01:00:00.500Z" }]);
});

test.for([429, 503])("[N4] %i is a refusal with the server's time, and it asks no more", async (status) => {
  given.push(() => new Response("", { status, headers: { "Retry-After": "7" } }));
  await poll(at(3));
  expect(told).toEqual([["refused", { code: "asked_to_wait", action: "retry", retryAfterMs: 7_000 }]]);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked).toHaveBeenCalledTimes(1);
});

test.for([
  ["an error", () => new Response("", { status: 500 })],
  ["no network", () => Promise.reject(new TypeError("no network"))],
  ["what is no JSON", () => new Response("<html>")],
] as const)("%s closes it", async ([, answer]) => {
  given.push(answer);
  await poll(at(3));
  expect(names()).toEqual(["closed"]);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked).toHaveBeenCalledTimes(1);
});

test("closed, it is silent: what is under way is broken off, and nothing follows", async () => {
  given.push(
    () =>
      new Promise((_resolve, reject) => {
        asked.mock.calls[0]![1].signal!.addEventListener("abort", () => reject(new Error("aborted")));
      }),
  );
  await poll(at(3));
  link.close();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(told).toEqual([]);
  expect(asked).toHaveBeenCalledTimes(1);
});

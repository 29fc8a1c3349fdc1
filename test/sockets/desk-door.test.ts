/** Who is let in and who is put out, with a door that a test holds in its hands. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { io, type Socket } from "socket.io-client";
import { afterEach, beforeEach, expect, test } from "vitest";
import { until } from "../../scripts/chaos/until.ts";
import type { Role } from "../../server/contract/people.ts";
import { createSockets, type Sockets } from "../../server/sockets/attach.ts";
import { Desks, WINDOWS_MOST } from "../../server/sockets/desk.ts";
import type { DeskPerson } from "../../server/sockets/desk-session.ts";
import { originRule } from "../../server/sockets/origin.ts";
import { StoreFailure } from "../../server/store/feed-log.ts";
import { NEVER_MS } from "../support/desk-nodes.ts";

let server: Server;
let sockets: Sockets;
let desks: Desks;
let answer: () => Promise<DeskPerson | undefined>;
let looks: number;
let faults: unknown[];
const open: Socket[] = [];

const somebody = (role: Role = "author"): DeskPerson => ({
  actor: { id: "account-1", role, name: "Ana" },
  who: "Ana",
});
const about = (id: string) => ({ action: "revoke", by: "b", byName: "b", about: id });

beforeEach(async () => {
  [looks, faults] = [0, []];
  answer = async () => somebody();
  server = createServer();
  sockets = createSockets(originRule(undefined));
  sockets.attach(server);
  desks = new Desks(sockets.io.of("/desk"), {
    door: {
      personAt: () => {
        looks += 1;
        return answer();
      },
      exists: async () => true,
      log: { error: (fields) => void faults.push(fields) },
    },
    bulletin: { connected: true, send() {}, listen() {}, close() {} },
    serverNowMs: Date.now,
    twoPersonApproval: () => [],
    recheckMs: NEVER_MS,
  });
  desks.start();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterEach(async () => {
  for (const socket of open.splice(0)) socket.disconnect();
  desks.stop(0, () => 0);
  await sockets.io.close();
  server.close();
});

function desk() {
  const { port } = server.address() as AddressInfo;
  const socket = io(`http://127.0.0.1:${port}/desk`, {
    transports: ["websocket"],
    reconnection: false,
    forceNew: true,
    auth: { protocol: 1 },
  });
  open.push(socket);
  const got: [string, unknown][] = [];
  socket.onAny((name: string, payload: unknown) => got.push([name, payload]));
  const told = (name: string) => until(() => got.find(([each]) => each === name)?.[1], name);
  const refused = async () => {
    const refusal = await told("refused");
    await until(() => socket.disconnected, "the close");
    return refusal;
  };
  return { socket, got, told, refused };
}
const away = () => Promise.reject(new StoreFailure("unreachable", "away"));

test("[M5] who could not be looked up stays, and is looked up again when the store serves", async () => {
  const { socket, told, refused } = desk();
  await told("alarms");
  answer = away;
  desks.recheck();
  await until(() => looks === 2, "the look");
  desks.recheckUnsure();
  await until(() => looks === 3, "another");
  expect(socket.connected).toBe(true);
  answer = async () => undefined;
  desks.recheckUnsure();
  expect(await refused()).toMatchObject({ code: "not_signed_in", action: "stop" });
});

test("[M5] who is sure is not looked up because the store serves", async () => {
  const { told } = desk();
  await told("alarms");
  desks.recheckUnsure();
  desks.noted(about("account-2"));
  expect(looks).toBe(1);
  desks.noted(about("account-1"));
  expect(looks).toBe(2);
});

test("[M3] what happens to somebody while they are let in is seen all the same", async () => {
  const first = Promise.withResolvers<DeskPerson>();
  answer = () => first.promise;
  const { refused, got } = desk();
  await until(() => looks === 1, "the first look");
  // Revoked after the store was read and before it is known whom it was about.
  desks.noted(about("account-1"));
  answer = async () => undefined;
  first.resolve(somebody());
  expect(await refused()).toMatchObject({ code: "not_signed_in" });
  expect(looks).toBe(2);
  expect(got.map(([name]) => name)).not.toContain("changed");
});

test("[M3] many notes at once mean one look under way and one after it", async () => {
  const { told } = desk();
  await told("alarms");
  const slow = Promise.withResolvers<DeskPerson>();
  answer = () => slow.promise;
  for (let n = 0; n < 50; n += 1) desks.noted(about("account-1"));
  expect(looks).toBe(2);
  slow.resolve(somebody());
  await until(() => looks === 3, "the one after");
});

test("[M2] hello says the new role, and nothing else is told again", async () => {
  const { told, got } = desk();
  await told("alarms");
  answer = async () => somebody("lead");
  desks.noted(about("account-1"));
  await until(() => got.filter(([name]) => name === "hello").length === 2, "hello");
  expect(got.map(([name]) => name)).toEqual(["hello", "presence", "alarms", "hello"]);
  expect(got.at(-1)![1]).toMatchObject({ role: "lead" });
});

test("a fault of ours is logged, and is an outage to who sits there", async () => {
  answer = () => Promise.reject(new TypeError("a bug"));
  expect(await desk().refused()).toMatchObject({ code: "redis_unavailable", action: "retry" });
  expect(faults).toHaveLength(1);
});

test("a node that leaves sends its desks elsewhere", async () => {
  const { told, refused } = desk();
  await told("alarms");
  desks.stop(1_000, () => 0.5);
  expect(await refused()).toMatchObject({ code: "shutting_down", action: "retry", retryAfterMs: 500 });
});

test("[M8] an account has so many windows at a node, and another account is let in all the same", async () => {
  const windows = Array.from({ length: WINDOWS_MOST }, () => desk());
  for (const { told } of windows) await told("alarms");
  const tooMany = desk();
  expect(await tooMany.refused()).toMatchObject({ code: "too_many_requests", action: "retry" });
  expect(tooMany.got.map(([name]) => name)).toEqual(["refused"]);
  answer = async () => ({ ...somebody(), actor: { ...somebody().actor, id: "account-2" } });
  await desk().told("alarms");
  // Who hears of their own account again is no new window.
  answer = async () => somebody("lead");
  desks.noted(about("account-1"));
  await until(
    () => windows.every(({ got }) => got.filter(([name]) => name === "hello").length === 2),
    "hello",
  );
});

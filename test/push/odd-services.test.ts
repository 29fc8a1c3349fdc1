/** Push services that answer as no push service would, and names that nobody answers for: none holds anybody up. */
import { createECDH, randomBytes } from "node:crypto";
import { createSocket, type Socket } from "node:dgram";
import { lookup } from "node:dns/promises";
import { readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { createServer, type Server } from "node:tls";
import { afterAll, beforeAll, expect, test } from "vitest";
import webPush from "web-push";
import { type Agents, makeAgents, namesFrom } from "../../server/push/agents.ts";
import { sendPush } from "../../server/push/send.ts";
import { VapidSigner } from "../../server/push/vapid.ts";
import { PUSH_CA } from "../support/push-service.ts";

const keys = {
  p256dh: createECDH("prime256v1").generateKeys().toString("base64url"),
  auth: randomBytes(16).toString("base64url"),
};
const message = { json: "{}", ttlSeconds: 60, urgency: "normal", topic: "t" } as const;
const signer = new VapidSigner(webPush.generateVAPIDKeys(), "mailto:push@example.org");

let answer = "";
let server: Server;
let origin: string;
let agents: Agents;
let mute: Socket;

beforeAll(async () => {
  const tls = join(import.meta.dirname, "../support/tls");
  const pair = { cert: readFileSync(join(tls, "cert.pem")), key: readFileSync(join(tls, "key.pem")) };
  server = createServer(pair, (socket) => {
    socket.on("error", () => {});
    socket.once("data", () => (answer === "" ? socket.end() : socket.write(answer)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  agents = makeAgents({ testOrigin: origin, testCa: PUSH_CA });
  mute = createSocket("udp4");
  await new Promise<void>((resolve) => mute.bind(0, "127.0.0.1", resolve));
});
afterAll(() => {
  agents.close();
  server.close();
  mute.close();
});

const sent = (over: Partial<typeof keys> = {}) =>
  sendPush(
    { agents, signer, testOrigin: origin, answerMs: 1_000 },
    { endpoint: `${origin}/a`, ...keys, ...over },
    message,
  );

test.for([
  ["an upgrade", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n", "later"],
  ["a promise alone", "HTTP/1.1 100 Continue\r\n\r\n", "later"],
  ["no HTTP", "hello\r\n\r\n", "later"],
  ["nothing", "", "later"],
  ["a head without its body", "HTTP/1.1 201 Created\r\nContent-Length: 9\r\n\r\n", "sent"],
  ["a head without end", `HTTP/1.1 201 Created\r\nX: ${"x".repeat(20_000)}`, "later"],
  [
    "a body without end",
    `HTTP/1.1 201 Created\r\nContent-Length: 99999\r\n\r\n${"x".repeat(20_000)}`,
    "sent",
  ],
  ["two answers", "HTTP/1.1 204 No Content\r\n\r\nHTTP/1.1 410 Gone\r\n\r\n", "sent"],
])("[U6] one that answers with %s is done with in time", async ([, said, outcome]) => {
  answer = said!;
  expect(await sent()).toMatchObject({ outcome });
});

test("[U8] a key that is none is a refusal of that one device", async () => {
  const p256dh = Buffer.concat([Buffer.from([4]), Buffer.alloc(64, 1)]).toString("base64url");
  for (const over of [{ p256dh }, { p256dh: "" }, { auth: "AA" }])
    expect(await sent(over)).toMatchObject({ outcome: "refused" });
});

test("[U6] names whose servers stay mute are given up, and keep no other name waiting", async () => {
  const resolve = namesFrom([`127.0.0.1:${mute.address().port}`]);
  let given = 0;
  const slow = Array.from({ length: 16 }, (_, at) =>
    resolve(`push-${at}.example.org`).finally(() => {
      given += 1;
    }),
  );
  const refused = Promise.allSettled(slow);
  await lookup("localhost");
  expect(given).toBe(0);
  expect((await refused).every(({ status }) => status === "rejected")).toBe(true);
}, 15_000);

test("[U6] connections are kept for the services of browsers alone: others are without end", () => {
  const [own, others] = ["https://fcm.googleapis.com/a", "https://push.example.org/a"].map((each) =>
    agents.for(each),
  );
  expect([own!.options.keepAlive, others!.options.keepAlive]).toEqual([true, undefined]);
  expect(agents.for("https://fcm.googleapis.com:8443/a")).toBe(others);
});

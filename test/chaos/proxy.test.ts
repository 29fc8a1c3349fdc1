/** The proxy of the chaos harness does to connections what it says, and to no other thing. */
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type RealProxy, realProxy } from "../../scripts/chaos/proxy.ts";
import { until } from "../../scripts/chaos/until.ts";

/** Says again what it is told, and keeps its side open when the other one ends. */
const echo = createServer({ allowHalfOpen: true }, (socket) => {
  served.push(socket);
  socket.on("error", () => {});
  socket.on("data", (part) => socket.write(part));
});
const served: Socket[] = [];
let proxy: RealProxy;

beforeAll(async () => {
  echo.listen(0, "127.0.0.1");
  await once(echo, "listening");
  proxy = await realProxy({ host: "127.0.0.1", port: (echo.address() as AddressInfo).port }, () => 0.5);
});
afterAll(async () => {
  await proxy.close();
  for (const socket of served) socket.destroy();
  echo.close();
});

interface Client {
  readonly socket: Socket;
  heard: string;
  /** `end`, `close`, or the code of an error, in the order in which they came. */
  readonly ends: string[];
}

async function joined(): Promise<Client> {
  const socket = connect({ host: "127.0.0.1", port: proxy.port, allowHalfOpen: true });
  const client: Client = { socket, heard: "", ends: [] };
  socket.on("data", (part) => {
    client.heard += part.toString();
  });
  socket.on("error", ({ code }: NodeJS.ErrnoException) => client.ends.push(code ?? "error"));
  socket.on("end", () => client.ends.push("end"));
  socket.on("close", () => client.ends.push("close"));
  await once(socket, "connect");
  return client;
}

async function says(client: Client, text: string): Promise<void> {
  client.socket.write(text);
  await until(() => client.heard.endsWith(text), `the echo of ${text}`);
}

test("[CH4] what is slow, uneven and narrow comes late, whole and in order", async () => {
  const client = await joined();
  await says(client, "quick");
  proxy.weather({ latencyMs: 30, jitterMs: 40, bytesPerSecond: 200_000 });
  const text = Array.from({ length: 2_000 }, (_, at) => `line ${at}`).join("\n");
  const from = performance.now();
  await says(client, text);
  // Twice the latency, half the jitter and the time on the wire, each way.
  expect(performance.now() - from).toBeGreaterThan(2 * (30 + 20));
  expect(client.heard).toBe(`quick${text}`);
  proxy.mend();
  await says(client, "quick again");
});

test("[CH4] through a black hole nothing comes and nobody is told; mended, all of it comes", async () => {
  const [before, other] = [await joined(), await joined()];
  await says(before, "before");
  proxy.blackHole();
  const during = await joined();
  before.socket.write("held");
  during.socket.write("new");
  other.socket.end();
  // What would have come by now: a connection past the proxy answers many times over.
  const direct = connect({ host: "127.0.0.1", port: (echo.address() as AddressInfo).port });
  for (let at = 0; at < 20; at += 1) {
    direct.write("ping");
    await once(direct, "data");
  }
  direct.destroy();
  expect([before.heard, during.heard, before.ends, during.ends, other.ends]).toEqual([
    "before",
    "",
    [],
    [],
    [],
  ]);
  proxy.mend();
  await until(() => before.heard === "beforeheld" && during.heard === "new", "what was held");
});

test("[CH4] what was abandoned stays mute for ever, and new connections are well", async () => {
  const old = await joined();
  await says(old, "well");
  proxy.abandon();
  old.socket.write("lost");
  const young = await joined();
  await says(young, "well");
  proxy.mend();
  await says(young, "still well");
  expect([old.heard, old.ends]).toEqual(["well", []]);
  old.socket.destroy();
});

test("[CH4] a reset is a reset, and half an end is half an end", async () => {
  const broken = await joined();
  await says(broken, "well");
  proxy.reset();
  await until(() => broken.ends.includes("close"), "the reset");
  expect(broken.ends).toEqual(["ECONNRESET", "close"]);

  const half = await joined();
  await says(half, "well");
  proxy.halfClose("down");
  await until(() => half.ends.includes("end"), "the end of the other side");
  expect(half.ends).toEqual(["end"]);
  half.socket.destroy();
});

test("[CH4] what is cut ends, and is refused until it is mended", async () => {
  const client = await joined();
  await says(client, "well");
  proxy.cut();
  await until(() => client.ends.length > 0, "the cut");
  const refused = await joined().catch(() => undefined);
  if (refused !== undefined) await until(() => refused.ends.length > 0, "the refusal");
  proxy.mend();
  await says(await joined(), "well again");
});

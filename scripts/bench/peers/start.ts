/** Starts a peer on a port of its own, on the server's core. */
import { mkdtempSync, rmSync } from "node:fs";
import { Agent } from "node:http";
import { createConnection } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { spawnGuarded } from "../../start/guarded-process.ts";
import type { Closer } from "../backstage.ts";
import { childEnv } from "../child-env.ts";
import { pinned } from "../cores.ts";
import { exchange } from "../exchange.ts";
import type { FanOutGround } from "../fan-out/ground.ts";
import type { MeasuredServer } from "../fan-out/measured-server.ts";
import type { PlainMessage } from "../packets.ts";
import { probeOf } from "../probed.ts";
import { cpuMsOf } from "../process-cpu.ts";
import { freePort } from "../system.ts";
import type { Peer } from "./peer.ts";

/** As JSON, in all: what a small announcement weighs. */
const PAYLOAD_BYTES = 400;
const CONNECTIONS = 20;
const STOP_MS = 3_000;

/** Or why it is not here. */
export async function startPeer(
  ground: FanOutGround,
  peer: Peer,
): Promise<MeasuredServer | { readonly missing: string }> {
  const { cores, closers, signal } = ground;
  const folder = mkdtempSync(join(tmpdir(), "fanfare-bench-"));
  const own: Closer[] = [() => rmSync(folder, { recursive: true, force: true })];
  const close = async () => {
    for (const each of own.splice(0).reverse()) await each();
  };
  closers.push(close);
  const port = await freePort();
  const prepared = peer.prepare(folder, port);
  if ("missing" in prepared) {
    await close();
    return prepared;
  }
  const [command, args] = pinned(cores.server, prepared.command, [...prepared.args]);
  const child = await spawnGuarded(command, args, {
    env: childEnv(prepared.env ?? {}),
    ipc: peer.isNode,
    removeWhenOrphaned: folder,
  });
  own.push(async () => void (await child.stop(STOP_MS)));
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  own.push(() => agent.destroy());
  let ended = false;
  child.exited.then(() => {
    ended = true;
  });
  while (!(await isListening(port))) {
    if (ended) throw new Error(`${peer.name} does not start`);
    await pause(20, undefined, { signal });
  }
  return {
    ports: [port],
    dialect: peer.dialect,
    probe: peer.isNode ? probeOf(child) : undefined,
    cpuMs: () => cpuMsOf(child.pid),
    announce: (headline) =>
      exchange({ port, method: "POST", path: "/publish", json: payload(headline), agent }),
    close,
  };
}

/** So many bytes, whatever the headline. */
export function payload(headline: string): string {
  const empty = JSON.stringify({ headline, body: "" } satisfies PlainMessage);
  return JSON.stringify({ headline, body: "x".repeat(PAYLOAD_BYTES - empty.length) } satisfies PlainMessage);
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host: "127.0.0.1", port });
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
}

/** One node on a memory log, with its readers by every way there is: the fast path, the plain one, event streams. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import { FanOut } from "../../server/feed/fan-out.ts";
import { Presence } from "../../server/feed/presence.ts";
import { streamRouter } from "../../server/http/stream.ts";
import { createSockets, type Sockets, type SocketsOptions } from "../../server/sockets/attach.ts";
import { originRule } from "../../server/sockets/origin.ts";
import { serveReaders } from "../../server/sockets/readers.ts";
import { memoryNode } from "./memory-node.ts";

export interface FanOutServersOptions {
  /** How long a reader may take nothing. */
  readonly stuckMs?: number;
  readonly liveness?: SocketsOptions["liveness"];
}

interface Opened {
  readonly sockets: Sockets;
  readonly port: number;
  close(): Promise<void>;
}

export async function fanOutServers({ stuckMs = 10_000, liveness }: FanOutServersOptions = {}) {
  const node = await memoryNode();
  const fanOut = new FanOut(node.replica, { stuckMs });
  const presence = new Presence();
  const parts = {
    replica: node.replica,
    fanOut,
    presence,
    serverNowMs: Date.now,
    isRehearsal: () => false,
    isColleague: () => false,
  };
  const refuse = () => {
    throw new Error("no reader here is refused");
  };
  const open = async (options: SocketsOptions): Promise<Opened> => {
    const sockets = createSockets(originRule(undefined), options);
    const app = express().use(streamRouter({ ...parts, refuse }));
    const server: Server = createServer(app);
    sockets.attach(server);
    serveReaders(sockets.io.of("/"), parts);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return {
      sockets,
      port: (server.address() as AddressInfo).port,
      close: async () => {
        await sockets.io.close();
        server.closeAllConnections();
        server.close();
      },
    };
  };
  const fast = await open(liveness === undefined ? {} : { liveness });
  const plain = await open({ fastPath: false });
  return {
    ...node,
    fanOut,
    presence,
    fast,
    plain,
    stop: async () => {
      fanOut.stop();
      await Promise.all([fast.close(), plain.close(), node.stop()]);
    },
  };
}

export type FanOutServers = Awaited<ReturnType<typeof fanOutServers>>;

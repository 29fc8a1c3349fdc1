/**
 * Socket.IO on our own upgrade door: what is refused is refused with its status before any engine sees it,
 * and nothing but WebSocket is spoken.
 */
import type { Server as HttpServer, IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { Server } from "socket.io";
import type { Crowd } from "../doors/crowd.ts";
import { Forwarding } from "../doors/forwarding.ts";
import { turnAway } from "../doors/turn-away.ts";
import { servePlainly } from "../feed/fast-path.ts";
import { Doorway } from "./doorway.ts";
import { ANSWER_WITHIN_MS, Liveness, PING_EVERY_MS, type PingedConnection } from "./liveness.ts";
import { NoRooms } from "./no-rooms.ts";
import type { OriginRule } from "./origin.ts";
import { pace } from "./paced-web-socket.ts";
import { SmallEngine } from "./small-engine.ts";
import { strictParser } from "./strict-parser.ts";

const MESSAGE_BYTES = 16 * 1024;

/** [TO6] Together less than ten seconds: that long a handshake may be worth nothing. */
export const HANDSHAKE_TIMES = {
  /** From the upgrade to the namespace. */
  connectMs: 5_000,
  /** From our goodbye to the peer's; then it is cut. */
  closeMs: 4_000,
};

export interface Sockets {
  readonly io: Server;
  /** Takes the upgrades of this server from now on. */
  attach(server: HttpServer): void;
  /** Disconnects everybody who is still here, once what they were told is sent. */
  close(): void;
}

export const isSocketPath = (url: string | undefined): boolean => /^\/socket\.io\/?(\?|$)/.test(url ?? "");

export interface SocketsOptions {
  /** False for the plain path alone, beside which a test runs the fast one. */
  readonly fastPath?: boolean;
  readonly liveness?: Liveness;
  /** How many come from one address; absent, as many as like. */
  readonly crowd?: Crowd;
  readonly times?: typeof HANDSHAKE_TIMES;
  /** What proxies say of a request; absent, none is believed. */
  readonly forwarding?: Forwarding;
}

export function createSockets(
  rule: OriginRule,
  {
    fastPath = true,
    liveness = new Liveness(),
    crowd,
    forwarding = new Forwarding([]),
    times = HANDSHAKE_TIMES,
  }: SocketsOptions = {},
): Sockets {
  const engine = new SmallEngine(
    {
      transports: ["websocket"],
      allowEIO3: false,
      maxHttpBufferSize: MESSAGE_BYTES,
      perMessageDeflate: false,
      httpCompression: false,
      cookie: false,
      pingInterval: PING_EVERY_MS,
      pingTimeout: ANSWER_WITHIN_MS,
    },
    times.closeMs,
  );
  const io = new Server({ connectTimeout: times.connectMs, serveClient: false, adapter: NoRooms });
  pace(engine);
  Object.assign(io, { _parser: strictParser(io._parser) });
  io.bind(engine);
  engine.on("connection", (connection: PingedConnection) => {
    if (!fastPath) servePlainly(connection);
    liveness.watch(connection);
  });
  const doorway = new Doorway(({ request, socket, head }) => engine.upgrade(request, socket, head));
  return {
    io,
    attach: (server) => {
      server.on("upgrade", (request, socket, head) => {
        const host = forwarding.hostOf(request);
        const refusal =
          refuseUpgrade(request, host, rule) ?? (crowd?.take(request, socket) === false ? FULL : undefined);
        // What asks later where it came to is told what the client said.
        Object.assign(request.headers, { host });
        if (refusal !== undefined) refuse(socket, refusal);
        else if (!doorway.take({ request, socket, head })) refuse(socket, FULL);
      });
    },
    close: () => {
      liveness.stop();
      for (const namespace of io._nsps.values())
        for (const socket of [...namespace.sockets.values()]) socket.disconnect(true);
    },
  };
}

const FULL = "503 Service Unavailable";

function refuseUpgrade(
  request: IncomingMessage,
  host: string | undefined,
  rule: OriginRule,
): string | undefined {
  if (!isSocketPath(request.url)) return "404 Not Found";
  if (!isSpoken(request.url)) return "400 Bad Request";
  const { origin, cookie } = request.headers;
  if (!rule.allows({ origin, host, hasCookie: cookie !== undefined })) return "403 Forbidden";
  return undefined;
}

/** A session of polling; and secrets, which proxies on the way would write into their logs. */
const NOT_IN_ADDRESSES = ["sid", "token", "password", "secret", "auth"];

/** No session is ever taken over from polling, and no older protocol is spoken. */
function isSpoken(url: string | undefined): boolean {
  if (url === AS_EVERYBODY_ASKS) return true;
  const query = new URLSearchParams(url?.split("?")[1]);
  if (NOT_IN_ADDRESSES.some((name) => query.has(name))) return false;
  return query.get("EIO") === "4" && query.get("transport") === "websocket";
}

/** Not taken apart: in a storm each handshake counts. */
const AS_EVERYBODY_ASKS = "/socket.io/?EIO=4&transport=websocket";

const refuse = (socket: Duplex, status: string): void =>
  turnAway(socket, `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);

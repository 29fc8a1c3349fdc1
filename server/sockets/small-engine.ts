/**
 * Engine.IO, keeping no more of a handshake than anybody asks for later. As it is, each connection holds its request
 * with every header a browser sends and a response that nothing is written to: 3 KiB of 18 for each idle reader.
 *
 * What is left out on the way is what we do not use: middleware, sessions taken over from polling, and its look at
 * transport and Origin, which our own upgrade door has made before (attach.ts).
 */
import { randomUUID } from "node:crypto";
import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { Server as Engine, type ServerOptions } from "engine.io";
import { writeTogether } from "./write-together.ts";

/** What is asked of a handshake once it is done: where it came to, and who sent it. */
const KEPT = ["host", "origin", "cookie"] as const;
const QUERY = Object.freeze({ EIO: "4", transport: "websocket" });

/** What Engine.IO and Socket.IO read of a request. */
class Handshake {
  readonly method = "GET";
  readonly url = "/socket.io/";
  readonly _query = QUERY;
  readonly headers: IncomingHttpHeaders;
  readonly connection: { readonly encrypted: boolean };
  websocket: unknown;

  constructor(headers: IncomingHttpHeaders, encrypted: boolean) {
    this.headers = headers;
    this.connection = encrypted ? ENCRYPTED : PLAIN;
  }
}

const ENCRYPTED = { encrypted: true };
const PLAIN = { encrypted: false };

/** What is inside of Engine.IO's server (6.6) and not in its types. */
interface EngineParts {
  readonly ws: {
    readonly options: { closeTimeout: number };
    handleUpgrade(
      request: IncomingMessage,
      socket: Duplex,
      head: Buffer,
      done: (webSocket: unknown) => void,
    ): void;
  };
  onWebSocket(request: Handshake, socket: Duplex, webSocket: unknown): void;
}

export class SmallEngine extends Engine {
  #last: IncomingHttpHeaders = {};

  /** `closeMs`: how long a peer that was told goodbye may take to say it too. */
  constructor(options: ServerOptions, closeMs: number) {
    super(options);
    (this as unknown as EngineParts).ws.options.closeTimeout = closeMs;
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const inner = this as unknown as EngineParts;
    const small = new Handshake(this.#kept(request.headers), "encrypted" in socket);
    writeTogether(socket as Socket);
    // Its listener of "headers" wants a query.
    Object.assign(request, { _query: QUERY });
    inner.ws.handleUpgrade(request, socket, head, (webSocket) => inner.onWebSocket(small, socket, webSocket));
  }

  /** Engine.IO's own keeps asking the system for randomness; this one is as hard to guess (RFC 9562, version 4). */
  override generateId(): string {
    return randomUUID();
  }

  /** Most readers come to one address, without a cookie: all of them share one. */
  #kept(headers: IncomingHttpHeaders): IncomingHttpHeaders {
    if (KEPT.some((name) => headers[name] !== this.#last[name])) {
      this.#last = Object.fromEntries(
        KEPT.filter((name) => headers[name] !== undefined).map((name) => [name, headers[name]]),
      );
    }
    return this.#last;
  }
}

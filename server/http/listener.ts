/**
 * The HTTP server around the application: how much it takes before a request is one, and how long it waits.
 * What is not HTTP gets the same form of answer, as far as there is anybody to answer.
 */

import { randomUUID } from "node:crypto";
import { createServer, type RequestListener, type Server, type ServerOptions, STATUS_CODES } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { Duplex } from "node:stream";
import type { RefusalCode } from "../contract/refusals.ts";
import { problemReply } from "./problem.ts";
import { answerPlainly, taken } from "./taken-requests.ts";

const LIMITS: ServerOptions = {
  maxHeaderSize: 16_384,
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  // Longer than a load balancer keeps its idle connections, or it sends into one that we just closed.
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 1_000,
  insecureHTTPParser: false,
  requireHostHeader: false, // it is looked at where it can be answered in our form
};

export interface TlsPair {
  readonly cert: string | Buffer;
  readonly key: string | Buffer;
}

export function createListener(app: RequestListener, origin: string, tls?: TlsPair): Server {
  const listener = taken(app, origin);
  const server =
    tls === undefined ? createServer(LIMITS, listener) : createSecureServer({ ...LIMITS, ...tls }, listener);
  server.on("checkExpectation", (_request, response) =>
    answerPlainly(response, { code: "invalid", detail: "nothing but 100-continue can be expected" }, origin),
  );
  server.on("clientError", (error: NodeJS.ErrnoException, socket) =>
    answerClientError(error, socket, origin),
  );
  return server;
}

function answerClientError({ code }: NodeJS.ErrnoException, socket: Duplex, origin: string): void {
  if (code === "ECONNRESET" || !socket.writable || isAnswering(socket)) return void socket.destroy();
  const requestId = randomUUID();
  const { status = 400, type, text = "" } = problemReply({ code: codeFor(code) }, requestId, origin);
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    "Connection: close",
    "Cache-Control: no-store",
    `X-Request-Id: ${requestId}`,
    `Content-Type: ${type}`,
    `Content-Length: ${Buffer.byteLength(text)}`,
  ];
  socket.end(`${lines.join("\r\n")}\r\n\r\n${text}`);
}

/** In the middle of another answer, a stream perhaps: what is said now would be taken for a part of it. */
const isAnswering = (socket: Duplex): boolean =>
  (socket as { _httpMessage?: { headersSent: boolean } | null })._httpMessage?.headersSent === true;

function codeFor(error: string | undefined): RefusalCode {
  if (error === "HPE_HEADER_OVERFLOW") return "headers_too_large";
  if (error === "ERR_HTTP_REQUEST_TIMEOUT") return "request_timeout";
  return "invalid";
}

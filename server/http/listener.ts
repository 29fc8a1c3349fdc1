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

const LIMITS: ServerOptions = {
  maxHeaderSize: 16_384,
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  // Longer than a load balancer keeps its idle connections, or it sends into one that we just closed.
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 1_000,
  insecureHTTPParser: false,
};

export interface TlsPair {
  readonly cert: string | Buffer;
  readonly key: string | Buffer;
}

export function createListener(
  app: RequestListener,
  origin: string,
  tls?: TlsPair,
  onRefused?: (code: RefusalCode) => void,
): Server {
  const server =
    tls === undefined ? createServer(LIMITS, app) : createSecureServer({ ...LIMITS, ...tls }, app);
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
    if (answerClientError(error, socket, origin)) onRefused?.(codeFor(error.code));
  });
  return server;
}

/** False where there is nobody to answer. */
function answerClientError({ code }: NodeJS.ErrnoException, socket: Duplex, origin: string): boolean {
  if (code === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return false;
  }
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
  return true;
}

function codeFor(error: string | undefined): RefusalCode {
  if (error === "HPE_HEADER_OVERFLOW") return "headers_too_large";
  if (error === "ERR_HTTP_REQUEST_TIMEOUT") return "request_timeout";
  return "invalid";
}

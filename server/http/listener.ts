/**
 * The HTTP server around the application: how much it takes before a request is one, and how long it waits.
 * What is not HTTP gets the same form of answer, as far as there is anybody to answer.
 */

import { randomUUID } from "node:crypto";
import { createServer, type RequestListener, type Server, type ServerOptions, STATUS_CODES } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { Duplex } from "node:stream";
import type { RefusalCode } from "../contract/refusals.ts";
import { turnAway } from "../doors/turn-away.ts";
import { problemReply } from "./problem.ts";
import { answerPlainly, taken } from "./taken-requests.ts";

/** In milliseconds. Each bounds what somebody may hold who says or takes nothing. */
export const TIMES = {
  /** [TO1] From the first byte of a request, or the last of the one before, to the end of its headers. */
  headersTimeout: 10_000,
  /** [TO1] The same to the end of its body. */
  requestTimeout: 30_000,
  /** [TO2] Longer than a load balancer keeps its idle connections, or it sends into one that we just closed. */
  keepAliveTimeout: 65_000,
  /** [TO3] A connection on which nothing moves while an answer is due or on its way. */
  timeout: 35_000, // after the one above, which answers
  /** [TO4] Of TLS: before it, nothing above applies. */
  handshakeTimeout: 10_000,
  /** How often the first two are looked at. */
  connectionsCheckingInterval: 1_000,
};

const LIMITS: ServerOptions = {
  maxHeaderSize: 16_384,
  insecureHTTPParser: false,
  // Other protocols are offered in passing (Java's client asks for h2c): such a request is one of HTTP/1.1.
  shouldUpgradeCallback: ({ headers }) => headers.upgrade?.toLowerCase() === "websocket",
  requireHostHeader: false, // it is looked at where it can be answered in our form
};
/** [TO2] A connection that is kept busy is begun anew now and then, perhaps at another process. */
const REQUESTS_PER_CONNECTION = 1_000;

export interface TlsPair {
  readonly cert: string | Buffer;
  readonly key: string | Buffer;
}

export interface ListenerOptions {
  readonly tls?: TlsPair | undefined;
  readonly times?: Partial<typeof TIMES>;
  /** Called for each refusal of what is no request. */
  readonly onRefused?: ((code: RefusalCode) => void) | undefined;
}

export function createListener(
  app: RequestListener,
  origin: string,
  { tls, times: given = {}, onRefused }: ListenerOptions = {},
): Server {
  const times = { ...TIMES, ...given };
  const limits = { ...LIMITS, ...times };
  const listener = taken(app, origin);
  const server =
    tls === undefined ? createServer(limits, listener) : createSecureServer({ ...limits, ...tls }, listener);
  server.timeout = times.timeout;
  server.maxRequestsPerSocket = REQUESTS_PER_CONNECTION;
  server.on("checkExpectation", (_request, response) =>
    answerPlainly(response, { code: "invalid", detail: "nothing but 100-continue can be expected" }, origin),
  );
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
    if (answerClientError(error, socket, origin)) onRefused?.(codeFor(error.code));
  });
  return server;
}

/** False where there is nobody to answer. */
function answerClientError({ code }: NodeJS.ErrnoException, socket: Duplex, origin: string): boolean {
  if (code === "ECONNRESET" || !socket.writable || isAnswering(socket)) {
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
  turnAway(socket, `${lines.join("\r\n")}\r\n\r\n${text}`);
  return true;
}

/** In the middle of another answer, a stream perhaps: what is said now would be taken for a part of it. */
const isAnswering = (socket: Duplex): boolean =>
  (socket as { _httpMessage?: { headersSent: boolean } | null })._httpMessage?.headersSent === true;

function codeFor(error: string | undefined): RefusalCode {
  if (error === "HPE_HEADER_OVERFLOW") return "headers_too_large";
  if (error === "ERR_HTTP_REQUEST_TIMEOUT") return "request_timeout";
  return "invalid";
}

/**
 * Which requests are taken at all, looked at before any of them is routed.
 *
 * - [HH1] Exactly one Host (RFC 9112, 3.2): of two, each server on the way may believe another.
 * - [HH2] 64 requests at most that arrive on one connection in one breath: they are answered in one turn of the event
 *   loop, and two megabytes of the shortest held it for a second. Nobody whom we know pipelines; who does more is cut.
 */
import { randomUUID } from "node:crypto";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Refusal } from "../contract/refusals.ts";
import { problemReply } from "./problem.ts";

const AT_ONCE = 64;

export function taken(app: RequestListener, origin: string): RequestListener {
  const breath = new Breath();
  return (request, response) => {
    const { socket } = request;
    if (socket.destroyed) return; // cut while more of them were on their way through the parser
    if (breath.count(socket) > AT_ONCE) return void socket.destroy();
    if (!hasOneHost(request)) answerPlainly(response, ONE_HOST, origin);
    else app(request, response);
  };
}

const ONE_HOST: Refusal = { code: "invalid", detail: "exactly one Host header is needed" };

/** The same answer as any other refusal, where there is no application yet to give it. The connection ends with it. */
export function answerPlainly(response: ServerResponse, refusal: Refusal, origin: string): void {
  const requestId = randomUUID();
  const { status = 400, type = "", text = "", headers = {} } = problemReply(refusal, requestId, origin);
  response.writeHead(status, {
    ...headers,
    Connection: "close",
    "X-Request-Id": requestId,
    "Content-Type": type,
    "Content-Length": Buffer.byteLength(text as string),
  });
  response.end(text);
}

/** Before HTTP/1.1 nobody had to say it. */
function hasOneHost({ rawHeaders, httpVersionMinor, httpVersionMajor }: IncomingMessage): boolean {
  let hosts = 0;
  for (let at = 0; at < rawHeaders.length; at += 2)
    if (rawHeaders[at]!.length === 4 && rawHeaders[at]!.toLowerCase() === "host") hosts += 1;
  return hosts === 1 || (hosts === 0 && httpVersionMajor === 1 && httpVersionMinor === 0);
}

/** How many requests came on each connection in this turn of the event loop. */
class Breath {
  readonly #counts = new Map<Socket, number>();

  count(socket: Socket): number {
    if (this.#counts.size === 0) setImmediate(() => this.#counts.clear());
    const count = (this.#counts.get(socket) ?? 0) + 1;
    this.#counts.set(socket, count);
    return count;
  }
}

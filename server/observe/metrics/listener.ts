/**
 * `GET /metrics` on a port of its own, and nothing else.
 *
 * - [OM6] It listens on METRICS_HOST, which is this machine alone unless somebody says otherwise: numbers of how an
 *   event goes are the operator's.
 * - [OM7] A process does its work without it. Where the port cannot be had it says so once, and tries again.
 */
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";

const AGAIN_MS = 10_000;
const TYPE = "text/plain; version=0.0.4; charset=utf-8";
/** A scraper asks one thing at a time; a second one and a person may look besides. */
const CONNECTIONS_MOST = 32;

export interface MetricsListenerParts {
  readonly port: number;
  readonly host: string;
  readonly text: () => Promise<string>;
  readonly log: Record<"info" | "error", (fields: object, message: string) => void>;
}

export class MetricsListener {
  readonly #parts: MetricsListenerParts;
  readonly #server: Server;
  #again: NodeJS.Timeout | undefined;
  #isStopped = false;
  #hasSaid = false;

  constructor(parts: MetricsListenerParts) {
    this.#parts = parts;
    const limits = { headersTimeout: 5_000, requestTimeout: 5_000, maxHeaderSize: 8_192 };
    this.#server = createServer(limits, answering(parts));
    this.#server.maxConnections = CONNECTIONS_MOST;
    this.#server.on("listening", () => this.#listens());
    this.#server.on("error", (error: NodeJS.ErrnoException) => this.#failed(error));
    // Nobody is kept from ending by it.
    this.#server.unref();
  }

  start(): void {
    const { port, host } = this.#parts;
    this.#server.listen({ port, host, exclusive: true });
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#again);
    if (!this.#server.listening) return;
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  #listens(): void {
    const { port } = this.#server.address() as AddressInfo;
    const { host, log } = this.#parts;
    log.info({ host, port }, "metrics are at /metrics");
  }

  #failed(error: NodeJS.ErrnoException): void {
    const { port, host, log } = this.#parts;
    if (this.#isStopped) return;
    if (!this.#hasSaid) {
      const hint = "choose another with METRICS_PORT, or METRICS_HOST; trying again every 10 s";
      log.error({ host, port, reason: error.code ?? error.message }, `no /metrics at this port: ${hint}`);
    }
    this.#hasSaid = true;
    this.#again = setTimeout(() => this.start(), AGAIN_MS).unref();
  }
}

const answering =
  ({ text, log }: MetricsListenerParts): RequestListener =>
  async (request, response) => {
    response.setHeader("Cache-Control", "no-store").setHeader("X-Content-Type-Options", "nosniff");
    const say = (status: number, type: string, body: string) =>
      response.writeHead(status, { "Content-Type": type }).end(body);
    if (request.url?.split("?")[0] !== "/metrics") return void say(404, "text/plain", "There is /metrics.\n");
    if (request.method !== "GET" && request.method !== "HEAD") {
      response.setHeader("Allow", "GET, HEAD");
      return void say(405, "text/plain", "It is only read.\n");
    }
    try {
      say(200, TYPE, await text());
    } catch (error) {
      log.error({ error }, "metrics could not be read");
      say(500, "text/plain", "The log says why.\n");
    }
  };

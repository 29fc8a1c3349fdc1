/** The port of a node: taken, and let go of. */
import { readFileSync } from "node:fs";
import type { Server } from "node:http";
import { type AddressInfo, Server as NetServer } from "node:net";
import type { TlsPair } from "./listener.ts";

/** The accept queue: with Node's default of 511 a hall that returns at once loses its SYNs. */
const BACKLOG = 4_096;

export interface Port {
  readonly port: number;
  readonly host: string;
  /** Other processes of this machine listen on it as well. */
  readonly sharedPort: boolean;
}

/** Of files. */
export function readTls(
  tls: { readonly cert: string; readonly key: string } | undefined,
): TlsPair | undefined {
  return tls === undefined ? undefined : { cert: readFileSync(tls.cert), key: readFileSync(tls.key) };
}

/** Answers the port that it is. Rejects where that cannot be had. */
export function listening(server: Server, { port, host, sharedPort }: Port): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ port, host, backlog: BACKLOG, reusePort: sharedPort }, () => {
      server.off("error", reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

/**
 * Whoever has a connection keeps it: where it is idle, a request may be on its way. http's own `close` would
 * end these at once.
 */
export function stopListening(server: Server): void {
  NetServer.prototype.close.call(server);
}

/** Says one thing over a connection that is no request's any more, and ends it for good. */
import type { Duplex } from "node:stream";

/** As long as a peer is given to take what it was told. */
const LINGER_MS = 1_000;

/**
 * An HTTP server's sockets stay half open after `end`, until their peer ends too: one that never does would keep its
 * descriptor for ever, as would one that sent more than anybody reads. So what it still sends is thrown away, and it
 * is cut a second later in any case.
 */
export function turnAway(socket: Duplex, answer: string): void {
  socket.on("error", () => {});
  socket.end(answer);
  socket.resume();
  const timer = setTimeout(() => socket.destroy(), LINGER_MS).unref();
  socket.on("close", () => clearTimeout(timer));
}

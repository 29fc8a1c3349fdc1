/** What is said to one peer within one turn of the event loop leaves in one write. */
import type { Socket as TcpSocket } from "node:net";

export function writeTogether(socket: TcpSocket | undefined): void {
  if (socket === undefined) return;
  socket.cork();
  setImmediate(() => socket.uncork());
}

/** Of an Engine.IO socket over WebSocket (6.6, `ws` 8). */
export const tcpOf = (connection: object): TcpSocket | undefined =>
  (connection as { transport: { socket?: { _socket?: TcpSocket | null } } }).transport.socket?._socket ??
  undefined;

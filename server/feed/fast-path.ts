/**
 * The fast path: one prebuilt buffer handed to each socket, as near to the kernel as Node lets us.
 *
 * What it skips, for each reader and frame: Socket.IO's packet and Engine.IO's (`createPacket`, its queue, `flush`,
 * `drain`), `ws`'s framing (UTF-8 again, header, cork and uncork), Node's stream (a write request, its callback in the
 * next tick), or for server-sent events the chunk around each event.
 *
 * Why that is safe. Every layer that is skipped only puts bytes in order, and each is looked at first:
 *
 * - Engine.IO queues packets while its transport is busy. Where anything waits there, or the connection is not open,
 *   the packet goes the plain way, behind what waits.
 * - `ws` writes each frame whole and at once, since nothing is compressed or fragmented here, and after its closing
 *   frame its state is not OPEN any more: so between two of its frames is the only place where ours can come to lie.
 * - The stream holds what the kernel has not taken (`writableLength`). Where it holds anything, or is corked, our bytes
 *   join its end by `write`. Where it is empty so is libuv's queue, and `write(2)` puts them next in order.
 * - What the kernel takes only in part, or refuses, goes on through the stream, which reports a fault to its owners.
 * - A file descriptor is asked of the handle that the socket has now: destroyed, it has none, so that bytes cannot
 *   reach whoever was given the same number since. TLS has to see every byte, so there the stream is the way.
 *
 * Where an inner part is not as we know it (another version of Engine.IO or `ws`, another system), the plain path
 * serves: it is the oracle, and a test runs both side by side.
 */
import { writeSync } from "node:fs";
import type { Socket as NetSocket } from "node:net";

/** What we look at of an Engine.IO socket (6.6), its transport, and the `ws` (8) below. */
export interface EngineConnection {
  readonly readyState: string;
  /** Packets that wait for the transport. */
  readonly writeBuffer: readonly unknown[];
  readonly transport: { readonly socket?: WebSocketParts };
  write(packet: string, options: { compress: boolean }): unknown;
}

interface WebSocketParts {
  readonly readyState: number;
  readonly _socket?: NetSocket | null;
}

/** A socket's inner part: libuv's handle, of which only numbers are read. */
interface Handle {
  readonly fd?: number;
  readonly bytesWritten?: number;
  readonly writeQueueSize?: number;
}

const OPEN = 1;

/** A message of Engine.IO, as text for the plain path and as bytes for the fast one. */
export interface PrebuiltMessage {
  /** Without Engine.IO's `4`. */
  readonly text: string;
  readonly bytes: Buffer;
}

/** Engine.IO's packet `4` (message) in one unmasked text frame of WebSocket (RFC 6455, 5.2). */
export const prebuilt = (text: string): PrebuiltMessage => ({ text, bytes: textFrame(`4${text}`) });

export function textFrame(text: string): Buffer {
  const length = Buffer.byteLength(text);
  const start = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const frame = Buffer.allocUnsafe(start + length);
  frame[0] = 0x81;
  if (start === 2) frame[1] = length;
  else if (start === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  frame.write(text, start);
  return frame;
}

/** Hands a message to a connection. True where its socket has taken all that it was ever given. */
export function sendPrebuilt(connection: EngineConnection, message: PrebuiltMessage): boolean {
  const socket = simpleSocketOf(connection);
  if (socket !== undefined) return writePrebuilt(socket, message.bytes);
  connection.write(message.text, { compress: false });
  return false;
}

/** The TCP socket of a connection in the one state in which nothing above it waits; undefined in any other. */
export function simpleSocketOf(connection: EngineConnection): NetSocket | undefined {
  const webSocket = connection.transport.socket;
  if (webSocket === undefined || webSocket.readyState !== OPEN) return undefined;
  if (connection.readyState !== "open" || connection.writeBuffer.length !== 0) return undefined;
  return webSocket._socket ?? undefined;
}

/** Puts bytes at the end of what a socket sends. True where the kernel has all of it. */
export function writePrebuilt(socket: NetSocket, bytes: Buffer): boolean {
  if (socket.writableLength !== 0) {
    socket.write(bytes);
    return false;
  }
  const fd = descriptorOf(socket);
  const taken = fd === undefined ? 0 : tryWrite(fd, bytes);
  if (taken === bytes.length) return true;
  socket.write(taken === 0 ? bytes : bytes.subarray(taken));
  return socket.writableLength === 0;
}

/** Undefined where bytes may not go past the stream. */
function descriptorOf(socket: NetSocket): number | undefined {
  const handle = handleOf(socket);
  if (handle === undefined || "encrypted" in socket || socket.writableCorked !== 0 || !socket.writable)
    return undefined;
  return handle.fd !== undefined && handle.fd >= 0 ? handle.fd : undefined;
}

const handleOf = (socket: NetSocket): Handle | undefined =>
  (socket as NetSocket & { readonly _handle?: Handle | null })._handle ?? undefined;

/** How much the kernel took at once; nothing where its buffer is full (EAGAIN) or the peer is gone. */
function tryWrite(fd: number, bytes: Buffer): number {
  try {
    return writeSync(fd, bytes, 0, bytes.length);
  } catch {
    return 0;
  }
}

/** What a socket was given by its stream and the kernel has taken: it grows while the peer reads. */
export function takenBytes(socket: NetSocket): number {
  const { bytesWritten = 0, writeQueueSize = 0 } = handleOf(socket) ?? {};
  return bytesWritten - writeQueueSize;
}

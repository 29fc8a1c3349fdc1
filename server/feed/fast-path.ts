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
 *   the packet goes the plain way, behind what waits. It tells of each packet that it is given (`packetCreate`), its
 *   goodbye among them: until it does, what was found quiet is quiet.
 * - `ws` writes each frame whole and at once, since nothing is compressed or fragmented here, and after its closing
 *   frame its state is not OPEN any more: so between two of its frames is the only place where ours can come to lie.
 * - The stream holds what the kernel has not taken (`writableLength`). Where it holds anything, or is corked, our bytes
 *   join its end by `write`. Where it is empty so is libuv's queue, and `write(2)` puts them next in order.
 * - What the kernel takes only in part, or refuses, goes on through the stream, which reports a fault to its owners.
 * - A file descriptor counts only as long as the socket has the handle that it was asked of: destroyed, it has none, so
 *   that bytes cannot reach whoever was given the same number since. TLS has to see every byte: there, and on a system
 *   without descriptors, the stream is the way.
 *
 * Where an inner part is not as we know it (another version of Engine.IO or `ws`, another system), the plain path
 * serves: it is the oracle, and a test runs both side by side.
 */
import { writeSync } from "node:fs";
import { Socket } from "node:net";

/** One TCP connection, as what puts prebuilt bytes on it needs it. */
export class DirectSocket {
  readonly #socket: Socket;
  readonly #handle: Handle | undefined;
  readonly #fd: number;

  constructor(socket: Socket) {
    this.#socket = socket;
    this.#handle = handleOf(socket);
    this.#fd = "encrypted" in socket ? NONE : (this.#handle?.fd ?? NONE);
  }

  /** Puts bytes at the end of what the socket sends. True where the kernel has all that it was ever given. */
  write(bytes: Buffer): boolean {
    const socket = this.#socket;
    const taken = this.#isEmpty ? tryWrite(this.#fd, bytes) : 0;
    // Where the socket has ended there is nobody to take anything.
    if (taken === bytes.length || !socket.writable) return true;
    socket.write(taken === 0 ? bytes : bytes.subarray(taken));
    return socket.writableLength === 0;
  }

  /** Nothing is before us, between here and the kernel, and there is a way past the stream. */
  get #isEmpty(): boolean {
    const socket = this.#socket;
    return (
      socket.writableLength === 0 &&
      this.#fd >= 0 &&
      handleOf(socket) === this.#handle &&
      socket.writableCorked === 0 &&
      socket.writable
    );
  }

  /** What it was given and the kernel has not taken. */
  get queuedBytes(): number {
    return this.#socket.writableLength;
  }

  /** What the stream was given and the kernel has taken: it grows while a slow peer reads. */
  get takenBytes(): number {
    const { bytesWritten = 0, writeQueueSize = 0 } = this.#handle ?? {};
    return bytesWritten - writeQueueSize;
  }

  /** Ends the connection at once; what was not taken is let go. */
  cut(): void {
    this.#socket.destroy();
  }
}

const NONE = -1;

/** How much the kernel took at once: nothing where its buffer is full (EAGAIN) or the peer is gone. */
function tryWrite(fd: number, bytes: Buffer): number {
  try {
    return writeSync(fd, bytes, 0, bytes.length);
  } catch {
    return 0;
  }
}

/** A socket's inner part: libuv's handle, of which only numbers are read. */
interface Handle {
  readonly fd?: number;
  readonly bytesWritten?: number;
  readonly writeQueueSize?: number;
}

const handleOf = (socket: Socket): Handle | undefined =>
  (socket as Socket & { readonly _handle?: Handle | null })._handle ?? undefined;

/** What we look at of an Engine.IO socket (6.6), its transport, and the `ws` (8) below. */
export interface EngineConnection {
  readonly readyState: string;
  /** Packets that wait for the transport. */
  readonly writeBuffer: readonly unknown[];
  readonly transport: { readonly socket?: WebSocketParts };
  write(packet: string, options: { compress: boolean }): unknown;
  sendPacket(type: "ping"): void;
  close(discard: boolean): void;
  on(event: "packetCreate" | "heartbeat" | "close", listener: (this: never) => void): unknown;
}

interface WebSocketParts {
  readonly readyState: number;
  readonly _socket?: Socket | null;
}

const OPEN = 1;

/** One packet, for the plain path and the fast one. */
export interface Prebuilt {
  readonly plainly: (connection: EngineConnection) => void;
  readonly bytes: Buffer;
}

/** Engine.IO's packet 4, a message. */
export const prebuiltMessage = (text: string): Prebuilt => ({
  plainly: (connection) => connection.write(text, { compress: false }),
  bytes: textFrame(`4${text}`),
});

/** Engine.IO's packet 2. */
export const prebuiltPing: Prebuilt = {
  plainly: (connection) => connection.sendPacket("ping"),
  bytes: textFrame("2"),
};

/** One unmasked text frame of WebSocket (RFC 6455, 5.2). */
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

const FAST = Symbol("fast connection");

type Marked = EngineConnection & { [FAST]?: FastConnection };

/** One for each connection, whoever asks. */
export function fastConnectionOf(connection: Marked): FastConnection {
  connection[FAST] ??= new FastConnection(connection);
  return connection[FAST];
}

/** From now on this connection is served by the plain path alone: the oracle of the fast one. */
export function servePlainly(connection: Marked): void {
  connection[FAST] = new PlainConnection(connection);
}

/**
 * One connection of Engine.IO over WebSocket. It is a socket rather than that it has one: at ten thousand readers most
 * of what a send costs above the kernel is memory that is touched.
 */
export class FastConnection extends DirectSocket {
  /** The liveness' own: in which second of the minute it is pinged, and whether an answer is awaited. */
  second = -1;
  isAwaited = false;
  #isQuiet = false;
  readonly #connection: EngineConnection;
  readonly #webSocket: WebSocketParts | undefined;

  constructor(connection: EngineConnection) {
    const webSocket = connection.transport.socket;
    // Without one as we know it nothing is ever quiet, and the plain path serves.
    super(webSocket?._socket ?? new Socket());
    this.#connection = connection;
    this.#webSocket = webSocket?._socket ? webSocket : undefined;
    connection.on("packetCreate", given);
  }

  /** Something was given to Engine.IO. */
  wake(): void {
    this.#isQuiet = false;
  }

  /** True where the kernel has all that the connection was ever given. */
  send(packet: Prebuilt): boolean {
    return this.#isQuiet || this.#becomesQuiet() ? this.write(packet.bytes) : this.sendPlainly(packet);
  }

  protected sendPlainly({ plainly }: Prebuilt): boolean {
    plainly(this.#connection);
    return false;
  }

  /** Whether it is in the one state in which nothing above the TCP socket waits or ends. */
  #becomesQuiet(): boolean {
    const { readyState, writeBuffer } = this.#connection;
    this.#isQuiet = writeBuffer.length === 0 && readyState === "open" && this.#webSocket?.readyState === OPEN;
    return this.#isQuiet;
  }

  override get queuedBytes(): number {
    const { writeBuffer } = this.#connection;
    return writeBuffer.reduce<number>((sum, packet) => sum + lengthOf(packet), super.queuedBytes);
  }

  /** Ends it at once: Engine.IO's own close waits half a minute for a peer that does not read. */
  override cut(): void {
    if (this.#webSocket === undefined) this.#connection.close(true);
    else super.cut();
  }
}

/** One function for all connections. */
function given(this: Marked): void {
  fastConnectionOf(this).wake();
}

class PlainConnection extends FastConnection {
  override send(packet: Prebuilt): boolean {
    return this.sendPlainly(packet);
  }
}

/** Of a packet that waits in Engine.IO: by characters, which is near enough for a bound. */
const lengthOf = (packet: unknown): number => {
  const { data } = packet as { readonly data?: unknown };
  return typeof data === "string" ? data.length + 1 : 1;
};

/** A client over bare TCP that says only what it is told to, and never ends by itself. */
import { connect, type Socket } from "node:net";

export interface RawClient {
  readonly socket: Socket;
  /** All that came. */
  readonly heard: string;
  /** The server has ended, or cut it. */
  readonly isOver: boolean;
  say(text: string): void;
  drop(): void;
}

export async function rawClient(port: number): Promise<RawClient> {
  // It keeps its own half open, whatever the server does.
  const socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
  const state = { heard: "", isOver: false };
  socket.setEncoding("latin1");
  socket.on("data", (part: string) => {
    state.heard += part;
  });
  for (const event of ["end", "close", "error"]) {
    socket.on(event, () => {
      state.isOver = true;
    });
  }
  await new Promise((resolve) => socket.once("connect", resolve));
  return {
    socket,
    get heard() {
      return state.heard;
    },
    get isOver() {
      return state.isOver;
    },
    say: (text) => void socket.write(text),
    drop: () => void socket.destroy(),
  };
}

/** A request with these headers, without a body. */
export function head(line: string, headers: Readonly<Record<string, string>> = {}): string {
  const lines = Object.entries({ Host: "localhost", ...headers }).map(([name, value]) => `${name}: ${value}`);
  return [`${line} HTTP/1.1`, ...lines, "", ""].join("\r\n");
}

export const upgrade = (headers: Readonly<Record<string, string>> = {}, path = SOCKETS): string =>
  head(`GET ${path}`, {
    Connection: "Upgrade",
    Upgrade: "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    ...headers,
  });

const SOCKETS = "/socket.io/?EIO=4&transport=websocket";

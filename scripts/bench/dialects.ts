/** What a reader speaks: how it asks to be let in, what it hears, and when it has come to where it wants to be. */
import { type PacketReader, type Position, plainPackets, socketIoPackets, streamPackets } from "./packets.ts";

export type DialectName = "fanfare" | "fanfare-stream" | "socket.io" | "websocket" | "nchan";

export interface Dialect {
  readonly isStream: boolean;
  readonly path: (cursor: Position | undefined) => string;
  /** What is answered to Engine.IO's greeting. */
  readonly connect: (cursor: Position | undefined) => string;
  /** What a reader waits for that is about to listen. */
  readonly readyWhen: "positioned" | "connected" | "open";
  readonly packets: () => PacketReader;
}

const SOCKET_IO = "/socket.io/?EIO=4&transport=websocket";
const bare = { isStream: false, connect: () => "", readyWhen: "open", packets: plainPackets } as const;

export const dialects: Readonly<Record<DialectName, Dialect>> = {
  fanfare: {
    isStream: false,
    path: () => SOCKET_IO,
    connect: (cursor) => `40${JSON.stringify({ protocol: 1, ...(cursor && { cursor }) })}`,
    readyWhen: "positioned",
    packets: socketIoPackets,
  },
  "fanfare-stream": {
    isStream: true,
    path: (cursor) => `/api/v1/feed/stream${cursor ? `?cursor=${cursor.epoch}.${cursor.offset}` : ""}`,
    connect: () => "",
    readyWhen: "positioned",
    packets: streamPackets,
  },
  "socket.io": {
    isStream: false,
    path: () => SOCKET_IO,
    connect: () => "40",
    readyWhen: "connected",
    packets: socketIoPackets,
  },
  websocket: { ...bare, path: () => "/" },
  nchan: { ...bare, path: () => "/sub" },
};

/**
 * The request of a reader as Chromium writes it: what a server keeps for each connection depends on how many
 * headers came with it. No cookie: readers have none.
 */
export function requestFor(dialect: Dialect, port: number, cursor: Position | undefined): string {
  const host = `127.0.0.1:${port}`;
  const upgrade = [
    "Connection: Upgrade",
    "Pragma: no-cache",
    "Cache-Control: no-cache",
    USER_AGENT,
    "Upgrade: websocket",
    `Origin: http://${host}`,
    "Sec-WebSocket-Version: 13",
    "Accept-Encoding: gzip, deflate, br, zstd",
    "Accept-Language: en-GB,en;q=0.9,de;q=0.8",
    "Sec-WebSocket-Key: YmVuY2hyZWFkZXJrZXkhIQ==",
    "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits",
  ];
  const stream = [
    "Connection: keep-alive",
    USER_AGENT,
    "Accept: text/event-stream",
    "Cache-Control: no-cache",
    "Sec-Fetch-Site: same-origin",
    "Sec-Fetch-Mode: cors",
    "Sec-Fetch-Dest: empty",
    `Referer: http://${host}/`,
    "Accept-Encoding: gzip, deflate, br, zstd",
    "Accept-Language: en-GB,en;q=0.9,de;q=0.8",
  ];
  const lines = [`GET ${dialect.path(cursor)} HTTP/1.1`, `Host: ${host}`];
  return `${[...lines, ...(dialect.isStream ? stream : upgrade)].join("\r\n")}\r\n\r\n`;
}

const USER_AGENT =
  "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";

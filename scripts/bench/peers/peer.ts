/** What Fanfare is measured beside: other servers that tell many readers one thing. */
import { join } from "node:path";
import type { DialectName } from "../dialects.ts";
import { PROBE_FLAGS } from "../probed.ts";
import { prepareFloor } from "./floor.ts";
import { prepareNchan } from "./nchan.ts";

/** How it is started; or why it cannot be, here. */
export type Prepared =
  | { readonly command: string; readonly args: readonly string[]; readonly env?: NodeJS.ProcessEnv }
  | { readonly missing: string };

export interface Peer {
  readonly name: string;
  readonly dialect: DialectName;
  readonly isNode: boolean;
  /** It may write into the folder, which is its own. */
  readonly prepare: (folder: string, port: number) => Prepared;
}

function nodePeer(name: string, dialect: DialectName, script: string, env: NodeJS.ProcessEnv = {}): Peer {
  const args = [...PROBE_FLAGS, join(import.meta.dirname, script)];
  return {
    name,
    dialect,
    isNode: true,
    prepare: (_folder, port) => ({
      command: process.execPath,
      args,
      env: { ...env, PORT: String(port) },
    }),
  };
}

/** Its own pings would be in the CPU of what is sent; how it comes by default is what it costs when idle. */
export const plain = nodePeer("plain Socket.IO", "socket.io", "plain.ts", { PING_MS: "120000" });
export const plainByDefault = nodePeer("plain Socket.IO", "socket.io", "plain.ts", { PING_MS: "25000" });
export const rawWs = nodePeer("ws", "websocket", "raw-ws.ts");
export const nchan: Peer = { name: "nginx + nchan", dialect: "nchan", isNode: false, prepare: prepareNchan };
export const floor: Peer = { name: "floor in C", dialect: "websocket", isNode: false, prepare: prepareFloor };

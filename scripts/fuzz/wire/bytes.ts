/** Bytes as they are, over a connection of their own, and every byte that comes back. */
import { connect, type Socket } from "node:net";

export interface Sending {
  readonly port: number;
  /** Another address of this machine than the usual one: who it is counted as. */
  readonly from?: string | undefined;
  /** Given up after so long; the answer says so. */
  readonly patienceMs?: number;
  /** Enough was heard: we close. */
  readonly until?: (heard: Buffer) => boolean;
  /** Said later, once so much was heard. */
  readonly later?: { readonly after: (heard: Buffer) => boolean; readonly say: string };
  /** We say that nothing more will come from us. */
  readonly endsWith?: "our end" | undefined;
}

export interface Heard {
  readonly bytes: Buffer;
  readonly end: "closed" | "enough" | "nothing more came";
  readonly tookMs: number;
}

const PATIENCE_MS = 15_000;

/** Never rejects: a connection that is cut is one that is closed. */
export function sendBytes(parts: readonly (Buffer | string)[], sending: Sending): Promise<Heard> {
  const { port, from, patienceMs = PATIENCE_MS, until, endsWith, later } = sending;
  return new Promise((resolve) => {
    const startedAt = performance.now();
    let heard: Buffer[] = [];
    let isSaid = false;
    const socket = connect({
      port,
      host: "127.0.0.1",
      ...(from === undefined ? {} : { localAddress: from }),
    });
    const done = (end: Heard["end"]) => {
      clearTimeout(timer);
      socket.destroy();
      resolve({ bytes: Buffer.concat(heard), end, tookMs: performance.now() - startedAt });
    };
    const timer = setTimeout(() => done("nothing more came"), patienceMs);
    socket.setNoDelay(true);
    socket.on("connect", () => {
      write(socket, parts);
      if (endsWith !== undefined) socket.end();
    });
    socket.on("data", (part: Buffer) => {
      heard.push(part);
      if (until === undefined && later === undefined) return;
      heard = [Buffer.concat(heard)];
      if (until?.(heard[0]!)) done("enough");
      if (!isSaid && later?.after(heard[0]!)) {
        isSaid = true;
        socket.write(later.say);
      }
    });
    socket.on("error", () => {});
    socket.on("close", () => done("closed"));
  });
}

function write(socket: Socket, parts: readonly (Buffer | string)[]): void {
  for (const part of parts) socket.write(part as Buffer);
}

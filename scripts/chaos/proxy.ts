/**
 * A TCP proxy of our own. It stands between a server and its Redis, or a browser and its server, and lets a
 * test cut, hold or swallow what passes.
 */
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type NetConnectOpts, type Socket } from "node:net";

/** Looks at each part of what a client sends. What it answers becomes of the connection. */
export type Watch = (sent: string) => Fate | undefined;
export type Fate =
  /** Passed on; the connection is closed when the reply comes, and the reply is never seen. */
  | "lose-reply"
  /** Passed on; the reply never comes and the connection stays open. */
  | "swallow-reply"
  /** Passed on; what is replied on this connection from now on waits for `release`. */
  | "hold-replies"
  /** Not passed on: the connection is closed. */
  | "lose-request";

export interface RealProxy {
  readonly port: number;
  readonly base: string;
  /** Judges what clients send, from now on. */
  watch(watch: Watch | undefined): void;
  /** Lets go of the replies that were held. */
  release(): void;
  /** Closes every connection and refuses new ones until `mend`. */
  cut(): void;
  mend(): void;
  /** How many connections were made through it. */
  readonly connections: number;
  close(): Promise<void>;
}

export async function realProxy(target: NetConnectOpts): Promise<RealProxy> {
  const open = new Set<Link>();
  let watch: Watch | undefined;
  let isCut = false;
  let connections = 0;
  const server = createServer((client) => {
    client.on("error", () => {});
    if (isCut) return void client.destroy();
    connections += 1;
    const link = new Link(client, connect(target), (sent) => watch?.(sent));
    open.add(link);
    client.on("close", () => open.delete(link));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const cut = () => {
    isCut = true;
    for (const link of open) link.destroy();
  };
  return {
    port,
    base: `http://127.0.0.1:${port}`,
    watch(next) {
      watch = next;
    },
    release() {
      for (const link of open) link.release();
    },
    cut,
    mend() {
      isCut = false;
    },
    get connections() {
      return connections;
    },
    async close() {
      cut();
      server.close();
      await once(server, "close");
    },
  };
}

class Link {
  readonly #client: Socket;
  readonly #target: Socket;
  #fate: Fate | undefined;
  #kept: Buffer[] = [];

  constructor(client: Socket, target: Socket, judge: Watch) {
    this.#client = client;
    this.#target = target;
    client.on("data", (part: Buffer) => {
      this.#fate ??= judge(part.toString("latin1"));
      if (this.#fate === "lose-request") this.destroy();
      else target.write(part);
    });
    target.on("data", (part: Buffer) => {
      if (this.#fate === "lose-reply") this.destroy();
      else if (this.#fate === "swallow-reply") return;
      else if (this.#fate === "hold-replies") this.#kept.push(part);
      else client.write(part);
    });
    target.on("error", () => client.destroy());
    target.on("close", () => client.destroy());
    client.on("close", () => target.destroy());
  }

  release(): void {
    if (this.#fate === "hold-replies") this.#fate = undefined;
    for (const part of this.#kept.splice(0)) this.#client.write(part);
  }

  destroy(): void {
    this.#client.destroy();
    this.#target.destroy();
  }
}

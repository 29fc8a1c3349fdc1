/**
 * A TCP proxy of our own. It stands between a process and its Redis, or a client and its server, and does to what
 * passes what networks do: lose replies, be slow and uneven, be narrow, say nothing any more, reset.
 */
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type NetConnectOpts, type Socket } from "node:net";
import { ProxyLink } from "./proxy-link.ts";

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

/** How it is to send through it, each way. Order is kept, as TCP keeps it. */
export interface Weather {
  readonly latencyMs?: number;
  /** Up to so much more, evenly. */
  readonly jitterMs?: number;
  readonly bytesPerSecond?: number;
}

/** `up` is what clients send. */
export type Way = "up" | "down" | "both";

export interface RealProxy {
  readonly port: number;
  readonly base: string;
  /** Judges what clients send, from now on. */
  watch(watch: Watch | undefined): void;
  /** Lets go of the replies that were held. */
  release(): void;
  /** Closes every connection and refuses new ones until `mend`. */
  cut(): void;
  /**
   * Nothing passes that way any more, and nobody is told: what is sent stays with the sender's kernel, new connections
   * are taken and as mute. After `mend` it arrives all the same, as after a partition.
   */
  blackHole(way?: Way): void;
  /** The connections that there are stay mute for ever, as to a peer that lost its power; new ones are well. */
  abandon(): void;
  /** Every connection ends by a RST. New ones are well. */
  reset(): void;
  /** The peers hear the end of what comes from the other side, and may go on sending. */
  halfClose(way: "up" | "down"): void;
  /** From now on, for everything that passes; `{}` is fine weather. */
  weather(weather: Weather): void;
  /** The end of `cut`, `blackHole` and bad weather. */
  mend(): void;
  /** How many connections were made through it. */
  readonly connections: number;
  /** How many there are. */
  readonly open: number;
  close(): Promise<void>;
}

/** `random` is for the jitter alone. */
export async function realProxy(
  target: NetConnectOpts,
  random: () => number = Math.random,
): Promise<RealProxy> {
  const open = new Set<ProxyLink>();
  let watch: Watch | undefined;
  let isCut = false;
  let hole: Way | undefined;
  let weather: Weather = {};
  let connections = 0;
  const server = createServer({ allowHalfOpen: true }, (client: Socket) => {
    client.on("error", () => {});
    if (isCut) return void client.destroy();
    connections += 1;
    const upstream = connect({ ...target, allowHalfOpen: true } as NetConnectOpts);
    const link = new ProxyLink({ client, upstream, judge: (sent) => watch?.(sent), random });
    link.weather(weather);
    link.blackHole(hole);
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
  const setWeather = (next: Weather) => {
    weather = next;
    for (const link of open) link.weather(next);
  };
  const setHole = (next: Way | undefined) => {
    hole = next;
    for (const link of open) link.blackHole(next);
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
    blackHole: (way = "both") => setHole(way),
    abandon() {
      for (const link of open) link.abandon();
    },
    reset() {
      for (const link of open) link.reset();
    },
    halfClose(way) {
      for (const link of open) link.halfClose(way);
    },
    weather: setWeather,
    mend() {
      isCut = false;
      setWeather({});
      setHole(undefined);
    },
    get connections() {
      return connections;
    },
    get open() {
      return open.size;
    },
    async close() {
      cut();
      server.close();
      await once(server, "close");
    },
  };
}

/** One connection through the proxy: two sockets, and what becomes of what passes between them. */
import type { Socket } from "node:net";
import type { Fate, Watch, Way, Weather } from "./proxy.ts";

export interface ProxyLinkParts {
  readonly client: Socket;
  readonly upstream: Socket;
  readonly judge: Watch;
  readonly random: () => number;
}

export class ProxyLink {
  readonly #client: Socket;
  readonly #upstream: Socket;
  readonly #up: Lane;
  readonly #down: Lane;
  #fate: Fate | undefined;
  #kept: Buffer[] = [];
  #isAbandoned = false;

  constructor({ client, upstream, judge, random }: ProxyLinkParts) {
    this.#client = client;
    this.#upstream = upstream;
    this.#up = new Lane(client, upstream, random);
    this.#down = new Lane(upstream, client, random);
    client.on("data", (part: Buffer) => {
      this.#fate ??= judge(part.toString("latin1"));
      if (this.#fate === "lose-request") this.destroy();
      else this.#up.pass(part);
    });
    upstream.on("data", (part: Buffer) => {
      if (this.#fate === "lose-reply") this.destroy();
      else if (this.#fate === "swallow-reply") return;
      else if (this.#fate === "hold-replies") this.#kept.push(part);
      else this.#down.pass(part);
    });
    client.on("end", () => this.#up.end());
    upstream.on("end", () => this.#down.end());
    upstream.on("error", () => this.#isAbandoned || client.destroy());
    upstream.on("close", () => this.#isAbandoned || this.#down.whenEmpty(() => client.destroy()));
    client.on("close", () => upstream.destroy());
  }

  weather(weather: Weather): void {
    this.#up.weather = weather;
    this.#down.weather = weather;
  }

  blackHole(way: Way | undefined): void {
    if (this.#isAbandoned) return;
    this.#up.hold(way === "up" || way === "both");
    this.#down.hold(way === "down" || way === "both");
  }

  abandon(): void {
    this.blackHole("both");
    this.#isAbandoned = true;
  }

  release(): void {
    if (this.#fate === "hold-replies") this.#fate = undefined;
    for (const part of this.#kept.splice(0)) this.#client.write(part);
  }

  halfClose(way: "up" | "down"): void {
    (way === "up" ? this.#upstream : this.#client).end();
  }

  reset(): void {
    this.#client.resetAndDestroy();
    // There is no such end on a unix socket.
    if (this.#upstream.remoteAddress === undefined) this.#upstream.destroy();
    else this.#upstream.resetAndDestroy();
  }

  destroy(): void {
    this.#client.destroy();
    this.#upstream.destroy();
  }
}

/** A link that is narrow takes no more than this ahead: whoever sends must feel it. */
const MOST_QUEUED = 256 * 1024;

interface Waiting {
  readonly part: Buffer | undefined;
  readonly atMs: number;
}

/** One way of a connection: in order, as late and as narrow as the weather, or not at all. */
class Lane {
  weather: Weather = {};
  readonly #from: Socket;
  readonly #to: Socket;
  readonly #random: () => number;
  readonly #queue: Waiting[] = [];
  #queued = 0;
  #isHeld = false;
  #freeAtMs = 0;
  #timer: NodeJS.Timeout | undefined;
  #whenEmpty: (() => void) | undefined;

  constructor(from: Socket, to: Socket, random: () => number) {
    this.#from = from;
    this.#to = to;
    this.#random = random;
  }

  pass(part: Buffer): void {
    if (this.#isFine()) this.#to.write(part);
    else this.#put(part, part.length);
  }

  /** The end of it, after all that came before. */
  end(): void {
    if (this.#isFine()) this.#to.end();
    else this.#put(undefined, 0);
  }

  /** The sender's kernel keeps what comes meanwhile. */
  hold(isHeld: boolean): void {
    if (isHeld === this.#isHeld) return;
    this.#isHeld = isHeld;
    if (!isHeld) this.#drain();
    this.#breathe();
  }

  whenEmpty(then: () => void): void {
    this.#whenEmpty = then;
    if (this.#isHeld) return; // nobody is told
    if (this.#queue.length === 0) then();
  }

  #isFine(): boolean {
    const { latencyMs, jitterMs, bytesPerSecond } = this.weather;
    const isCalm = latencyMs === undefined && jitterMs === undefined && bytesPerSecond === undefined;
    return isCalm && this.#queue.length === 0 && !this.#isHeld;
  }

  #breathe(): void {
    if (this.#isHeld || this.#queued > MOST_QUEUED) this.#from.pause();
    else if (this.#from.isPaused()) this.#from.resume();
  }

  #put(part: Buffer | undefined, size: number): void {
    const { latencyMs = 0, jitterMs = 0, bytesPerSecond } = this.weather;
    const now = performance.now();
    const sendingMs = bytesPerSecond === undefined ? 0 : (size / bytesPerSecond) * 1_000;
    const arrivesAt = now + latencyMs + this.#random() * jitterMs;
    this.#freeAtMs = Math.max(this.#freeAtMs, now) + sendingMs;
    this.#queue.push({ part, atMs: Math.max(arrivesAt, this.#freeAtMs, this.#queue.at(-1)?.atMs ?? 0) });
    this.#queued += size;
    this.#drain();
    this.#breathe();
  }

  #drain(): void {
    clearTimeout(this.#timer);
    if (this.#isHeld) return;
    for (let next = this.#queue[0]; next !== undefined; next = this.#queue[0]) {
      const waitMs = next.atMs - performance.now();
      if (waitMs > 0) {
        this.#timer = setTimeout(() => {
          this.#drain();
          this.#breathe();
        }, waitMs);
        return;
      }
      this.#queue.shift();
      this.#queued -= next.part?.length ?? 0;
      if (next.part === undefined) this.#to.end();
      else if (!this.#to.destroyed) this.#to.write(next.part);
    }
    this.#whenEmpty?.();
  }
}

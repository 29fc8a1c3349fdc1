/**
 * A process' way to Redis: connections that take time, drop, fall silent, and lose replies to what was done. What is
 * asked fails as it does with ioredis and our settings (server/store/redis-connection.ts).
 */
import { type ReadEntries, StoreFailure } from "../../server/store/feed-log.ts";
import { COMMAND_TIMEOUT_MS } from "../../server/store/redis-connection.ts";
import type { Follower } from "../../server/store/redis-follower.ts";
import type { Dice } from "./dice.ts";
import type { SimulatedRedis } from "./redis.ts";
import type { Process, VirtualTime } from "./time.ts";

export interface Weather {
  /** Of one way between a process and Redis. */
  storeMs: number;
  /** Between a reader or a desk and a server. */
  readerMs: number;
  /** How often a write is done and its reply lost with the connection. */
  lostReplies: number;
  /** How often a frame is lost, or comes twice. */
  lostFrames: number;
  /** How often a wake-up is lost, or comes twice. */
  lostJobs: number;
}

export interface LineParts {
  readonly time: VirtualTime;
  readonly dice: Dice;
  readonly redis: SimulatedRedis;
  readonly weather: Weather;
  readonly process: Process;
  readonly nowMs: () => number;
}

interface Asked {
  readonly fail: (isSilent: boolean) => void;
}

/** One connection: made again by itself, after a while. */
class Connection {
  runId: string | undefined;
  backAt = 0;
  readonly asked = new Set<Asked>();
}

export class Line {
  readonly parts: LineParts;
  /** `silent`: nothing passes, and nobody is told. */
  state: "good" | "cut" | "silent" = "good";
  readonly writer = new Connection();
  readonly reader = new Connection();
  readonly tail = new Connection();
  readonly #waiting = new Set<() => void>();

  constructor(parts: LineParts) {
    this.parts = parts;
  }

  /** Every connection ends: what was asked is not answered. */
  drop(): void {
    this.parts.time.after(this.parts.process, 0, () => {
      for (const connection of [this.writer, this.reader, this.tail]) this.#break(connection);
    });
  }

  #break(connection: Connection): void {
    const { time, dice } = this.parts;
    connection.runId = undefined;
    connection.backAt = time.now + dice.between(5, 600);
    for (const asked of [...connection.asked]) asked.fail(false);
  }

  isReady(connection: Connection): boolean {
    const { time, redis } = this.parts;
    if (connection.runId !== undefined) {
      if (
        this.state === "silent" ||
        (this.state === "good" && redis.isUp && connection.runId === redis.runId)
      )
        return true;
      this.#break(connection);
      return false;
    }
    if (this.state !== "good" || !redis.isUp || time.now < connection.backAt) return false;
    connection.runId = redis.runId;
    return true;
  }

  /** Asks on a connection. `answer` runs at Redis, in one step, if it comes there. */
  ask<T>(connection: Connection, isWrite: boolean, answer: () => Promise<T>): Promise<T> {
    const { time, dice, redis, weather, process } = this.parts;
    if (!this.isReady(connection))
      return Promise.reject(new StoreFailure("unreachable", "not connected to Redis"));
    const runId = connection.runId!;
    return new Promise((resolve, reject) => {
      let isOver = false;
      const end = (settle: () => void) => {
        if (isOver) return;
        isOver = true;
        connection.asked.delete(asked);
        timeout.isOff = true;
        settle();
      };
      const kind = isWrite ? "unknown" : "unreachable";
      const asked: Asked = {
        fail: (isSilent) => end(() => reject(new StoreFailure(kind, isSilent ? "timed out" : "closed"))),
      };
      connection.asked.add(asked);
      const timeout = time.after(process, COMMAND_TIMEOUT_MS, () => {
        asked.fail(true);
        this.#break(connection);
      });
      const isLostOnTheWay = this.state === "silent" && dice.chance(0.5);
      time.after(redis.process, dice.between(0.2, 1) * weather.storeMs, () => {
        // What is on its way when a line is cut may still arrive.
        if (isLostOnTheWay || !redis.isUp || redis.runId !== runId || (isOver && dice.chance(0.5))) return;
        const reply = (settle: () => void) => {
          const waits = dice.chance(0.3) ? dice.between(0, 1) * weather.storeMs : 0;
          time.become(process, waits, () => end(settle));
        };
        void answer().then(
          (value) => {
            if (isWrite && dice.chance(weather.lostReplies))
              time.become(process, 0, () => this.#break(connection));
            else if (this.state !== "silent") reply(() => resolve(value));
          },
          (error) => reply(() => reject(error)),
        );
      });
    });
  }

  /** Runs `heard` when something was written. */
  onWritten(heard: () => void): () => void {
    this.#waiting.add(heard);
    return () => this.#waiting.delete(heard);
  }

  written(): void {
    for (const heard of [...this.#waiting]) heard();
  }
}

/** How a node's tail follows over its own connection. */
export class SimulatedFollower implements Follower {
  readonly #line: Line;

  constructor(line: Line) {
    this.#line = line;
  }

  async connect(): Promise<boolean> {
    const { tail } = this.#line;
    const wasConnected = tail.runId !== undefined;
    if (!this.#line.isReady(tail)) throw new Error("connect ECONNREFUSED");
    return !wasConnected;
  }

  head() {
    return this.#ask(() => this.#line.parts.redis.log.head());
  }

  markOf(offset: number) {
    return this.#ask(() => this.#line.parts.redis.log.markOf(offset));
  }

  #ask<T>(answer: () => Promise<T>): Promise<T> {
    return this.#line.ask(this.#line.tail, false, answer);
  }

  async follow(after: number, count: number, blockMs: number): Promise<ReadEntries> {
    const { time, redis, process } = this.#line.parts;
    const until = time.now + blockMs;
    for (;;) {
      const read = await this.#ask(() => redis.log.read(after, count));
      if (read.outcome !== "entries" || read.entries.length > 0 || time.now >= until) return read;
      await this.#news(until - time.now, process);
    }
  }

  /** Resolves when something was written, or the time is over; rejects when the connection ends. */
  #news(ms: number, process: Process): Promise<void> {
    const { time } = this.#line.parts;
    const { tail } = this.#line;
    return new Promise((resolve, reject) => {
      const end = (settle: () => void) => {
        off();
        timeout.isOff = true;
        tail.asked.delete(asked);
        settle();
      };
      const asked = { fail: () => end(() => reject(new Error("Connection is closed."))) };
      tail.asked.add(asked);
      const off = this.#line.onWritten(() => time.after(process, 0, () => end(resolve)));
      const timeout = time.after(process, ms, () => end(resolve));
    });
  }

  close(): void {
    this.#line.tail.runId = undefined;
    for (const asked of [...this.#line.tail.asked]) asked.fail(false);
  }
}

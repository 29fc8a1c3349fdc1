/** The load generator: a process of its own that holds any number of readers and notes what reaches them. */
import { setTimeout as pause } from "node:timers/promises";
import { BenchReader, type ReaderEvents, type Seat } from "./bench-reader.ts";
import type { Arrival, CrowdQuestions } from "./crowd-questions.ts";
import { dialects } from "./dialects.ts";
import type { Published } from "./packets.ts";
import { answering } from "./questions.ts";
import { wallMs } from "./wall-clock.ts";

/** So many handshakes under way while a crowd gathers; a storm has no such manners. */
const AT_ONCE = 100;
const AGAIN_MS = { least: 200, spread: 600 };
/** Who was called back is impatient. */
const AT_ONCE_AGAIN_MS = { least: 100, spread: 200 };
const LOOK_MS = 10;
/** An address has some 28,000 ports, which rest for a minute when they were used. */
const READERS_EACH_ADDRESS = 2_000;

type Work = {
  [Q in keyof CrowdQuestions]: (ask: CrowdQuestions[Q]["ask"]) => Promise<CrowdQuestions[Q]["answer"]>;
};

/** By this process' own clock, which costs nothing to ask. */
interface Noted extends Omit<Arrival, "headline" | "lastMs" | "count"> {
  lastMs: number;
  count: number;
}

class Crowd implements ReaderEvents {
  dialect = dialects.fanfare;
  parse = this.dialect.packets();
  #readers: BenchReader[] = [];
  #arrivals = new Map<string, Noted>();
  #isWakeful = false;
  #gaps = 0;
  #lost = 0;
  #againMs: typeof AGAIN_MS | undefined = AGAIN_MS;
  #onMoved: (reader: BenchReader) => void = () => {};

  moved(reader: BenchReader, published: readonly Published[]): void {
    if (published.length > 0) this.#note(published, performance.now());
    this.#onMoved(reader);
  }

  #note(published: readonly Published[], atMs: number): void {
    for (const { headline, loggedMs } of published) {
      const arrival = this.#arrivals.get(headline);
      if (arrival === undefined)
        this.#arrivals.set(headline, { loggedMs, firstMs: atMs, lastMs: atMs, count: 1 });
      else {
        arrival.lastMs = atMs;
        arrival.count += 1;
      }
    }
  }

  gap(): void {
    this.#gaps += 1;
  }

  lost(reader: BenchReader): void {
    this.#lost += 1;
    if (this.#againMs === undefined) return;
    const { least, spread } = this.#againMs;
    const readers = this.#readers;
    setTimeout(() => readers === this.#readers && reader.connect(), least + Math.random() * spread);
  }

  readonly work: Work = {
    gather: async ({ ports, readers, dialect = "fanfare" }) => {
      this.dialect = dialects[dialect];
      this.parse = this.dialect.packets();
      this.#forget();
      this.#againMs = AGAIN_MS;
      const coming = Array.from({ length: readers }, (_, n) => new BenchReader(this, seat(n, ports)));
      this.#readers = [...coming];
      const waiting = new Set(coming);
      let next = 0;
      const comeIn = () => coming[next++]?.connect();
      this.#onMoved = (reader) => {
        if (waiting.delete(reader)) comeIn();
      };
      for (let n = 0; n < AT_ONCE; n += 1) comeIn();
      await until(() => waiting.size === 0, Number.POSITIVE_INFINITY);
      this.#onMoved = () => {};
      return { turnedAway: this.#lost };
    },

    listen: async ({ wakeful = false }) => {
      this.#forget();
      this.#isWakeful = wakeful;
      if (wakeful) this.#stayAwake();
      return {};
    },

    heard: async ({ announcements, withinMs, named = "" }) => {
      const wanted = announcements * this.#readers.length;
      const asked = () => this.#arrivals.entries().filter(([headline]) => headline.startsWith(named));
      const received = () => asked().reduce((sum, [, { count }]) => sum + count, 0);
      await until(() => received() >= wanted, withinMs);
      this.#isWakeful = false;
      const byTheWall = wallMs() - performance.now();
      const arrivals = [...asked()].map(([headline, { firstMs, lastMs, ...arrival }]) => ({
        headline,
        firstMs: firstMs + byTheWall,
        lastMs: lastMs + byTheWall,
        ...arrival,
      }));
      return { arrivals, gaps: this.#gaps, lost: this.#lost, behind: this.#behind() };
    },

    storm: async ({ behind, withinMs }) => {
      const head = this.#readers[0]?.cursor;
      if (head === undefined) throw new Error("a storm of nobody");
      this.#forget();
      const away = new Set(this.#readers);
      const backMs: number[] = [];
      const startedAt = performance.now();
      this.#onMoved = (reader) => {
        const { epoch, offset } = reader.cursor!;
        if (epoch !== head.epoch || offset < head.offset || !away.delete(reader)) return;
        backMs.push(performance.now() - startedAt);
      };
      for (const reader of this.#readers) {
        reader.cursor = { epoch: head.epoch, offset: Math.max(0, head.offset - behind) };
        reader.drop();
      }
      for (const reader of this.#readers) reader.connect();
      await until(() => away.size === 0, withinMs);
      this.#onMoved = () => {};
      return { backMs, gaps: this.#gaps, turnedAway: this.#lost };
    },

    standBy: async () => {
      this.#forget();
      this.#againMs = undefined;
      return {};
    },

    callBack: async ({ withinMs }) => {
      const byTheWall = wallMs() - performance.now();
      const before = new Map(this.#readers.map((reader) => [reader, reader.cursor]));
      const backAtMs: number[] = [];
      this.#lost = 0;
      this.#againMs = AT_ONCE_AGAIN_MS;
      this.#onMoved = (reader) => {
        const was = before.get(reader);
        const { cursor } = reader;
        if (was === undefined || cursor?.epoch !== was.epoch || cursor.offset < was.offset) return;
        before.delete(reader);
        backAtMs.push(performance.now() + byTheWall);
      };
      for (const reader of this.#readers) reader.drop();
      for (const reader of this.#readers) reader.connect();
      await until(() => before.size === 0, withinMs);
      this.#onMoved = () => {};
      return { backAtMs, gaps: this.#gaps, turnedAway: this.#lost };
    },

    disperse: async () => {
      for (const reader of this.#readers.splice(0)) reader.drop();
      this.#readers = [];
      return {};
    },
  };

  #behind(): number {
    const furthest = Math.max(0, ...this.#readers.map(({ cursor }) => cursor?.offset ?? 0));
    return this.#readers.filter(({ cursor }) => (cursor?.offset ?? 0) !== furthest).length;
  }

  /** As long as something is to be done at once, the event loop asks for news instead of sleeping until there is some. */
  #stayAwake(): void {
    if (this.#isWakeful) setImmediate(() => this.#stayAwake());
  }

  #forget(): void {
    this.#arrivals = new Map();
    this.#gaps = 0;
    this.#lost = 0;
  }
}

/** Everywhere but on Linux this machine is one address. */
function seat(n: number, ports: readonly number[]): Seat {
  const address = 2 + Math.floor(n / READERS_EACH_ADDRESS);
  return {
    port: ports[n % ports.length]!,
    localAddress: process.platform === "linux" ? `127.0.0.${address}` : undefined,
  };
}

async function until(isTrue: () => boolean, withinMs: number): Promise<void> {
  const giveUpAt = performance.now() + withinMs;
  while (!isTrue() && performance.now() < giveUpAt) await pause(LOOK_MS);
}

process.on("SIGTERM", () => process.exit(0));

answering<CrowdQuestions>(new Crowd().work);

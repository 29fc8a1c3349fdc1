/** The load generator: a process of its own that holds any number of readers and notes what reaches them. */
import { setTimeout as pause } from "node:timers/promises";
import { BenchReader, type ReaderEvents } from "./bench-reader.ts";
import type { Arrival, CrowdAsk, CrowdQuestion, CrowdQuestions } from "./crowd-questions.ts";
import { PacketParser, type Published } from "./packets.ts";
import { wallMs } from "./wall-clock.ts";

/** So many handshakes under way while a crowd gathers; a storm has no such manners. */
const AT_ONCE = 100;
const AGAIN_MS = { least: 200, spread: 600 };
const LOOK_MS = 10;

type Work = { [Q in CrowdQuestion]: (ask: CrowdQuestions[Q]["ask"]) => Promise<CrowdQuestions[Q]["answer"]> };

interface Noted extends Omit<Arrival, "headline" | "lastMs" | "count"> {
  lastMs: number;
  count: number;
}

class Crowd implements ReaderEvents {
  port = 0;
  readonly parser = new PacketParser();
  #readers: BenchReader[] = [];
  #arrivals = new Map<string, Noted>();
  #gaps = 0;
  #lost = 0;
  #onMoved: (reader: BenchReader) => void = () => {};

  moved(reader: BenchReader, published: readonly Published[]): void {
    if (published.length > 0) this.#note(published, wallMs());
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
    setTimeout(
      () => this.#readers.includes(reader) && reader.connect(),
      AGAIN_MS.least + Math.random() * AGAIN_MS.spread,
    );
  }

  readonly work: Work = {
    gather: async ({ port, readers }) => {
      this.port = port;
      this.#forget();
      const coming = Array.from({ length: readers }, () => new BenchReader(this));
      this.#readers = [...coming];
      const waiting = new Set(coming);
      this.#onMoved = (reader) => {
        if (waiting.delete(reader)) coming.shift()?.connect();
      };
      for (const reader of coming.splice(0, AT_ONCE)) reader.connect();
      await until(() => waiting.size === 0, Number.POSITIVE_INFINITY);
      this.#onMoved = () => {};
      return { turnedAway: this.#lost };
    },

    listen: async () => {
      this.#forget();
      return {};
    },

    heard: async ({ announcements, withinMs }) => {
      const wanted = announcements * this.#readers.length;
      const received = () => this.#arrivals.values().reduce((sum, { count }) => sum + count, 0);
      await until(() => received() >= wanted, withinMs);
      const arrivals = [...this.#arrivals].map(([headline, arrival]) => ({ headline, ...arrival }));
      return { arrivals, gaps: this.#gaps, lost: this.#lost };
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

    disperse: async () => {
      for (const reader of this.#readers.splice(0)) reader.drop();
      return {};
    },
  };

  #forget(): void {
    this.#arrivals = new Map();
    this.#gaps = 0;
    this.#lost = 0;
  }
}

async function until(isTrue: () => boolean, withinMs: number): Promise<void> {
  const giveUpAt = performance.now() + withinMs;
  while (!isTrue() && performance.now() < giveUpAt) await pause(LOOK_MS);
}

const crowd = new Crowd();

process.on("SIGTERM", () => process.exit(0));

process.on("message", ({ id, question, ask }: CrowdAsk) => {
  crowd.work[question](ask as never).then(
    (answer) => process.send?.({ id, answer }),
    (error: unknown) => process.send?.({ id, fault: String(error) }),
  );
});

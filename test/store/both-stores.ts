/** A real store and the simulated one side by side: the same is asked of both, and told without what chance made. */
import { type FeedLog, StoreFailure } from "../../server/store/feed-log.ts";
import { Dice } from "../simulation/dice.ts";
import { SimulatedRedis } from "../simulation/redis.ts";

export interface Side {
  readonly log: FeedLog;
  /** What is held now outlives a restart; what is written after it does not. */
  save(): Promise<void>;
  restart(): Promise<void>;
  /** Asks, and loses the reply to the write that carries these words, with its connection. Answers the failure. */
  losingReply(words: string, ask: () => Promise<unknown>): Promise<unknown>;
}

/** What both are asked at: the same instant, the same chance. */
export interface Moment {
  readonly nowMs: number;
  readonly dice: Dice;
  /** Counts what was made, so that both give the same ids. */
  readonly count: number;
}

/** The simulated store as one process sees it whose line is always good. */
class SimulatedSide implements Side {
  readonly redis: SimulatedRedis;
  readonly log: FeedLog;
  #saved = 0;

  constructor(nowMs: () => number) {
    const redis = new SimulatedRedis({ nowMs, entries: 100_000, mayLoseWrites: true });
    this.redis = redis;
    const by = () => ({ name: "process", nowMs: nowMs(), runId: redis.runId });
    const writes: Pick<FeedLog, "commit" | "newEpoch" | "startOver"> = {
      commit: async (commit) => {
        for (;;) {
          const answer = await redis.commit(commit, by());
          if (answer.outcome !== "fork" && answer.outcome !== "empty") return answer;
          await redis.newEpoch(answer.epoch, by());
        }
      },
      newEpoch: (expected) => redis.newEpoch(expected, by()),
      startOver: (order) => redis.startOver(order, by()),
    };
    // Reads go to whichever log it has by now.
    this.log = new Proxy({} as FeedLog, {
      get: (_, name) => {
        if (name in writes) return writes[name as keyof typeof writes];
        const value = Reflect.get(redis.log, name) as (...args: unknown[]) => unknown;
        return value.bind(redis.log);
      },
    });
  }

  async save(): Promise<void> {
    this.#saved = this.redis.written;
  }

  restart(): Promise<void> {
    return this.redis.restart(this.redis.written - this.#saved);
  }

  async losingReply(_words: string, ask: () => Promise<unknown>): Promise<unknown> {
    await ask();
    return new StoreFailure("unknown", "closed");
  }
}

export class Both {
  readonly #real: Side;
  readonly #simulated: SimulatedSide;
  readonly #names = { real: new Map<string, string>(), simulated: new Map<string, string>() };
  #nowMs = 0;
  #count = 0;

  constructor(real: Side) {
    this.#real = real;
    this.#simulated = new SimulatedSide(() => this.#nowMs);
  }

  /** What each of them answers. */
  async ask(
    command: (side: Side, moment: Moment) => Promise<unknown>,
    dice: Dice,
  ): Promise<readonly [real: unknown, simulated: unknown]> {
    this.#nowMs = await this.#real.log.nowMs();
    this.#count += 1;
    const seed = dice.whole(1_000_000_000);
    const moment = () => ({ nowMs: this.#nowMs, dice: new Dice(seed), count: this.#count });
    const real = await command(this.#real, moment());
    const simulated = await command(this.#simulated, moment());
    return [this.#plain(real, "real"), this.#plain(simulated, "simulated")];
  }

  /** What each of them holds, by every way to read it. */
  async held(): Promise<readonly [real: unknown, simulated: unknown]> {
    const whole = async ({ log }: Side) => {
      const { cursor, oldest } = await log.head();
      const read = await log.read(0, 10_000);
      const entries = read.outcome === "entries" ? read.entries : read.outcome;
      const { items } = await log.list({ limit: 200 });
      const ids = items.map(({ value }) => value.id).sort();
      const [loaded, announcements, published, revisions, drafts, due, links, event, programme] =
        await Promise.all([
          log.load(1_000),
          log.announcements(ids),
          Promise.all(ids.map((id) => log.published(id))),
          Promise.all(ids.map((id) => log.revisions(id))),
          log.list({ state: "draft", limit: 200 }),
          log.due(Number.MAX_SAFE_INTEGER, 200),
          log.audit(undefined, 1_000),
          log.document("event"),
          log.document("programme"),
        ]);
      const notes = links.map(({ offset, note }) => ({ offset, note }));
      const draftIds = drafts.items.map(({ value }) => value.id).sort();
      const told = { loaded, announcements, published, revisions, draftIds, due, notes, event, programme };
      return { cursor, oldest, entries, ...told };
    };
    const [real, simulated] = await Promise.all([whole(this.#real), whole(this.#simulated)]);
    return [this.#plain(real, "real"), this.#plain(simulated, "simulated")];
  }

  /** Without what differs by chance: epochs are numbered as they were seen, instants of now are now. */
  #plain(value: unknown, side: "real" | "simulated"): unknown {
    const names = this.#names[side];
    const isNow = (ms: number) => Math.abs(ms - this.#nowMs) < 600_000;
    const text = JSON.stringify(value, (name, held: unknown) => {
      if (name === "epoch" || name === "from") return this.#nameOf(names, held);
      if (typeof held === "number" && isNow(held)) return "now";
      if (typeof held === "string" && /^\d{4}-.*Z$/.test(held) && isNow(Date.parse(held))) return "now";
      return held;
    });
    return text === undefined ? undefined : JSON.parse(text);
  }

  #nameOf(names: Map<string, string>, held: unknown): unknown {
    // States have names of their own, which a note's `from` may be.
    if (typeof held !== "string" || held === "" || /^[a-z]+$/.test(held)) return held;
    const known = names.get(held) ?? `epoch ${names.size + 1}`;
    names.set(held, known);
    return known;
  }
}

/** Somebody at the desk: publishes, schedules, edits, cancels, corrects, withdraws and pins, one after another. */
import { randomUUID } from "node:crypto";
import { between, type Random } from "../fault.ts";
import type { HistoryRecord, Write } from "../history.ts";
import { type Answer, DESK, type RealApi } from "../real-api.ts";
import { pick } from "../seeded.ts";
import { attempted, type Outcome } from "./attempts.ts";
import { type Actor, breath, type Item, type Stage } from "./cast.ts";

export interface ModeratorOptions {
  readonly name: string;
  readonly random: Random;
  /** Between two writes, ms. */
  readonly pausesMs: readonly [least: number, most: number];
  /** How far ahead it schedules, ms. */
  readonly aheadMs: readonly [least: number, most: number];
}

/** How often each is chosen where it is possible, of a hundred. */
const CHANCES: Readonly<Record<Write, number>> = {
  publish: 34,
  schedule: 26,
  correct: 10,
  revise: 8,
  unschedule: 7,
  pin: 6,
  withdraw: 5,
  unpin: 4,
};
const CHOICES = Object.entries(CHANCES).flatMap(([write, chance]) =>
  Array<Write>(chance).fill(write as Write),
);

export class Moderator implements Actor {
  readonly name: string;
  readonly #stage: Stage;
  readonly #options: ModeratorOptions;
  readonly #running: Promise<void>;
  #isOn = true;
  #givesUp = false;
  #ops = 0;

  constructor(stage: Stage, options: ModeratorOptions) {
    this.name = options.name;
    this.#stage = stage;
    this.#options = options;
    this.#running = this.#run();
  }

  /** What is under way is tried until it is known, or until `giveUp`. */
  async stop(): Promise<void> {
    this.#isOn = false;
    await this.#running;
  }

  giveUp(): void {
    this.#givesUp = true;
  }

  async #run(): Promise<void> {
    const { random, pausesMs } = this.#options;
    while (this.#isOn) {
      await this.#act(this.#chosen());
      await breath(random, ...pausesMs);
    }
  }

  #chosen(): { readonly write: Write; readonly item: Item | undefined } {
    const { random } = this.#options;
    const write = pick(random, CHOICES);
    if (write === "publish" || write === "schedule") return { write, item: undefined };
    const wanted = write === "revise" || write === "unschedule" ? "scheduled" : "published";
    const all = [...this.#stage.items.values()];
    // Pins are anybody's; the rest is its own, so that it knows what it changes.
    const isOwn = write !== "pin" && write !== "unpin";
    const fit = all.filter(
      ({ state, id, owner }) => state === wanted && id !== undefined && (!isOwn || owner === this.name),
    );
    return fit.length === 0
      ? { write: "publish", item: undefined }
      : { write, item: pick(random, fit.slice(-12)) };
  }

  async #act({ write, item }: { readonly write: Write; readonly item: Item | undefined }): Promise<void> {
    if (item !== undefined) return await this.#change(write, item);
    const { items, words } = this.#stage;
    const { random, aheadMs } = this.#options;
    const made: Item = { item: items.size + 1, owner: this.name, revision: 1, state: "unknown" };
    items.set(made.item, made);
    const dueMs =
      write === "schedule" ? Math.round(this.#redisNowMs() + between(random, ...aheadMs)) : undefined;
    const json = {
      ...written(words.of(made)),
      publishAt: dueMs === undefined ? "now" : new Date(dueMs).toISOString(),
    };
    const about = { item: made.item, revision: 1, ...(dueMs === undefined ? {} : { dueMs }) };
    const outcome = await this.#write(write, about, (api, asked) => api.ask(DESK, { json, ...asked }));
    if (outcome.type !== "ok") return;
    made.id = outcome.answer!.json.id;
    made.state = write === "schedule" ? "scheduled" : "published";
    if (dueMs !== undefined) made.dueMs = dueMs;
  }

  async #change(write: Write, item: Item): Promise<void> {
    const { words } = this.#stage;
    const { random } = this.#options;
    const makesRevision = write === "revise" || write === "correct";
    const revision = item.revision + (makesRevision ? 1 : 0);
    const { state } = item;
    // Nobody else touches it meanwhile, and afterwards only who knows how it is.
    item.state = "unknown";
    const headers = { "if-match": `"${item.revision}"` };
    const word = words.of({ item: item.item, revision });
    const request = this.#request(write, word, random);
    const address = `${DESK}/${item.id}${write === "revise" ? "" : `/${write}`}`;
    const isPin = write === "pin" || write === "unpin";
    const outcome = await this.#write(
      write,
      {
        item: item.item,
        revision,
        id: item.id!,
        ...(request.what === undefined ? {} : { what: request.what }),
      },
      (api, asked) => api.ask(address, { ...asked, ...request.asked, ...(isPin ? {} : { headers }) }),
    );
    if (outcome.type === "ok") {
      item.revision = revision;
      item.state = write === "withdraw" || write === "unschedule" ? "gone" : state;
    } else if (outcome.type === "fail") {
      // Published meanwhile, most often.
      item.state = isPin ? state : "unknown";
    }
  }

  #request(write: Write, word: string, random: Random): { asked: object; what?: string } {
    switch (write) {
      case "revise":
        return { asked: { method: "PUT", json: written(word) } };
      case "correct": {
        const removes = random() < 0.3;
        const json = { text: text(word), ...(removes ? { removePrevious: true } : {}) };
        return { asked: { json }, ...(removes ? { what: "remove-previous" } : {}) };
      }
      case "withdraw":
        return { asked: { json: { reason: "of the run" } } };
      default:
        return { asked: { method: "POST" } };
    }
  }

  async #write(
    f: Write,
    about: Partial<HistoryRecord>,
    send: (api: RealApi, asked: { key: string; withinMs: number }) => Promise<Answer>,
  ): Promise<Outcome> {
    const { history, world } = this.#stage;
    this.#ops += 1;
    const op = this.#ops;
    const key = randomUUID();
    const common = { proc: this.name, f, op, ...about };
    history.tell({ ...common, type: "invoke" });
    const outcome = await attempted((api, withinMs) => send(api, { key, withinMs }), {
      random: this.#options.random,
      servers: () => world.servers.map(({ process }) => process),
      mayGoOn: () => !this.#givesUp,
    });
    const { type, answer, attempts, tookMs } = outcome;
    const { id, cursor, code } = answer?.json ?? {};
    history.tell({
      ...common,
      type,
      attempts,
      tookMs,
      ...(type === "ok"
        ? { id, ...(cursor === undefined ? {} : cursor) }
        : code === undefined
          ? {}
          : { what: code }),
    });
    return outcome;
  }

  #redisNowMs(): number {
    return this.#stage.history.redisNowMs();
  }
}

const text = (word: string) => ({ en: { headline: `Headline ${word}`, body: `Body ${word}` } });
const written = (word: string) => ({ kind: "notice", text: text(word) });

/** Somebody without any right who asks for everything that anybody may, again and again. */
import type { Random } from "../fault.ts";
import type { RealApi } from "../real-api.ts";
import { pick } from "../seeded.ts";
import { type Actor, breath, type Stage } from "./cast.ts";

const WITHIN_MS = 4_000;
const SOON_MS = 1_500;

export const PUBLIC_PATHS = [
  "/api/v1/feed?limit=100",
  "/api/v1/feed/snapshot",
  "/feed.json",
  "/feed.atom",
  "/api/v1/event",
  "/api/v1/programme",
];

export class Prober implements Actor {
  readonly name: string;
  readonly #stage: Stage;
  readonly #random: Random;
  readonly #sights = new Set<string>();
  readonly #running: Promise<void>;
  #isOn = true;

  constructor(stage: Stage, name: string, random: Random) {
    this.name = name;
    this.#stage = stage;
    this.#random = random;
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#isOn = false;
    await this.#running;
  }

  async #run(): Promise<void> {
    while (this.#isOn) {
      const server = pick(this.#random, this.#stage.world.servers);
      if (server.isRunning) await this.#look(server.process.api, server.name);
      await breath(this.#random, 60, 240);
    }
  }

  async #look(api: RealApi, where: string): Promise<void> {
    const { history } = this.#stage;
    const answer = await api
      .ask("/api/v1/feed?limit=100", { token: "", withinMs: WITHIN_MS })
      .catch(() => undefined);
    const what =
      answer === undefined ? "no answer" : answer.json?.stale === true ? "stale" : String(answer.status);
    const type = answer?.status === 200 ? "ok" : "fail";
    const took = answer === undefined ? {} : { tookMs: answer.tookMs };
    history.tell({ proc: this.name, f: "read", type, what, ...took, note: where });
    if (answer !== undefined) this.#sees(answer.text, "/api/v1/feed");
    await this.#pry(api);
  }

  /** What is to come soon, by its id, and by another way that anybody may go. */
  async #pry(api: RealApi): Promise<void> {
    const nowMs = this.#stage.history.redisNowMs();
    const soon = [...this.#stage.items.values()].filter(
      ({ state, dueMs = 0, id }) => state === "scheduled" && id !== undefined && dueMs - nowMs < SOON_MS,
    );
    const paths = [pick(this.#random, PUBLIC_PATHS)];
    if (soon.length > 0) paths.push(`/api/v1/announcements/${pick(this.#random, soon).id}`);
    for (const path of paths) {
      const answer = await api.ask(path, { token: "", withinMs: WITHIN_MS }).catch(() => undefined);
      if (answer !== undefined) this.#sees(answer.text + JSON.stringify([...answer.headers]), path);
    }
  }

  #sees(text: string, what: string): void {
    for (const seen of this.#stage.words.in(text)) {
      const sight = `${seen.item}.${seen.revision}`;
      if (this.#sights.has(sight)) continue;
      this.#sights.add(sight);
      this.#stage.history.tell({ proc: this.name, f: "see", type: "ok", ...seen, what });
    }
  }
}

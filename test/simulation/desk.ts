/**
 * People at their desks, and what became of what they asked. A request may be lost, or its answer, or come twice;
 * whoever is not told asks again with the same key, at any server.
 */
import type { DeskEvent } from "../../server/contract/event.ts";
import type { Actor } from "../../server/contract/people.ts";
import type { Result } from "../../server/contract/refusals.ts";
import { type Retry, storeRefusal } from "../../server/desk/announcements.ts";
import { endRehearsal } from "../../server/desk/rehearsal.ts";
import { StoreFailure } from "../../server/store/feed-log.ts";
import type { ServerProcess } from "./server-process.ts";
import { Process } from "./time.ts";
import type { World } from "./world.ts";

/** What a server answers, as far as anybody judges it. */
export interface Answered {
  readonly id?: string;
  readonly cursor?: { readonly epoch: string; readonly offset: number };
}

export type Ask = (server: ServerProcess, retry: Retry) => Promise<Result<unknown>>;

const TRIES = 12;
const PATIENCE_MS = 4_000;
const RETRIED: ReadonlySet<string> = new Set(["outcome_unknown", "redis_unavailable", "storage_full"]);

export class Desks {
  readonly #world: World;
  readonly process = new Process("desks");
  #keys = 0;
  /** Requests whose outcome nobody knows yet. */
  readonly open = new Set<string>();

  constructor(world: World) {
    this.#world = world;
  }

  /** Asks until it is known what became of it. */
  ask(what: string, ask: Ask): void {
    this.#keys += 1;
    const key = `key-${this.#keys}`;
    this.open.add(key);
    this.#try({ what, key, ask, tries: 0 });
  }

  #try(order: Order): void {
    const { time, dice, weather, servers, judge } = this.#world;
    const { what, key, ask } = order;
    const server = dice.pick(servers);
    let isOver = false;
    const again = () => {
      if (isOver) return;
      isOver = true;
      patience.isOff = true;
      const next = { ...order, tries: order.tries + 1 };
      if (next.tries < TRIES) time.after(this.process, dice.between(100, 2_000), () => this.#try(next));
      else this.open.delete(key);
    };
    const patience = time.after(this.process, PATIENCE_MS, again);
    const requests = dice.chance(weather.lostReplies) ? 2 : 1;
    const isOnly = requests === 1 && order.tries === 0;
    const answered = (result: Result<unknown>) => {
      if (isOver) return;
      if (!result.ok && RETRIED.has(result.refusal.code)) {
        if (isOnly && result.refusal.code !== "outcome_unknown")
          judge.refused(what, key, result.refusal.code, time.now);
        again();
        return;
      }
      isOver = true;
      patience.isOff = true;
      this.open.delete(key);
      if (result.ok) judge.acknowledged(what, key, answerOf(result.value));
    };
    for (let request = 0; request < requests; request += 1) {
      const isLost = dice.chance(weather.lostReplies);
      time.after(server.process, dice.between(0.1, 1) * weather.readerMs, () => {
        if (!server.isUp) return;
        const { slowestMs } = this.#world;
        void ask(server, { key, request: what }).then((result) => {
          if (!result.ok && !RETRIED.has(result.refusal.code)) {
            // What its last look at Redis could know of.
            const knewMs = Math.max(slowestMs, this.#world.slowestMs);
            if (time.now - server.process.wokeAt > knewMs)
              judge.refused(what, key, result.refusal.code, time.now - knewMs);
          }
          if (isLost) return;
          time.after(this.process, dice.between(0.1, 1) * weather.readerMs, () => answered(result));
        });
      });
    }
  }

  replaceEvent(over: Partial<DeskEvent>, actor: Actor): void {
    this.ask("event", async (server, retry) => {
      try {
        const { revision, event } = await server.events!.read();
        return await server.events!.replace({ ...event, ...over }, revision, actor, retry);
      } catch {
        return { ok: false, refusal: { code: "redis_unavailable" } };
      }
    });
  }

  /** As an import does it: the programme, and the entry that tells of it. */
  replaceProgramme(actor: Actor): void {
    this.ask("programme", async (server, retry) => {
      try {
        const store = server.store!;
        const held = await store.document("programme");
        const version = held?.version ?? 0;
        const counts = { added: 0, changed: 0, moved: 0, removed: 0 };
        const outcome = await store.commit({
          once: { actor: actor.id, ...retry },
          items: [],
          documents: [{ name: "programme", version, json: "[]" }],
          entries: [{ type: "programmeChanged", programmeRevision: version + 1, counts, sessionIds: [] }],
          audit: { action: "import-programme", by: actor.id, byName: actor.name },
        });
        if (outcome.outcome === "conflict") return { ok: false, refusal: { code: "stale_revision" } };
        return { ok: true, value: outcome };
      } catch (error) {
        if (!(error instanceof StoreFailure)) throw error;
        return { ok: false, refusal: storeRefusal(error, retry.key, "programme") };
      }
    });
  }

  endRehearsal(keep: "preparation" | "nothing", actor: Actor): void {
    this.ask("end-rehearsal", (server, retry) =>
      endRehearsal({ store: server.store!, directory: server.directory! }, { keep, actor, retry }),
    );
  }
}

interface Order {
  readonly what: string;
  readonly key: string;
  readonly ask: Ask;
  readonly tries: number;
}

function answerOf(value: unknown): Answered {
  const { record, cursor } = value as { record?: { id: string }; cursor?: Answered["cursor"] };
  return { ...(record === undefined ? {} : { id: record.id }), ...(cursor === undefined ? {} : { cursor }) };
}

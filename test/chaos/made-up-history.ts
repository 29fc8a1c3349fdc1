/** Histories that are as they should be, made up from a seed: what a desk, some readers and a screen might have done. */
import { createHash } from "node:crypto";
import type { HistoryRecord, Write } from "../../scripts/chaos/history.ts";
import { below, pick, seeded } from "../../scripts/chaos/seeded.ts";

const START = 1_800_000_000_000;
const READERS = ["reader 1", "reader 2", "wanderer 1", "screen 1"];

type Told = Omit<HistoryRecord, "tMonoMs" | "redisTime">;
interface Held {
  readonly item: number;
  readonly id: string;
  revision: number;
  state: "scheduled" | "published" | "gone";
  dueMs?: number;
}

/** With `fork`, the log loses its newest entries half way, and goes on under another epoch. */
export function madeUpHistory(seed: number, { steps = 40, fork = false } = {}): HistoryRecord[] {
  const desk = new MadeUpDesk(seeded(seed));
  for (let step = 0; step < steps; step += 1) {
    desk.step();
    if (fork && step === steps >> 1) desk.fork();
  }
  return desk.end();
}

class MadeUpDesk {
  readonly #random: () => number;
  readonly #records: HistoryRecord[] = [];
  readonly #items: Held[] = [];
  #log: Told[] = [];
  readonly #audit: Told[] = [];
  readonly #receipts: Told[] = [];
  #nowMs = 1_000;
  #epoch = "first";
  #ops = 0;
  #made = 0;
  readonly #joined = new Set<string>();

  constructor(random: () => number) {
    this.#random = random;
  }

  step(): void {
    this.#pass();
    const roll = this.#random();
    const item = this.#items.length === 0 ? undefined : pick(this.#random, this.#items);
    if (item === undefined || roll < 0.35) this.#make("publish");
    else if (roll < 0.6) this.#make("schedule");
    else if (item.state === "published")
      this.#change(pick<Write>(this.#random, ["correct", "pin", "unpin", "withdraw"]), item);
    else if (item.state === "scheduled")
      this.#change(pick<Write>(this.#random, ["revise", "unschedule"]), item);
  }

  /** The newest entries are gone; everybody who was there is started anew. */
  fork(): void {
    if (this.#log.length < 4) return;
    this.#log = this.#log.slice(0, -2);
    this.#epoch = "second";
    for (const proc of this.#joined) this.#snapshot(proc, "epoch");
  }

  end(): HistoryRecord[] {
    for (const item of this.#items) if (item.state === "scheduled") this.#publishDue(item);
    this.#nowMs += 100;
    this.#tell({ proc: "nemesis", f: "nemesis", type: "ok", what: "quiet" });
    for (const proc of READERS) {
      if (!this.#joined.has(proc)) this.#snapshot(proc, "new");
      this.#tell({
        proc,
        f: "final",
        type: "ok",
        epoch: this.#epoch,
        offset: this.#log.length,
        bodyHash: "the view",
      });
    }
    for (const told of [...this.#log, ...this.#audit, ...this.#receipts]) this.#tell(told);
    this.#tell({ proc: "store", f: "head", type: "ok", epoch: this.#epoch, offset: this.#log.length });
    return this.#records;
  }

  #tell(told: Told): void {
    this.#records.push({ ...told, tMonoMs: this.#nowMs, redisTime: START + this.#nowMs });
  }

  /** Time goes on; what is due meanwhile goes out, and somebody may come. */
  #pass(): void {
    this.#nowMs += 20 + below(this.#random, 100);
    for (const item of this.#items)
      if (item.state === "scheduled" && item.dueMs! <= START + this.#nowMs) this.#publishDue(item);
    const absent = READERS.filter((proc) => !this.#joined.has(proc));
    if (absent.length > 0 && this.#random() < 0.3) this.#snapshot(pick(this.#random, absent), "new");
  }

  #snapshot(proc: string, what: string): void {
    this.#joined.add(proc);
    this.#tell({ proc, f: "snapshot", type: "ok", what, epoch: this.#epoch, offset: this.#log.length });
  }

  #make(f: "publish" | "schedule"): void {
    this.#made += 1;
    const held: Held = { item: this.#made, id: `id${this.#made}`, revision: 1, state: "published" };
    if (f === "schedule") {
      held.state = "scheduled";
      held.dueMs = START + this.#nowMs + 50 + below(this.#random, 400);
    }
    const about = {
      item: held.item,
      revision: 1,
      ...(held.dueMs === undefined ? {} : { dueMs: held.dueMs }),
    };
    this.#asked(f, about, held, () => {
      this.#items.push(held);
      this.#note(f === "publish" ? "create-and-publish" : "create-and-schedule", held);
      return f === "publish" ? this.#append("announcementPublished", held) : undefined;
    });
  }

  #change(f: Write, held: Held): void {
    const revision = held.revision + (f === "revise" || f === "correct" ? 1 : 0);
    this.#asked(f, { item: held.item, revision, id: held.id }, held, () => {
      held.revision = revision;
      this.#note(f, held);
      if (f === "unschedule" || f === "withdraw") held.state = "gone";
      const entries = { correct: "Corrected", withdraw: "Withdrawn", pin: "Pinned", unpin: "Unpinned" };
      return f in entries
        ? this.#append(`announcement${entries[f as keyof typeof entries]}`, held)
        : undefined;
    });
  }

  /** Done and acknowledged, most often; else refused, or nobody knows and it was done or not. */
  #asked(f: Write, about: Partial<Told>, held: Held, work: () => number | undefined): void {
    const roll = this.#random();
    const type = roll < 0.8 ? "ok" : roll < 0.9 ? "fail" : "info";
    const common = { proc: "moderator 1", f, op: ++this.#ops, ...about } as const;
    this.#tell({ ...common, type: "invoke" });
    const isDone = type === "ok" || (type === "info" && this.#random() < 0.5);
    const offset = isDone ? work() : undefined;
    this.#nowMs += 1 + below(this.#random, 10);
    const place = offset === undefined ? {} : { epoch: this.#epoch, offset };
    this.#tell({ ...common, type, ...(type === "ok" ? { id: held.id, ...place } : {}) });
  }

  #publishDue(held: Held): void {
    this.#nowMs = Math.max(this.#nowMs, held.dueMs! - START + below(this.#random, 40));
    held.state = "published";
    this.#append("announcementPublished", held);
    this.#note("publish-due", held);
  }

  /** In the log, and seen by all who are there. */
  #append(what: string, { item, id, revision }: Held): number {
    const offset = this.#log.length + 1;
    const hasText = what !== "announcementWithdrawn" && what !== "announcementUnpinned";
    const about = { epoch: this.#epoch, offset, what, id, ...(hasText ? { revision } : {}) };
    const atMs = START + this.#nowMs;
    this.#log.push({ proc: "store", f: "log", type: "ok", atMs, ...about });
    this.#nowMs += 2;
    for (const proc of this.#joined) {
      const text = hasText ? { item } : {};
      this.#tell({ proc, f: "apply", type: "ok", bodyHash: `${this.#epoch} ${offset}`, ...about, ...text });
      if (hasText) this.#tell({ proc, f: "see", type: "ok", item, revision, what: "what it was sent" });
      if (proc === "screen 1" && hasText && what !== "announcementPinned") {
        const receipt = { proc, id, revision } as const;
        this.#tell({ ...receipt, f: "receipt", type: "ok", op: offset });
        this.#receipts.push({ ...receipt, f: "held-receipt", type: "ok" });
      }
    }
    return offset;
  }

  #note(action: string, { id, revision }: Held): void {
    const previous = this.#audit.at(-1)?.hash ?? "";
    const atMs = START + this.#nowMs;
    const note = JSON.stringify({ action, by: "admin", announcementId: id, revision });
    const hash = createHash("sha1").update(`${previous}${atMs}${note}`).digest("hex");
    this.#audit.push({
      proc: "store",
      f: "audit",
      type: "ok",
      offset: this.#audit.length + 1,
      atMs,
      note,
      hash,
    });
  }
}

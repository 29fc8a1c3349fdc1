/** A reader of the feed as part of a run: what it saw goes into the history. */
import { createHash } from "node:crypto";
import type { Entry } from "../../../server/contract/feed.ts";
import { newestFirst } from "../../../server/core/feed-state.ts";
import type { Random } from "../fault.ts";
import { KeptReader } from "../kept-reader.ts";
import type { Ears, Opener, Transport } from "../real-readers.ts";
import { pick } from "../seeded.ts";
import { type Actor, breath, type Stage } from "./cast.ts";

/** Of a view, what everybody holds who is at the head. */
const COMPARED = 50;

export interface RunReaderOptions {
  readonly name: string;
  readonly transport: Transport;
  readonly random: Random;
  /** Where it may go, asked each time that it connects. */
  readonly bases: () => readonly string[];
  /** It leaves without a word by chance, and comes back, here or elsewhere. */
  readonly wanders?: boolean;
  readonly open?: Opener;
  /** Hears of every entry, beside the history. */
  readonly onEntry?: (entry: Entry) => void;
}

export class RunReader implements Actor {
  readonly name: string;
  readonly reader: KeptReader;
  readonly #stage: Stage;
  readonly #sights = new Set<string>();
  #isOn = true;
  readonly #wandering: Promise<void>;

  constructor(stage: Stage, options: RunReaderOptions) {
    const { name, transport, random, bases, open, wanders = false } = options;
    this.name = name;
    this.#stage = stage;
    this.reader = new KeptReader(transport, () => pick(random, bases()), {
      random,
      ears: this.#ears(options),
      ...(open === undefined ? {} : { open }),
    });
    this.#wandering = wanders ? this.#wander(random) : Promise.resolve();
  }

  /** Stays connected, and does not wander any more. */
  async stop(): Promise<void> {
    this.#isOn = false;
    await this.#wandering;
  }

  /** Notes where it ended, and leaves. */
  end(): void {
    const { cursor, state } = this.reader;
    this.reader.end();
    if (cursor === undefined || state === undefined) return;
    const shown = newestFirst(state.announcements).slice(0, COMPARED);
    this.#tell({ f: "final", ...cursor, bodyHash: hashOf(shown) });
  }

  #ears({ onEntry }: RunReaderOptions): Ears {
    const { words } = this.#stage;
    return {
      heard: (text) => this.sees(text, "what it was sent"),
      snapshot: ({ reason, cursor }) => this.#tell({ f: "snapshot", what: reason, ...cursor }),
      entry: (entry, epoch) => {
        const announcement = "announcement" in entry ? entry.announcement : undefined;
        const id = announcement?.id ?? ("announcementId" in entry ? entry.announcementId : undefined);
        const [word] = words.in(JSON.stringify(announcement?.text ?? ""));
        this.#tell({
          f: "apply",
          epoch,
          offset: entry.offset,
          what: entry.type,
          atMs: Date.parse(entry.at),
          bodyHash: hashOf(entry),
          ...(id === undefined ? {} : { id }),
          ...(announcement === undefined ? {} : { revision: announcement.revision }),
          ...(word === undefined ? {} : { item: word.item }),
        });
        if (word !== undefined && word.revision !== announcement?.revision)
          this.#tell({
            f: "breach",
            what: `words of revision ${word.revision} in ${announcement?.revision}`,
          });
        this.#wentOut(entry, word?.item);
        onEntry?.(entry);
      },
      fault: (what) => this.#tell({ f: "breach", what }),
    };
  }

  /** What was on the schedule is out: who moderates may correct it from now on. */
  #wentOut(entry: Entry, number: number | undefined): void {
    const item = number === undefined ? undefined : this.#stage.items.get(number);
    if (entry.type === "announcementPublished" && item?.state === "scheduled") item.state = "published";
  }

  /** Notes the words that it had not seen before. */
  sees(text: string, what: string): void {
    for (const seen of this.#stage.words.in(text)) {
      const sight = `${seen.item}.${seen.revision}`;
      if (this.#sights.has(sight)) continue;
      this.#sights.add(sight);
      this.#tell({ f: "see", ...seen, what });
    }
  }

  #tell(told: { f: "snapshot" | "apply" | "breach" | "final" | "see" } & Record<string, unknown>): void {
    this.#stage.history.tell({ proc: this.name, type: "ok", ...told });
  }

  async #wander(random: Random): Promise<void> {
    while (this.#isOn) {
      await breath(random, 400, 2_500);
      this.reader.drop();
      await breath(random, 0, 300);
      if (this.#isOn || !this.reader.isConnected) this.reader.moveOn();
    }
  }
}

const hashOf = (value: unknown): string =>
  createHash("sha256").update(JSON.stringify(value)).digest("base64url").slice(0, 22);

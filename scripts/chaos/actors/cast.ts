/** What everybody in a run has in common. */
import type { Random } from "../fault.ts";
import type { History } from "../history.ts";
import type { World } from "../world.ts";
import type { Words } from "./words.ts";

export interface Stage {
  readonly world: World;
  readonly history: History;
  readonly words: Words;
  /** By the harness' own number, what moderators know of each announcement. */
  readonly items: Map<number, Item>;
}

export interface Item {
  readonly item: number;
  readonly owner: string;
  id?: string;
  /** The newest that was acknowledged. */
  revision: number;
  state: "scheduled" | "published" | "gone" | "unknown";
  dueMs?: number;
}

/** Somebody who does something until told to stop. */
export interface Actor {
  readonly name: string;
  /** No more from now on; resolves when what is under way is over. */
  stop(): Promise<void>;
}

/** So long from now, by chance, and cut short by a stop. */
export const breath = (random: Random, least: number, most: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, least + random() * (most - least)));

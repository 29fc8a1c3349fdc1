/** What the feed client needs of the page it runs in: time, chance, storage, and the ways out. */
import type { ReadonlySignal } from "@preact/signals";
import type { FeedKeeping } from "../held/feed-keeping.ts";
import type { HeldFeed } from "../held/held-feed.ts";
import type { OpenLink } from "./link.ts";
import type { TabShell, Tabs } from "./tab-link.ts";

export interface PageWatch {
  networkBack(): void;
  networkLost(): void;
  /** Out of sight, perhaps for good. */
  hidden(): void;
  /** Left, frozen or put away: it may be back, and nobody may rely on it until then. */
  left(): void;
  /** In sight again, perhaps after a sleep. */
  seen(): void;
}

export interface Page {
  /** The device's clock: goes on during a sleep, and may be set by its owner. */
  readonly now: () => number;
  /** Never set by anybody; may stand still during a sleep. */
  readonly monotonicNow: () => number;
  readonly random: () => number;
  /** Answers how to cancel it. */
  after(waitMs: number, run: () => void): () => void;
  read(name: string): string | null;
  write(name: string, text: string): void;
  /** Sets a data attribute of <html>: hooks for tests. */
  mark(name: string, value: string): void;
  watch(watch: PageWatch): void;
  /** Whether a server answers there at all, whatever it says. */
  isServerThere(): Promise<boolean>;
  readonly openWebSocket: OpenLink;
  readonly openStream: OpenLink;
  readonly openPolling: OpenLink;
  /** How what is held is written, cut and continued into the past. */
  loadKeeping(held: ReadonlySignal<HeldFeed | undefined>): Promise<FeedKeeping>;
  /** The other tabs of this browser; undefined where it has no way for them to share. */
  joinTabs(shell: TabShell): Promise<Tabs | undefined>;
}

/** A reader that polls, and folds what it is told with the clients' own `applyFrame`. */
import type { Frame, Snapshot } from "../../server/contract/feed.ts";
import { applyFrame, type FeedState, startFrom } from "../../server/core/feed-state.ts";

type Answer = Frame | { readonly reset: "epoch" | "horizon" };

export class PollingReader {
  readonly #base: string;
  state: FeedState | undefined;
  readonly resets: string[] = [];
  readonly faults: string[] = [];
  /** Of the last answer, by address: what a browser's cache keeps. */
  readonly #kept = new Map<string, { readonly etag: string; readonly text: string }>();

  constructor(base: string) {
    this.#base = base;
  }

  /** Where it has no cursor, or was told that its cursor leads nowhere: from the snapshot. Else on from there. */
  async poll(): Promise<void> {
    if (this.state === undefined) {
      const snapshot = await this.#get<Snapshot>("/api/v1/feed/snapshot");
      if (snapshot !== undefined) this.state = startFrom(snapshot);
      return;
    }
    const { epoch, offset } = this.state.cursor;
    const answer = await this.#get<Answer>(`/api/v1/feed/frames?epoch=${epoch}&after=${offset}`);
    if (answer === undefined) return;
    if ("reset" in answer) {
      this.resets.push(answer.reset);
      this.state = undefined;
      return;
    }
    const { outcome, state } = applyFrame(this.state, answer);
    const isEmpty = answer.entries.length === 0 && answer.after === offset && answer.upTo === offset;
    if (outcome !== "applied" && !isEmpty) this.faults.push(`${outcome} at ${epoch}.${offset}`);
    this.state = state;
  }

  /** Undefined where it is told to come back later. */
  async #get<T>(path: string): Promise<T | undefined> {
    const kept = this.#kept.get(path);
    const headers: Record<string, string> = kept === undefined ? {} : { "if-none-match": kept.etag };
    const response = await fetch(this.#base + path, { headers });
    const text = await response.text();
    if (response.status === 304) return JSON.parse(kept!.text) as T;
    if (response.status === 503) {
      if (response.headers.get("retry-after") === null) this.faults.push("503 without Retry-After");
      return undefined;
    }
    this.#kept.set(path, { etag: response.headers.get("etag") ?? "", text });
    return JSON.parse(text) as T;
  }
}

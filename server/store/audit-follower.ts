/** Follows the audit log for the desk: each note once, in order, from the moment it starts. */
import type { AuditNote } from "../core/change.ts";
import { keys } from "./keys.ts";
import { connectForFollowing } from "./redis-connection.ts";
import { parseStreamEntry } from "./stored-record.ts";

const BLOCK_MS = 2_000;
const AGAIN_MS = 500;

export class AuditFollower {
  readonly #url: string;
  readonly #onNote: (note: AuditNote) => void;
  #stopped = false;
  #last: string | undefined;
  #close: () => void = () => {};
  #running: Promise<void> | undefined;

  constructor(url: string, onNote: (note: AuditNote) => void) {
    this.#url = url;
    this.#onNote = onNote;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#close();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      try {
        await this.#follow();
      } catch {
        // Redis is away. The desk shows that by itself; what was missed is read when it is back.
        if (!this.#stopped) await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
      }
    }
  }

  async #follow(): Promise<void> {
    const redis = connectForFollowing(this.#url, "fanfare-audit", BLOCK_MS);
    this.#close = () => redis.disconnect();
    try {
      await redis.connect();
      // Resolved once, then always the last one seen: `$` twice loses what lands between.
      this.#last ??= (await redis.xrevrange(keys.audit, "+", "-", "COUNT", 1))[0]?.[0] ?? "0-0";
      while (!this.#stopped) {
        const reply = await redis.xread("COUNT", 100, "BLOCK", BLOCK_MS, "STREAMS", keys.audit, this.#last);
        const [stream] = (reply ?? []) as [string, [string, string[]][]][];
        for (const entry of stream?.[1] ?? []) {
          this.#last = entry[0];
          this.#onNote(JSON.parse(parseStreamEntry(entry).fields.get("note") ?? "{}") as AuditNote);
        }
      }
    } finally {
      redis.disconnect();
    }
  }
}

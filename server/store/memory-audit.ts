/** The audit chain of the memory twin: [L6] each link is made of the one before it. */
import { createHash } from "node:crypto";
import type { AuditNote } from "../core/change.ts";
import type { AuditEntry } from "./feed-log.ts";

export class MemoryAudit {
  readonly #links: AuditEntry[] = [];

  link(note: AuditNote, atMs: number): void {
    const previous = this.#links.at(-1);
    const hash = createHash("sha1")
      .update(`${previous?.hash ?? ""}${atMs}${JSON.stringify(note)}`)
      .digest("hex");
    this.#links.push({ offset: (previous?.offset ?? 0) + 1, atMs, hash, note });
  }

  /** Newest first, below `before`. */
  read(before: number | undefined, limit: number): AuditEntry[] {
    return this.#links
      .filter(({ offset }) => before === undefined || offset < before)
      .toReversed()
      .slice(0, limit);
  }
}

/** Signs the head of the audit each minute in which it moved, with a key that is made at first need. */
import type { Redis } from "ioredis";
import { type AuditKey, ensureAuditKey } from "../server/store/audit-key.ts";
import { sealHead } from "../server/store/audit-seals.ts";

export interface SealerParts {
  readonly redis: Redis;
  readonly clock: { nowMs(): number };
  readonly keyFile: string;
  readonly log: Record<"info" | "error", (fields: object, message: string) => void>;
}

export class AuditSealer {
  readonly #parts: SealerParts;
  #key: AuditKey | undefined;
  #saidWhy = "";

  constructor(parts: SealerParts) {
    this.#parts = parts;
  }

  /** Undefined where the file cannot be read or made: that is said once, and everything else goes on. */
  get key(): AuditKey | undefined {
    try {
      this.#key ??= ensureAuditKey(this.#parts.keyFile);
      this.#saidWhy = "";
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (reason !== this.#saidWhy) this.#parts.log.error({ reason }, "the audit is not sealed: no key");
      this.#saidWhy = reason;
    }
    return this.#key;
  }

  /** Each seal is also a line of the log, which is kept elsewhere than the audit. */
  async seal(): Promise<void> {
    const { redis, clock, log } = this.#parts;
    const { key } = this;
    if (key === undefined) return;
    const seal = await sealHead(redis, key, clock.nowMs());
    if (seal !== undefined) log.info({ seal }, "the audit is sealed");
  }
}

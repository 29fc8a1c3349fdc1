/**
 * Hears which keys change while they are read (CLIENT TRACKING, in a form that Redis and Valkey have since 6.0).
 * Redis tells of every change before it answers what was asked after it, so after `heard` none is missing.
 */
import type { Redis } from "ioredis";
import { familyOf, ownName } from "../../server/store/key-families.ts";
import { PREFIX } from "../../server/store/keys.ts";

const CHANNEL = "__redis__:invalidate";

export class ChangeWatch {
  readonly #listener: Redis;
  #changed = new Set<string>();
  #isLost = false;

  private constructor(listener: Redis) {
    this.#listener = listener;
    listener.on("messageBuffer", (_channel: Buffer, keys: unknown) => this.#hear(keys));
    listener.on("close", () => {
      this.#isLost = true;
    });
  }

  /** Both are connections of RESP2, ready, and to the same Redis: `reader` is the one that reads. */
  static async start(reader: Redis, listener: Redis): Promise<ChangeWatch> {
    const id = await listener.client("ID");
    const watch = new ChangeWatch(listener);
    await listener.subscribe(CHANNEL);
    await reader.call("CLIENT", "TRACKING", "ON", "REDIRECT", String(id), "BCAST", "PREFIX", `${PREFIX}:`);
    return watch;
  }

  /** Names of what is to be kept and has changed since the last time; undefined where that is not known. */
  async heard(): Promise<ReadonlySet<string> | undefined> {
    await this.#listener.ping().catch(() => {});
    if (this.#isLost) return undefined;
    const changed = this.#changed;
    this.#changed = new Set();
    return changed;
  }

  /** A list of keys; null where everything was thrown away. */
  #hear(keys: unknown): void {
    if (!Array.isArray(keys)) {
      this.#isLost = true;
      return;
    }
    for (const key of keys) {
      const name = ownName(String(key));
      if (name !== undefined && (familyOf(name)?.keeping ?? "kept") === "kept") this.#changed.add(name);
    }
  }
}

/**
 * Hears which keys change while they are read (CLIENT TRACKING, in a form that Redis and Valkey have since 6.0).
 *
 * Redis tells of the changes of one turn of its loop together, before it answers what was asked in that turn. A
 * mark that is sent within a transaction arrives before the news of its own turn: so what was heard before the
 * mark had changed before the transaction, the next news may have, and all after that came later. That the next
 * news are those of that turn is for the transaction to see to, by a change of its own.
 */
import { randomBytes } from "node:crypto";
import type { Redis } from "ioredis";
import { familyOf, ownName } from "../../server/store/key-families.ts";
import { PREFIX } from "../../server/store/keys.ts";

const NEWS = "__redis__:invalidate";
const MARKS = `${PREFIX}:bulletin:backup`;

type Heard = { readonly names: readonly string[] } | { readonly mark: string };

/** The connection was lost, or everything was thrown away. */
export class ChangesLost extends Error {
  override name = "ChangesLost";
}

export class ChangeWatch {
  readonly #listener: Redis;
  #heard: Heard[] = [];
  #isLost = false;

  private constructor(listener: Redis) {
    this.#listener = listener;
    listener.on("messageBuffer", (channel: Buffer, payload: unknown) => this.#hear(String(channel), payload));
    listener.on("close", () => {
      this.#isLost = true;
    });
  }

  /** Both are connections of RESP2, ready, and to the same Redis: `reader` is the one that reads. */
  static async start(reader: Redis, listener: Redis): Promise<ChangeWatch> {
    const id = await listener.client("ID");
    const watch = new ChangeWatch(listener);
    await listener.subscribe(NEWS, MARKS);
    await reader.call("CLIENT", "TRACKING", "ON", "REDIRECT", String(id), "BCAST", "PREFIX", `${PREFIX}:`);
    return watch;
  }

  /** To be published in a transaction. */
  newMark(): { readonly channel: string; readonly mark: string } {
    return { channel: MARKS, mark: randomBytes(9).toString("base64url") };
  }

  /** Names of what is to be kept and was heard of since the last time. Throws {@link ChangesLost}. */
  async heard(): Promise<readonly string[]> {
    await this.#listen();
    return namesOf(this.#heard.splice(0));
  }

  /** Of a transaction with that mark: what had changed before it, and what may have, or after. */
  async heardAround(mark: string): Promise<{ before: readonly string[]; around: readonly string[] }> {
    await this.#listen();
    const at = this.#heard.findIndex((each) => "mark" in each && each.mark === mark);
    if (at < 0) throw new ChangesLost();
    const before = namesOf(this.#heard.splice(0, at + 1));
    return { before, around: namesOf(this.#heard.splice(0, 1)) };
  }

  async #listen(): Promise<void> {
    await this.#listener.ping().catch(() => {});
    if (this.#isLost) throw new ChangesLost();
  }

  /** News is a list of keys; null where everything was thrown away. */
  #hear(channel: string, payload: unknown): void {
    if (channel === MARKS) this.#heard.push({ mark: String(payload) });
    else if (!Array.isArray(payload)) this.#isLost = true;
    else this.#heard.push({ names: payload.flatMap((key) => keptName(String(key))) });
  }
}

const namesOf = (heard: readonly Heard[]): string[] =>
  heard.flatMap((each) => ("names" in each ? each.names : []));

function keptName(key: string): string[] {
  const name = ownName(key);
  return name !== undefined && (familyOf(name)?.keeping ?? "kept") === "kept" ? [name] : [];
}

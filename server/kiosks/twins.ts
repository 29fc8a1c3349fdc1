/**
 * Whether two screens go about with one identity, over all nodes. A page that is loaded again, or comes back over
 * another network, leaves its old connection behind for a while: so both are asked for a sign of life, and asked
 * again, before anybody is called a copy.
 *
 * - [KC1] Of two connections of one identity, one that gives no sign of life is closed; nobody is told.
 * - [KC2] Two that both do, twice and some seconds apart, are two screens: both are stopped.
 * - [KC3] While nodes do not hear each other (Redis is away), only those of one node are compared.
 */
import { z } from "zod";
import { parsedJson } from "../core/json-text.ts";
import type { Bulletin } from "../store/bulletin.ts";

/** Long enough for what is closing to be closed. */
const GRACE_MS = 3_000;
const ANSWER_MS = 5_000;

export interface ScreenConnection {
  /** Of this connection alone. */
  readonly id: string;
  readonly kioskId: string;
  /** Whether the page at the other end answers within a time. */
  isAlive(withinMs: number): Promise<boolean>;
  /** Nobody is there any more. */
  drop(): void;
}

const messageSchema = z.object({
  node: z.string(),
  /** `joined`: a connection has come. `alive`: another one, `from`, is alive too. `again`: and so is that one. */
  twins: z.enum(["joined", "alive", "again"]),
  kioskId: z.string(),
  /** Whom it is about, and who says so. */
  connection: z.string(),
  from: z.string().optional(),
});
type Message = z.infer<typeof messageSchema>;

export interface TwinsParts {
  readonly node: string;
  readonly bulletin: Bulletin;
  /** Two screens have come as this one. */
  readonly onTwins: (kioskId: string) => void;
  readonly pause?: (ms: number) => Promise<void>;
}

export class KioskTwins {
  readonly #parts: TwinsParts;
  readonly #here = new Map<string, ScreenConnection>();
  readonly #pause: (ms: number) => Promise<void>;

  constructor(parts: TwinsParts) {
    this.#parts = parts;
    this.#pause = parts.pause ?? ((ms) => new Promise((resolve) => setTimeout(resolve, ms).unref()));
  }

  start(): void {
    this.#parts.bulletin.listen({ onMessage: (text) => this.#hear(text), onConnected: () => {} });
  }

  joined(connection: ScreenConnection): void {
    const { id, kioskId } = connection;
    this.#here.set(id, connection);
    const message = { twins: "joined", kioskId, connection: id } as const;
    this.#tell(message);
    void this.#compare(message);
  }

  left({ id }: Pick<ScreenConnection, "id">): void {
    this.#here.delete(id);
  }

  /** Every older connection of that screen at this node: is there still somebody at the other end? */
  async #compare({ kioskId, connection }: Pick<Message, "kioskId" | "connection">): Promise<void> {
    const older = this.#of(kioskId).filter(({ id }) => id !== connection);
    if (older.length === 0) return;
    await this.#pause(GRACE_MS);
    for (const each of older) {
      if (!(await this.#answers(each))) continue;
      const message = { twins: "alive", kioskId, connection, from: each.id } as const;
      if (this.#here.has(connection)) await this.#prove(message);
      else this.#tell(message);
    }
  }

  /** The newer one, while the older is alive. */
  async #prove({ kioskId, connection, from }: Omit<Message, "node" | "twins">): Promise<void> {
    const newer = this.#here.get(connection);
    if (newer === undefined || from === undefined || !(await this.#answers(newer))) return;
    const message = { twins: "again", kioskId, connection: from, from: connection } as const;
    if (this.#here.has(from)) await this.#convict(message);
    else this.#tell(message);
  }

  /** The older one once more, some seconds later: it was not only slow to go. */
  async #convict({ kioskId, connection }: Pick<Message, "kioskId" | "connection">): Promise<void> {
    await this.#pause(GRACE_MS);
    const older = this.#here.get(connection);
    if (older !== undefined && (await this.#answers(older))) this.#parts.onTwins(kioskId);
  }

  /** [KC1] */
  async #answers(connection: ScreenConnection): Promise<boolean> {
    if (!this.#here.has(connection.id)) return false;
    const isAlive = await connection.isAlive(ANSWER_MS);
    if (!this.#here.has(connection.id)) return false;
    if (!isAlive) connection.drop();
    return isAlive;
  }

  #of(kioskId: string): ScreenConnection[] {
    return [...this.#here.values()].filter((each) => each.kioskId === kioskId);
  }

  #tell(message: Omit<Message, "node">): void {
    this.#parts.bulletin.send(JSON.stringify({ node: this.#parts.node, ...message }));
  }

  #hear(text: string): void {
    const message = messageSchema.safeParse(parsedJson(text)).data;
    if (message === undefined || message.node === this.#parts.node) return;
    if (message.twins === "joined") void this.#compare(message);
    else if (message.twins === "alive") void this.#prove(message);
    else void this.#convict(message);
  }
}

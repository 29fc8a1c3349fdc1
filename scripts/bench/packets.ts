/** What a server says to a reader, in Engine.IO's and Socket.IO's packets, read as cheaply as it goes. */

export interface Position {
  readonly epoch: string;
  readonly offset: number;
}

/** An announcement that a frame publishes, and when the log took it by Redis' clock. */
export interface Published {
  readonly headline: string;
  readonly loggedMs: number;
}

export type Packet =
  | { readonly kind: "opened" | "connected" | "ping" | "refused" | "other" }
  | { readonly kind: "snapshot"; readonly cursor: Position }
  | {
      readonly kind: "frame";
      readonly epoch: string;
      readonly after: number;
      readonly upTo: number;
      readonly published: readonly Published[];
    };

const opened: Packet = { kind: "opened" };
const ping: Packet = { kind: "ping" };
const connected: Packet = { kind: "connected" };
const refused: Packet = { kind: "refused" };
const other: Packet = { kind: "other" };

/**
 * Readers of one process are sent the same bytes, so what was parsed last serves the next thousand:
 * a load generator must not be slower than what it measures.
 */
export class PacketParser {
  #bytes = Buffer.alloc(0);
  #packet: Packet = other;

  parse(bytes: Buffer): Packet {
    switch (bytes.toString("latin1", 0, 2)) {
      case "2":
        return ping;
      case "0{":
        return opened;
      case "40":
        return connected;
      case "42":
        break;
      default:
        return other;
    }
    if (!this.#bytes.equals(bytes)) {
      this.#bytes = Buffer.from(bytes);
      this.#packet = eventOf(bytes.toString("utf8", 2));
    }
    return this.#packet;
  }
}

interface Heard {
  cursor: Position;
  epoch: string;
  after: number;
  upTo: number;
  entries: { type: string; at: string; announcement?: { text: { en?: { headline: string } } } }[];
}

function eventOf(json: string): Packet {
  const [name, body] = JSON.parse(json) as [string, Heard];
  if (name === "refused") return refused;
  if (name === "snapshot") return { kind: "snapshot", cursor: body.cursor };
  if (name !== "frame") return other;
  const { epoch, after, upTo, entries } = body;
  if (entries.length !== upTo - after) throw new Error(`a frame that is not dense: ${after}–${upTo}`);
  const published = entries.flatMap(({ type, at, announcement }) => {
    if (type !== "announcementPublished") return [];
    return [{ headline: announcement?.text.en?.headline ?? "", loggedMs: Date.parse(at) }];
  });
  return { kind: "frame", epoch, after, upTo, published };
}

/** What a server says to a reader, whatever it is written in, read as cheaply as it goes. */

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
    }
  /** What a server sends that knows no log: nothing in it says what came before. */
  | { readonly kind: "message"; readonly published: readonly Published[] };

/** Understands what lies between two places of bytes that are somebody else's. */
export type PacketReader = (bytes: Buffer, start: number, end: number) => Packet;

const opened: Packet = { kind: "opened" };
const ping: Packet = { kind: "ping" };
const connected: Packet = { kind: "connected" };
const refused: Packet = { kind: "refused" };
const other: Packet = { kind: "other" };

/** As many as may be on their way to different readers at one time. */
const REMEMBERED = 32;

/**
 * Readers of one process are sent the same bytes, so what was parsed lately serves the next thousand:
 * a load generator must not be slower than what it measures.
 */
export function remembering(parse: (text: string) => Packet): PacketReader {
  const lately: { readonly bytes: Buffer; readonly packet: Packet }[] = [];
  return (bytes, start, end) => {
    for (let at = 0; at < lately.length; at += 1) {
      const known = lately[at]!;
      if (known.bytes.length !== end - start || bytes.compare(known.bytes, 0, end - start, start, end) !== 0)
        continue;
      if (at > 0) {
        lately[at] = lately[0]!;
        lately[0] = known;
      }
      return known.packet;
    }
    const copy = Buffer.from(bytes.subarray(start, end));
    const packet = parse(copy.toString());
    lately.unshift({ bytes: copy, packet });
    if (lately.length > REMEMBERED) lately.pop();
    return packet;
  };
}

const CODES = { zero: 0x30, two: 0x32, four: 0x34, brace: 0x7b };

/** Engine.IO's and Socket.IO's packets. */
export function socketIoPackets(): PacketReader {
  const event = remembering((json) => eventOf(json.slice(2)));
  return (bytes, start, end) => {
    const first = bytes[start];
    const second = end - start > 1 ? bytes[start + 1] : undefined;
    if (first === CODES.two && second === undefined) return ping;
    if (first === CODES.zero && second === CODES.brace) return opened;
    if (first !== CODES.four) return other;
    if (second === CODES.zero) return connected;
    return second === CODES.two ? event(bytes, start, end) : other;
  };
}

/** What is sent as it is: the body of an announcement, in JSON. */
export const plainPackets = (): PacketReader =>
  remembering((json) => messageOf(JSON.parse(json) as PlainMessage));

/** An event of a stream, without the empty line that ends it. */
export const streamPackets = (): PacketReader =>
  remembering((text) => {
    const field = (name: string) => new RegExp(`^${name}: ?(.*)$`, "m").exec(text)?.[1] ?? "";
    const data = field("data");
    return data === "" ? other : packetOf(field("event"), JSON.parse(data) as Heard);
  });

interface Heard {
  cursor: Position;
  epoch: string;
  after: number;
  upTo: number;
  entries: { type: string; at: string; announcement?: { text: { en?: { headline: string } } } }[];
}

/** What is posted to a peer: as many bytes as wanted, and which one it is. */
export interface PlainMessage {
  readonly headline: string;
  readonly body: string;
}

const messageOf = ({ headline }: PlainMessage): Packet => ({
  kind: "message",
  published: [{ headline, loggedMs: Number.NaN }],
});

function eventOf(json: string): Packet {
  const [name, body] = JSON.parse(json) as [string, Heard & PlainMessage];
  return name === "frame" && body.headline !== undefined ? messageOf(body) : packetOf(name, body);
}

function packetOf(name: string, body: Heard): Packet {
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

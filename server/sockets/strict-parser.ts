/**
 * Socket.IO's parser, minding how often a connection joins. Socket.IO looks whether it is there already, but only once
 * it is: whoever sends a thousand CONNECT in one breath was a thousand readers on one connection, with as many snapshots.
 *
 * - [HC2] A connection is in a namespace once, and joins eight times in its life at most; names that there are not
 *   count too. More, and it is closed.
 */
import type { Server } from "socket.io";

type Parser = Server["_parser"];
type Packet = Parameters<InstanceType<Parser["Decoder"]>["add"]>[0];

const JOINS_MOST = 8;
const NOWHERE: readonly string[] = Object.freeze([]);
/** Where nearly everybody is: one list for all. */
const AMONG_READERS: readonly string[] = Object.freeze(["/"]);

const types = { connect: "0", disconnect: "1" } as const;

export function strictParser(parser: Parser): Parser {
  class StrictDecoder extends parser.Decoder {
    #joined = NOWHERE;
    #joins = 0;

    /** What is thrown is taken for a fault of the client: it is disconnected. */
    override add(packet: Packet): void {
      if (typeof packet === "string") {
        if (packet[0] === types.connect) this.#join(namespaceOf(packet));
        if (packet[0] === types.disconnect) this.#leave(namespaceOf(packet));
      }
      super.add(packet);
    }

    #join(namespace: string): void {
      this.#joins += 1;
      if (this.#joins > JOINS_MOST) throw new Error("it joins too often");
      if (this.#joined.includes(namespace)) throw new Error("it is there already");
      this.#joined =
        namespace === "/" && this.#joined === NOWHERE ? AMONG_READERS : [...this.#joined, namespace];
    }

    #leave(namespace: string): void {
      this.#joined = this.#joined.filter((other) => other !== namespace);
    }
  }
  return { ...parser, Decoder: StrictDecoder };
}

/** `0/kiosk,{…}`; without a name it is the main one. */
function namespaceOf(packet: string): string {
  if (packet[1] !== "/") return "/";
  const comma = packet.indexOf(",");
  return packet.slice(1, comma < 0 ? undefined : comma);
}

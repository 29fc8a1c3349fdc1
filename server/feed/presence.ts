/**
 * How many read here, by attendance: counters of this node, never a record of a reader. Nodes write theirs
 * to Redis, and a worker sums them.
 */
import type { Attendance } from "../contract/announcement.ts";

export interface ReaderCounts {
  readonly online: number;
  readonly inPerson: number;
  readonly undeclared: number;
}

/** Over what a reader came: WebSocket, or server-sent events. */
export type Transport = "socket" | "stream";

export class Presence {
  readonly #counts = { socket: none(), stream: none() };

  joined(attendance: Attendance | undefined, over: Transport = "socket"): void {
    this.#counts[over][nameOf(attendance)] += 1;
  }

  left(attendance: Attendance | undefined, over: Transport = "socket"): void {
    this.#counts[over][nameOf(attendance)] -= 1;
  }

  changed(from: Attendance | undefined, to: Attendance): void {
    this.left(from);
    this.joined(to);
  }

  get counts(): ReaderCounts {
    const { socket, stream } = this.#counts;
    return {
      online: socket.online + stream.online,
      inPerson: socket.inPerson + stream.inPerson,
      undeclared: socket.undeclared + stream.undeclared,
    };
  }

  over(transport: Transport): ReaderCounts {
    return { ...this.#counts[transport] };
  }
}

const none = () => ({ online: 0, inPerson: 0, undeclared: 0 });

const nameOf = (attendance: Attendance | undefined): keyof ReaderCounts =>
  attendance === "online" ? "online" : attendance === "in-person" ? "inPerson" : "undeclared";

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

export class Presence {
  readonly #counts = { online: 0, inPerson: 0, undeclared: 0 };

  joined(attendance: Attendance | undefined): void {
    this.#counts[nameOf(attendance)] += 1;
  }

  left(attendance: Attendance | undefined): void {
    this.#counts[nameOf(attendance)] -= 1;
  }

  changed(from: Attendance | undefined, to: Attendance): void {
    this.left(from);
    this.joined(to);
  }

  get counts(): ReaderCounts {
    return { ...this.#counts };
  }
}

const nameOf = (attendance: Attendance | undefined): keyof ReaderCounts =>
  attendance === "online" ? "online" : attendance === "in-person" ? "inPerson" : "undeclared";

/**
 * What readers are sent, prepared once for all who are at one cursor: storms and broadcasts alike cost one encoding.
 *
 * - [C7] Readers who come with the same cursor share one answer, made when the first of them comes, for as long as the
 *   head stays where it is.
 */
import type { SnapshotReason } from "../contract/feed.ts";
import { encodeFrame } from "../core/catch-up.ts";
import { Outgoing } from "./outgoing.ts";
import type { Replica } from "./replica.ts";

/** Cursors whose answer is kept: a hall that returns has few, a broadcast has one or two. */
const CURSORS_KEPT = 64;
const BYTES_KEPT = 8_000_000;

export class FeedAnswers {
  readonly #replica: Pick<Replica, "cursor" | "stale" | "catchUp" | "snapshot">;
  readonly #frames = new Map<number, Outgoing>();
  readonly #snapshots = new Map<SnapshotReason, Outgoing>();
  #bytes = 0;
  #epoch = "";
  #head = -1;
  #heartbeat: Outgoing | undefined;
  #heartbeatIsStale = false;

  constructor(replica: Pick<Replica, "cursor" | "stale" | "catchUp" | "snapshot">) {
    this.#replica = replica;
  }

  /** What follows on from a cursor; undefined where it is ahead of this node. */
  after(epoch: string, offset: number): Outgoing | undefined {
    this.#followHead();
    const kept = epoch === this.#epoch ? this.#frames.get(offset) : undefined;
    if (kept !== undefined) return kept;
    const answer = this.#replica.catchUp({ epoch, offset });
    if (answer.answer === "ahead") return undefined;
    if (answer.answer === "snapshot") return this.snapshot(answer.reason);
    return this.#keep(offset, answer.json, answer.upTo);
  }

  snapshot(reason: SnapshotReason): Outgoing {
    const json = this.#replica.snapshot(reason);
    const kept = this.#snapshots.get(reason);
    if (kept !== undefined && kept.message.json === json) return kept;
    const made = new Outgoing({ kind: "snapshot", reason, upTo: this.#replica.cursor, json });
    this.#snapshots.set(reason, made);
    return made;
  }

  /** The empty frame at the head, by which a reader that silently fell behind finds out. */
  heartbeat(): Outgoing {
    this.#followHead();
    const { stale } = this.#replica;
    if (this.#heartbeat === undefined || this.#heartbeatIsStale !== stale) {
      const upTo = this.#replica.cursor;
      const json = encodeFrame(upTo.epoch, upTo.offset, upTo.offset, [], stale);
      this.#heartbeat = new Outgoing({ kind: "frame", after: upTo.offset, upTo, json });
      this.#heartbeatIsStale = stale;
    }
    return this.#heartbeat;
  }

  #followHead(): void {
    const { epoch, offset } = this.#replica.cursor;
    if (epoch === this.#epoch && offset === this.#head) return;
    this.#epoch = epoch;
    this.#head = offset;
    this.#frames.clear();
    this.#bytes = 0;
    this.#heartbeat = undefined;
  }

  #keep(after: number, json: string, upTo: number): Outgoing {
    const made = new Outgoing({ kind: "frame", after, upTo: { epoch: this.#epoch, offset: upTo }, json });
    if (this.#frames.size >= CURSORS_KEPT || this.#bytes + json.length > BYTES_KEPT) {
      this.#frames.clear();
      this.#bytes = 0;
    }
    this.#frames.set(after, made);
    this.#bytes += json.length;
    return made;
  }
}

/**
 * The one fan-out loop of a node: every frame to every reader, in order, whatever the transport.
 *
 * - [O1] A reader is answered from the replica in the same tick in which it joins, so there is no seam
 *   between catch-up and live.
 * - [O2] Each connection knows what it was sent up to: a frame goes only to those that it follows on from,
 *   so a chunked broadcast can be neither overtaken nor joined in the middle.
 * - [O3] A broadcast holds the event loop for one chunk at a time.
 */
import type { Cursor, SnapshotReason } from "../contract/feed.ts";
import { encodeFrame } from "../core/catch-up.ts";
import type { EncodedFrame, Replica, ReplicaListener } from "./replica.ts";

export const HEARTBEAT_MS = 10_000;
const CHUNK = 100;

/** A frame on its way: each transport encodes it once, whoever needs it first. */
export class OutgoingFrame {
  readonly frame: EncodedFrame;
  readonly #forms = new Map<unknown, unknown>();

  constructor(frame: EncodedFrame) {
    this.frame = frame;
  }

  as<T>(encode: (json: string, frame: EncodedFrame) => T): T {
    let form = this.#forms.get(encode) as T | undefined;
    if (form === undefined) {
      form = encode(this.frame.json, this.frame);
      this.#forms.set(encode, form);
    }
    return form;
  }
}

/** One reader's way out. It must not throw: a transport that is gone swallows what it is given. */
export interface ReaderConnection {
  sendFrame(frame: OutgoingFrame): void;
  /** `json` is a snapshot, encoded. */
  sendSnapshot(reason: SnapshotReason, json: string, cursor: Cursor): void;
  /** This node leaves: the reader is asked to come back after a time, and let go. */
  dismiss(retryAfterMs: number): void;
}

interface Joined {
  readonly connection: ReaderConnection;
  epoch: string;
  sentUpTo: number;
}

export class FanOut implements ReplicaListener {
  readonly #replica: Replica;
  readonly #joined = new Map<ReaderConnection, Joined>();
  #queue: OutgoingFrame[] = [];
  #running = false;
  #heartbeat: NodeJS.Timeout | undefined;

  constructor(replica: Replica) {
    this.#replica = replica;
    replica.listen(this);
  }

  start(): void {
    this.#heartbeat ??= setInterval(() => this.#beat(), HEARTBEAT_MS);
  }

  stop(): void {
    clearInterval(this.#heartbeat);
    this.#heartbeat = undefined;
    this.#queue = [];
  }

  /** Sends every reader to another node, spread over a time. */
  dismiss(overMs: number, random: () => number): void {
    for (const connection of this.#joined.keys()) connection.dismiss(Math.floor(random() * overMs));
    this.#joined.clear();
  }

  /** [MP6] Sends so many readers to other nodes, those first who have been here longest. */
  dismissSome(most: number, overMs: number, random: () => number): void {
    let left = most;
    for (const connection of this.#joined.keys()) {
      if (left <= 0) return;
      left -= 1;
      this.#joined.delete(connection);
      connection.dismiss(Math.floor(random() * overMs));
    }
  }

  get size(): number {
    return this.#joined.size;
  }

  /**
   * [O1] Answers a reader and makes it live, in one tick. False where its cursor is ahead of this node:
   * nothing was sent then, and it has not joined.
   */
  join(connection: ReaderConnection, cursor: Cursor | undefined): boolean {
    const joined: Joined = { connection, epoch: "", sentUpTo: 0 };
    if (!this.#answer(joined, cursor)) return false;
    this.#joined.set(connection, joined);
    return true;
  }

  /** As `join`, for a reader whose cursor Redis itself does not know: it starts again. */
  joinAnew(connection: ReaderConnection, reason: SnapshotReason): void {
    const joined: Joined = { connection, epoch: "", sentUpTo: 0 };
    this.#snapshot(joined, reason);
    this.#joined.set(connection, joined);
  }

  leave(connection: ReaderConnection): void {
    this.#joined.delete(connection);
  }

  #answer(joined: Joined, cursor: Cursor | undefined): boolean {
    const answer = this.#replica.catchUp(cursor);
    if (answer.answer === "ahead") return false;
    if (answer.answer === "snapshot") {
      this.#snapshot(joined, answer.reason);
      return true;
    }
    const { epoch } = this.#replica.cursor;
    const after = cursor!.offset;
    this.#send(joined, new OutgoingFrame({ epoch, after, upTo: answer.upTo, json: answer.json }));
    return true;
  }

  #send(joined: Joined, outgoing: OutgoingFrame): void {
    joined.epoch = outgoing.frame.epoch;
    joined.sentUpTo = outgoing.frame.upTo;
    joined.connection.sendFrame(outgoing);
  }

  #snapshot(joined: Joined, reason: SnapshotReason): void {
    const { cursor } = this.#replica;
    joined.epoch = cursor.epoch;
    joined.sentUpTo = cursor.offset;
    joined.connection.sendSnapshot(reason, this.#replica.snapshot(reason), cursor);
  }

  onFrame(frame: EncodedFrame): void {
    this.#queue.push(new OutgoingFrame(frame));
    this.#drain();
  }

  /** Each reader anew, from where it was: a frame where that still leads on, else a snapshot. */
  onReload(): void {
    this.#queue = [];
    for (const joined of this.#joined.values()) {
      const cursor = { epoch: joined.epoch, offset: joined.sentUpTo };
      if (!this.#answer(joined, cursor)) this.#snapshot(joined, "epoch");
    }
  }

  /** The empty frame by which a reader that silently fell behind finds out. */
  #beat(): void {
    if (!this.#replica.loaded) return;
    const { epoch, offset } = this.#replica.cursor;
    const json = encodeFrame(epoch, offset, offset, [], this.#replica.stale);
    this.#queue.push(new OutgoingFrame({ epoch, after: offset, upTo: offset, json }));
    this.#drain();
  }

  #drain(): void {
    if (this.#running) return;
    this.#running = true;
    this.#next();
  }

  #next(): void {
    const outgoing = this.#queue.shift();
    if (outgoing === undefined) {
      this.#running = false;
      return;
    }
    this.#broadcast(outgoing, this.#joined.values());
  }

  // A Map's iterator goes on where it was, and meets those who joined meanwhile: [O2] skips them.
  #broadcast(outgoing: OutgoingFrame, rest: MapIterator<Joined>): void {
    for (let sent = 0; sent < CHUNK; sent += 1) {
      const { value: joined, done } = rest.next();
      if (done === true) {
        this.#next();
        return;
      }
      const { epoch, after } = outgoing.frame;
      if (joined.epoch === epoch && joined.sentUpTo === after) this.#send(joined, outgoing);
    }
    setImmediate(() => this.#broadcast(outgoing, rest));
  }
}

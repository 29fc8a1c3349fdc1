/**
 * The one fan-out loop of a node: it brings every reader to the head, whatever the transport.
 *
 * - [O1] A reader is answered from the replica in the same tick in which it joins, so there is no seam
 *   between catch-up and live.
 * - [O2] Each reader has what it was sent up to, and is sent what follows on from there: a broadcast in slices can be
 *   neither overtaken nor joined in the middle.
 * - [O3] A broadcast holds the event loop for one slice of time, whatever the number of readers.
 * - [O4] Entries that arrive while a broadcast is under way leave together, in one frame for all who are at one cursor.
 */
import type { Cursor, SnapshotReason } from "../contract/feed.ts";
import { FeedAnswers } from "./feed-answers.ts";
import type { Outgoing } from "./outgoing.ts";
import type { Replica, ReplicaListener } from "./replica.ts";
import { type QueueingReader, SlowReaders, STUCK_MS } from "./slow-readers.ts";

const HEARTBEAT_MS = 10_000;
/** How long a slice holds the loop: a publish, a handshake, a ping waits no longer than this. */
const SLICE_MS = 8;
/** Readers between two looks at the clock. */
const SLICE_READERS = 32;

/** One reader's way out. It must not throw: a transport that is gone swallows what it is given. */
export interface Reader extends QueueingReader {
  /** How far it was sent; the fan-out's own. A reader carries it itself: at twenty thousand a map would be felt. */
  epoch: string;
  sentUpTo: number;
  /** True where its socket has taken all that it was ever given. */
  give(outgoing: Outgoing): boolean;
  /** This node leaves: the reader is asked to come back after a time, and let go. */
  dismiss(retryAfterMs: number): void;
}

export interface FanOutOptions {
  readonly stuckMs?: number;
  /** Called when every reader was sent what arrived, with how long that took since the first of it did. */
  readonly onBroadcast?: ((ms: number) => void) | undefined;
}

export class FanOut implements ReplicaListener {
  readonly #replica: Replica;
  readonly #answers: FeedAnswers;
  readonly #readers = new Set<Reader>();
  readonly #slow: SlowReaders<Reader>;
  readonly #onBroadcast: ((ms: number) => void) | undefined;
  #isBroadcasting = false;
  /** What the next broadcast is for. */
  #hasNews = false;
  /** When the first of that arrived here. */
  #newsAtMs = 0;
  #beats = false;
  #heartbeat: NodeJS.Timeout | undefined;

  constructor(replica: Replica, { stuckMs = STUCK_MS, onBroadcast }: FanOutOptions = {}) {
    this.#replica = replica;
    this.#onBroadcast = onBroadcast;
    const onRoom = (reader: Reader) => {
      if (!isAt(reader, replica.cursor)) this.#bringUp(reader);
    };
    this.#slow = new SlowReaders({ onRoom, stuckMs });
    this.#answers = new FeedAnswers(replica);
    replica.listen(this);
  }

  start(): void {
    this.#heartbeat ??= setTimeout(() => this.#beat(), HEARTBEAT_MS);
  }

  stop(): void {
    clearTimeout(this.#heartbeat);
    this.#heartbeat = undefined;
    this.#slow.stop();
  }

  /** Sends every reader to another node, spread over a time. */
  dismiss(overMs: number, random: () => number): void {
    this.dismissSome(this.size, overMs, random);
  }

  /** [MP6] Sends so many readers to other nodes, those first who have been here longest. */
  dismissSome(most: number, overMs: number, random: () => number): void {
    for (const reader of this.#readers.values().take(most)) {
      this.leave(reader);
      reader.dismiss(Math.floor(random() * overMs));
    }
  }

  get size(): number {
    return this.#readers.size;
  }

  /** How many of them have not taken what they were sent. */
  get slow(): number {
    return this.#slow.size;
  }

  /** How many were cut because they took nothing. */
  get cut(): number {
    return this.#slow.cut;
  }

  /**
   * [O1] Answers a reader and makes it live, in one tick. False where its cursor is ahead of this node:
   * nothing was sent then, and it has not joined.
   */
  join(reader: Reader, cursor: Cursor | undefined): boolean {
    const answer =
      cursor === undefined ? this.#answers.snapshot("new") : this.#answers.after(cursor.epoch, cursor.offset);
    if (answer === undefined) return false;
    this.#readers.add(reader);
    this.#send(reader, answer);
    return true;
  }

  /** As `join`, for a reader whose cursor Redis itself does not know: it starts again. */
  joinAnew(reader: Reader, reason: SnapshotReason): void {
    this.#readers.add(reader);
    this.#send(reader, this.#answers.snapshot(reason));
  }

  leave(reader: Reader): void {
    this.#readers.delete(reader);
    this.#slow.forget(reader);
  }

  #send(reader: Reader, outgoing: Outgoing): void {
    const { upTo } = outgoing.message;
    reader.epoch = upTo.epoch;
    reader.sentUpTo = upTo.offset;
    if (!reader.give(outgoing)) this.#slow.watch(reader);
  }

  onEntries(): void {
    // Whoever hears something now needs no sign of life before ten seconds from now.
    this.#heartbeat?.refresh();
    this.#arrived();
    this.#broadcast();
  }

  /** Each reader anew, from where it was: a frame where that still leads on, else a snapshot. */
  onReload(): void {
    this.#arrived();
    this.#broadcast();
  }

  #arrived(): void {
    if (!this.#hasNews) this.#newsAtMs = performance.now();
    this.#hasNews = true;
  }

  #beat(): void {
    this.#heartbeat?.refresh();
    if (!this.#replica.loaded) return;
    this.#beats = true;
    this.#broadcast();
  }

  #broadcast(): void {
    if (this.#isBroadcasting || !(this.#hasNews || this.#beats)) return;
    this.#isBroadcasting = true;
    const beats = this.#beats;
    const sinceMs = this.#hasNews ? this.#newsAtMs : undefined;
    this.#hasNews = false;
    this.#beats = false;
    this.#slice(this.#readers.values(), beats, sinceMs);
  }

  // A Set's iterator goes on where it was, and meets those who joined meanwhile: they are at the head already.
  #slice(rest: SetIterator<Reader>, beats: boolean, sinceMs: number | undefined): void {
    // Within one slice the head does not move.
    const head = this.#replica.cursor;
    const heartbeat = beats ? this.#answers.heartbeat() : undefined;
    const endsAtMs = performance.now() + SLICE_MS;
    for (let count = 1; ; count += 1) {
      const { value: reader, done } = rest.next();
      if (done === true) {
        this.#isBroadcasting = false;
        if (sinceMs !== undefined) this.#onBroadcast?.(performance.now() - sinceMs);
        this.#broadcast();
        return;
      }
      if (!isAt(reader, head)) this.#bringUp(reader);
      else if (heartbeat !== undefined && !this.#slow.isFull(reader)) this.#send(reader, heartbeat);
      if (count % SLICE_READERS === 0 && performance.now() >= endsAtMs) break;
    }
    setImmediate(() => this.#slice(rest, beats, sinceMs));
  }

  /** [O2] Sends what follows on from where a reader is, unless it has enough to take. */
  #bringUp(reader: Reader): void {
    if (this.#slow.isFull(reader)) return;
    // Ahead of the head, within one epoch, is nobody but who read a log that lost its end.
    const answer = this.#answers.after(reader.epoch, reader.sentUpTo) ?? this.#answers.snapshot("epoch");
    this.#send(reader, answer);
  }
}

const isAt = (reader: Reader, { epoch, offset }: Cursor): boolean =>
  reader.sentUpTo === offset && reader.epoch === epoch;

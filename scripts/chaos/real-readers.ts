/**
 * Readers over real connections, Socket.IO and server-sent events, that fold what they are sent with the
 * clients' own `applyFrame` and note every fault: what is no fault of the network is one of ours.
 */
import { request } from "node:http";
import { io, type Socket } from "socket.io-client";
import type { Cursor, Entry, Frame, Snapshot } from "../../server/contract/feed.ts";
import type { SocketRefusal } from "../../server/contract/socket.ts";
import { applyFrame, type FeedState, startFrom } from "../../server/core/feed-state.ts";

export type Transport = "socket" | "stream";

/** Hears what a reader makes of what it is sent. */
export interface Ears {
  /** Everything, as it came. */
  heard?(text: string): void;
  snapshot?(snapshot: Snapshot): void;
  /** An entry took effect. */
  entry?(entry: Entry, epoch: string): void;
  fault?(what: string): void;
}

/** Opens a connection; what it answers ends it without a word. */
export type Opener = (base: string, cursor: Cursor | undefined, reports: Reports) => () => void;

export interface ReaderOptions {
  readonly ears?: Ears;
  /** Another way to connect than those of the transports. */
  readonly open?: Opener;
}

/** One reader, across as many connections as a test gives it. */
export class RealReader {
  readonly transport: Transport;
  state: FeedState | undefined;
  /** Every entry that took effect, by offset; begun anew by a snapshot. */
  readonly entries = new Map<number, Entry>();
  readonly snapshots: Snapshot["reason"][] = [];
  readonly refusals: SocketRefusal[] = [];
  readonly faults: string[] = [];
  /** Everything received, as it came. */
  raw = "";
  /** Milliseconds by this machine's clock at which each announcement's publication arrived here. */
  readonly arrivedAtMs = new Map<string, number>();
  connections = 0;
  losses = 0;
  isConnected = false;
  /** When it connected or heard something last, by `performance.now()`. */
  heardAtMs = 0;
  readonly #ears: Ears;
  readonly #open: Opener;
  #close: (() => void) | undefined;
  #answers = 0;

  constructor(transport: Transport, { ears = {}, open }: ReaderOptions = {}) {
    this.transport = transport;
    this.#ears = ears;
    this.#open = open ?? (transport === "socket" ? openSocket : openStream);
  }

  get cursor(): Cursor | undefined {
    return this.state?.cursor;
  }

  /** Leaves where it is connected, and comes back with its cursor, here or elsewhere. */
  connect(base: string, cursor: Cursor | undefined = this.cursor): void {
    this.drop();
    this.connections += 1;
    this.#answers = 0;
    this.heardAtMs = performance.now();
    this.#close = this.#open(base, cursor, this.#reports(this.connections));
  }

  /** The connection ends without a word. */
  drop(): void {
    this.#close?.();
    this.#close = undefined;
    this.isConnected = false;
  }

  /** What comes of a connection that was given up is nobody's any more. */
  #reports(connection: number): Reports {
    const ours = () => connection === this.connections && this.#close !== undefined;
    const hear = (name: string, payload: unknown) => {
      if (!ours()) return;
      this.isConnected = true;
      this.heardAtMs = performance.now();
      this.#keep(`${name} ${JSON.stringify(payload)}\n`);
      if (name === "snapshot") this.#snapshot(payload as Snapshot);
      else if (name === "frame") this.#frame(payload as Frame);
      else if (name === "refused") this.refusals.push(payload as SocketRefusal);
    };
    return {
      hear,
      lost: () => {
        if (!ours()) return;
        this.isConnected = false;
        this.losses += 1;
      },
    };
  }

  /** With ears of its own, it keeps nothing itself: it may hear a great deal. */
  #keep(text: string): void {
    if (this.#ears.heard === undefined) this.raw += text;
    else this.#ears.heard(text);
  }

  #fault(what: string): void {
    this.faults.push(what);
    this.#ears.fault?.(what);
  }

  #snapshot(snapshot: Snapshot): void {
    if (this.#answers > 0 && snapshot.reason === "new") this.#fault("a snapshot for a new reader twice");
    this.#answers += 1;
    this.snapshots.push(snapshot.reason);
    this.entries.clear();
    this.state = startFrom(snapshot);
    this.#ears.snapshot?.(snapshot);
  }

  #frame(frame: Frame): void {
    this.#answers += 1;
    const { state } = this;
    if (state === undefined) {
      this.#fault("a frame before any snapshot");
      return;
    }
    const outcome = applyFrame(state, frame);
    const isHeartbeat = frame.after === frame.upTo && frame.upTo === state.cursor.offset;
    if (outcome.outcome === "stale" && isHeartbeat && frame.entries.length === 0) return;
    if (outcome.outcome !== "applied") {
      const at = `${state.cursor.epoch}.${state.cursor.offset}`;
      this.#fault(`${outcome.outcome} at ${at}: ${frame.epoch} ${frame.after}–${frame.upTo}`);
      return;
    }
    for (const entry of outcome.arrived) {
      if (this.entries.has(entry.offset)) this.#fault(`entry ${entry.offset} twice`);
      this.entries.set(entry.offset, entry);
      this.#ears.entry?.(entry, frame.epoch);
      if (entry.type === "announcementPublished") this.arrivedAtMs.set(entry.announcement.id, Date.now());
    }
    this.state = outcome.state;
  }
}

export interface Reports {
  hear(name: string, payload: unknown): void;
  lost(): void;
}

const openSocket: Opener = (base, cursor, reports) => {
  const socket = connected(base, { protocol: 1, ...(cursor === undefined ? {} : { cursor }) }, reports);
  return () => socket.disconnect();
};

/** A socket of a namespace, told of in the way of every reader. */
export function connected(address: string, auth: object, { hear, lost }: Reports): Socket {
  const socket = io(address, { transports: ["websocket"], reconnection: false, forceNew: true, auth });
  socket.onAny(hear);
  socket.on("disconnect", lost);
  socket.on("connect_error", lost);
  return socket;
}

function openStream(base: string, cursor: Cursor | undefined, { hear, lost }: Reports): () => void {
  const headers = cursor === undefined ? {} : { "last-event-id": `${cursor.epoch}.${cursor.offset}` };
  const asked = request(`${base}/api/v1/feed/stream`, { headers, agent: false }, (response) => {
    if (response.statusCode !== 200) return void response.resume().on("end", lost);
    let rest = "";
    response.setEncoding("utf8").on("data", (part: string) => {
      const blocks = (rest + part).split("\n\n");
      rest = blocks.pop()!;
      for (const block of blocks) tell(block, hear);
    });
    response.on("close", lost);
    response.on("error", () => {});
  });
  asked.on("error", lost);
  asked.end();
  return () => asked.destroy();
}

/** One block of the event stream: `retry` is what a socket's `refused` with `retry` says. */
function tell(block: string, hear: Reports["hear"]): void {
  const fields = new Map(block.split("\n").map((line) => splitAt(line, ": ")));
  const [name, data, retry] = ["event", "data", "retry"].map((field) => fields.get(field));
  if (name !== undefined && data !== undefined) hear(name, JSON.parse(data));
  if (retry !== undefined) hear("refused", { code: "retry", action: "retry", retryAfterMs: Number(retry) });
}

function splitAt(line: string, mark: string): [string, string] {
  const at = line.indexOf(mark);
  return at < 0 ? [line, ""] : [line.slice(0, at), line.slice(at + mark.length)];
}

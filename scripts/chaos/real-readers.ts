/**
 * Readers over real connections, Socket.IO and server-sent events, that fold what they are sent with the
 * clients' own `applyFrame` and note every fault: what is no fault of the network is one of ours.
 */
import { request } from "node:http";
import { io } from "socket.io-client";
import type { Cursor, Entry, Frame, Snapshot } from "../../server/contract/feed.ts";
import type { SocketRefusal } from "../../server/contract/socket.ts";
import { applyFrame, type FeedState, startFrom } from "../../server/core/feed-state.ts";

export type Transport = "socket" | "stream";

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
  #close: (() => void) | undefined;
  #answers = 0;

  constructor(transport: Transport) {
    this.transport = transport;
  }

  get cursor(): Cursor | undefined {
    return this.state?.cursor;
  }

  /** Leaves where it is connected, and comes back with its cursor, here or elsewhere. */
  connect(base: string, cursor: Cursor | undefined = this.cursor): void {
    this.drop();
    this.connections += 1;
    this.#answers = 0;
    const reports = this.#reports(this.connections);
    this.#close =
      this.transport === "socket" ? openSocket(base, cursor, reports) : openStream(base, cursor, reports);
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
      this.raw += `${name} ${JSON.stringify(payload)}\n`;
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

  #snapshot(snapshot: Snapshot): void {
    if (this.#answers > 0 && snapshot.reason === "new") this.faults.push("a snapshot for a new reader twice");
    this.#answers += 1;
    this.snapshots.push(snapshot.reason);
    this.entries.clear();
    this.state = startFrom(snapshot);
  }

  #frame(frame: Frame): void {
    this.#answers += 1;
    const { state } = this;
    if (state === undefined) return void this.faults.push("a frame before any snapshot");
    const outcome = applyFrame(state, frame);
    const isHeartbeat = frame.after === frame.upTo && frame.upTo === state.cursor.offset;
    if (outcome.outcome === "stale" && isHeartbeat && frame.entries.length === 0) return;
    if (outcome.outcome !== "applied") {
      const at = `${state.cursor.epoch}.${state.cursor.offset}`;
      return void this.faults.push(
        `${outcome.outcome} at ${at}: ${frame.epoch} ${frame.after}–${frame.upTo}`,
      );
    }
    for (const entry of outcome.arrived) {
      if (this.entries.has(entry.offset)) this.faults.push(`entry ${entry.offset} twice`);
      this.entries.set(entry.offset, entry);
      if (entry.type === "announcementPublished") this.arrivedAtMs.set(entry.announcement.id, Date.now());
    }
    this.state = outcome.state;
  }
}

interface Reports {
  hear(name: string, payload: unknown): void;
  lost(): void;
}

function openSocket(base: string, cursor: Cursor | undefined, { hear, lost }: Reports): () => void {
  const socket = io(base, {
    transports: ["websocket"],
    reconnection: false,
    forceNew: true,
    auth: { protocol: 1, ...(cursor === undefined ? {} : { cursor }) },
  });
  socket.onAny(hear);
  socket.on("disconnect", lost);
  socket.on("connect_error", lost);
  return () => socket.disconnect();
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

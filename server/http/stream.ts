/**
 * The feed as server-sent events (WHATWG HTML, 9.2), for networks that block WebSocket: `hello`, then events
 * `snapshot`, `frame` and `reset`, each with the cursor that it leads to as its id, so that a browser resumes by
 * itself.
 */
import { type Request, type Response, Router } from "express";
import type { Attendance } from "../contract/announcement.ts";
import { cursorTextSchema, streamQuerySchema } from "../contract/api.ts";
import type { Cursor } from "../contract/feed.ts";
import { fieldError } from "../contract/field-codes.ts";
import { granted, type Refusal, type Result, refused } from "../contract/refusals.ts";
import type { Crowd } from "../doors/crowd.ts";
import type { FanOut, Reader } from "../feed/fan-out.ts";
import { DirectSocket } from "../feed/fast-path.ts";
import { type HelloParts, helloOf } from "../feed/hello.ts";
import type { FeedMessage, Outgoing } from "../feed/outgoing.ts";
import type { Presence } from "../feed/presence.ts";
import type { Replica } from "../feed/replica.ts";
import { checked } from "./faults.ts";

const AHEAD_WAIT_MS = 2_000;
/** Of an address that has too many: not all of them at once. */
const comeBackMs = () => 5_000 + Math.floor(Math.random() * 15_000);

export interface StreamParts extends HelloParts {
  readonly replica: Replica;
  readonly fanOut: FanOut;
  readonly presence: Presence;
  /** Who is not counted. */
  readonly isColleague: (request: Request) => boolean;
  /** [AD3] How many come from one address; absent, as many as like. */
  readonly crowd?: Crowd | undefined;
  /** The one way in which errors are replied. */
  readonly refuse: (request: Request, response: Response, refusal: Refusal) => void;
}

export function streamRouter(parts: StreamParts): Router {
  const router = Router();
  router.get("/api/v1/feed/stream", async (request, response) => {
    const asked = askedFor(request);
    if (!asked.ok) return parts.refuse(request, response, asked.refusal);
    if (!parts.replica.loaded)
      return parts.refuse(request, response, { code: "not_loaded", retryAfterMs: 1_000 });
    if (parts.crowd?.take(request, response) === false)
      return parts.refuse(request, response, { code: "too_many_requests", retryAfterMs: comeBackMs() });
    // It is quiet between two heartbeats, and what its reader does not take the fan-out looks at.
    request.socket.setTimeout(0);
    await serve(request, response, asked.value, parts);
  });
  return router;
}

interface Asked {
  readonly cursor?: Cursor | undefined;
  readonly attendance?: Attendance | undefined;
}

/** The header wins: it is what the browser saw last, the query what the page started from. */
function askedFor(request: Request): Result<Asked> {
  const query = checked(streamQuerySchema, request.query);
  if (!query.ok) return query;
  const header = request.get("last-event-id");
  if (header === undefined || header === "") return query;
  const parsed = cursorTextSchema.safeParse(header);
  if (parsed.success) return granted({ ...query.value, cursor: parsed.data });
  return refused("invalid", undefined, {
    errors: [fieldError("Last-Event-ID", "must be <epoch>.<offset>", "bad_cursor")],
  });
}

async function serve(
  request: Request,
  response: Response,
  { cursor, attendance }: Asked,
  parts: StreamParts,
): Promise<void> {
  const { fanOut, presence, replica } = parts;
  const reader = new StreamReader(response, () => helloEvent(parts));
  let gone = false;
  response.on("error", () => {});
  response.on("close", () => {
    gone = true;
    fanOut.leave(reader);
  });
  if (!fanOut.join(reader, cursor)) {
    await replica.reached(cursor!, AHEAD_WAIT_MS);
    const judged = await replica.judgeAhead(cursor!);
    if (gone) return;
    if (!fanOut.join(reader, cursor)) {
      if (judged === "behind")
        return parts.refuse(request, response, { code: "behind", retryAfterMs: 1_000 });
      fanOut.joinAnew(reader, "epoch");
    }
  }
  if (parts.isColleague(request)) return;
  presence.joined(attendance);
  response.on("close", () => presence.left(attendance));
}

/** First, as on sockets. Without an id: it leads to no cursor. */
const helloEvent = (parts: HelloParts): string => `event: hello\ndata: ${JSON.stringify(helloOf(parts))}\n\n`;

/** One event or two, as they are, and as the chunk of HTTP/1.1 in which a fast path sends them (RFC 9112, 7.1). */
interface Events {
  readonly bytes: Buffer;
  readonly chunk: Buffer;
}

function eventsOf(message: FeedMessage): Events {
  const { kind, upTo, json } = message;
  const isReset = message.kind === "snapshot" && message.reason !== "new";
  const reset = isReset ? `event: reset\ndata: {"reason":"${message.reason}"}\n\n` : "";
  const bytes = Buffer.from(`${reset}event: ${kind}\nid: ${upTo.epoch}.${upTo.offset}\ndata: ${json}\n\n`);
  const chunk = Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from("\r\n")]);
  return { bytes, chunk };
}

class StreamReader implements Reader {
  epoch = "";
  sentUpTo = -1;
  readonly #response: Response;
  readonly #hello: () => string;
  readonly #direct: DirectSocket | undefined;
  /** Its head is out, and nothing waits above its socket: as nobody else writes to it, so it stays until its end. */
  #isSimple = false;

  constructor(response: Response, hello: () => string) {
    this.#response = response;
    this.#hello = hello;
    this.#direct = response.socket === null ? undefined : new DirectSocket(response.socket);
  }

  give(outgoing: Outgoing): boolean {
    const events = outgoing.as(eventsOf);
    if (this.#isSimple || this.#becomesSimple()) return this.#direct!.write(events.chunk);
    this.#givePlainly(events.bytes);
    return false;
  }

  #becomesSimple(): boolean {
    const { headersSent, writableLength, writableEnded, chunkedEncoding } = this.#response;
    const isQuiet = headersSent && !writableEnded && writableLength === 0;
    // What is written directly is a chunk of its own.
    this.#isSimple = isQuiet && chunkedEncoding && this.#direct !== undefined;
    return this.#isSimple;
  }

  #givePlainly(bytes: Buffer): void {
    const response = this.#response;
    if (response.writableEnded || response.destroyed) return;
    if (!response.headersSent) this.#begin();
    response.write(bytes);
  }

  #begin(): void {
    this.#response.writeHead(200, {
      "Content-Type": "text/event-stream; charset=utf-8",
      "Cache-Control": "no-cache, no-transform",
      // nginx would hold events back otherwise.
      "X-Accel-Buffering": "no",
    });
    this.#response.write(this.#hello());
  }

  get queuedBytes(): number {
    return this.#response.writableLength;
  }

  get takenBytes(): number {
    return this.#direct?.takenBytes ?? 0;
  }

  cut(): void {
    this.#isSimple = false;
    this.#response.destroy();
  }

  dismiss(retryAfterMs: number): void {
    this.#isSimple = false;
    if (this.#response.writableEnded || this.#response.destroyed) return;
    // The standard's own way to say when to come back.
    this.#response.end(`retry: ${retryAfterMs}\n\n`);
  }
}

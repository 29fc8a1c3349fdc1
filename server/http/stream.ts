/**
 * The feed as server-sent events (WHATWG HTML, 9.2), for networks that block WebSocket: `hello`, then events
 * `snapshot`, `frame` and `reset`, each with the cursor that it leads to as its id, so that a browser resumes by
 * itself.
 */
import { type Request, type Response, Router } from "express";
import type { Attendance } from "../contract/announcement.ts";
import { cursorTextSchema, streamQuerySchema } from "../contract/api.ts";
import type { Cursor, SnapshotReason } from "../contract/feed.ts";
import { fieldError } from "../contract/field-codes.ts";
import { granted, type Refusal, type Result, refused } from "../contract/refusals.ts";
import type { FanOut, OutgoingFrame, ReaderConnection } from "../feed/fan-out.ts";
import { type HelloParts, helloOf } from "../feed/hello.ts";
import type { Presence } from "../feed/presence.ts";
import type { EncodedFrame, Replica } from "../feed/replica.ts";
import { checked } from "./faults.ts";

/** What a stream may leave unread before it is dropped to catch-up. */
const QUEUED_BYTES = 1_000_000;
const AHEAD_WAIT_MS = 2_000;

export interface StreamParts extends HelloParts {
  readonly replica: Replica;
  readonly fanOut: FanOut;
  readonly presence: Presence;
  /** Who is not counted. */
  readonly isColleague: (request: Request) => boolean;
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

const frameEvent = (json: string, { epoch, upTo }: EncodedFrame): Buffer =>
  Buffer.from(`event: frame\nid: ${epoch}.${upTo}\ndata: ${json}\n\n`);

class StreamReader implements ReaderConnection {
  readonly #response: Response;
  readonly #hello: () => string;

  constructor(response: Response, hello: () => string) {
    this.#response = response;
    this.#hello = hello;
  }

  sendFrame(frame: OutgoingFrame): void {
    this.#write(frame.as(frameEvent));
  }

  sendSnapshot(reason: SnapshotReason, json: string, { epoch, offset }: Cursor): void {
    const reset = reason === "new" ? "" : `event: reset\ndata: {"reason":"${reason}"}\n\n`;
    this.#write(`${reset}event: snapshot\nid: ${epoch}.${offset}\ndata: ${json}\n\n`);
  }

  dismiss(retryAfterMs: number): void {
    if (this.#response.writableEnded || this.#response.destroyed) return;
    // The standard's own way to say when to come back.
    this.#response.end(`retry: ${retryAfterMs}\n\n`);
  }

  #write(text: string | Buffer): void {
    const response = this.#response;
    if (response.writableEnded || response.destroyed) return;
    if (!response.headersSent) {
      response.writeHead(200, {
        "Content-Type": "text/event-stream; charset=utf-8",
        "Cache-Control": "no-cache, no-transform",
        // nginx would hold events back otherwise.
        "X-Accel-Buffering": "no",
      });
      response.write(this.#hello());
    }
    if (response.writableLength > QUEUED_BYTES) return void response.destroy();
    response.write(text);
  }
}

/** `GET /api/v1/feed/stream`, answered by stream.ts, as the description of the API has it. */
import { streamQuerySchema } from "../contract/api.ts";
import { describedRoute, type Route } from "./route.ts";

export const STREAM_PATH = "/api/v1/feed/stream";

export const streamRoute: Route = describedRoute({
  method: "get",
  path: STREAM_PATH,
  summary:
    "Server-sent events: snapshot, frame, reset. Resumes from Last-Event-ID or the cursor; `attendance` is counted",
  query: streamQuerySchema,
  answers: { 200: { description: "A stream that does not end.", type: "text/event-stream" } },
  refusals: ["not_loaded", "too_many_requests"],
});

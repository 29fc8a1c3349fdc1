/** One request and its answer, and when each was over. */
import { type Agent, type RequestOptions, request } from "node:http";

export interface Exchange {
  readonly status: number;
  readonly text: string;
  /** From the call until the request was handed to the kernel. */
  readonly sentMs: number;
  /** From the call to the end of the answer. */
  readonly answeredMs: number;
}

export interface ExchangeRequest {
  readonly port: number;
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: string | undefined;
  /** Absent: a connection of its own. */
  readonly agent?: Agent;
}

/** Rejects where nobody answers. */
export async function exchange(asked: ExchangeRequest): Promise<Exchange> {
  const startedAt = performance.now();
  for (;;) {
    try {
      return await attempted(asked, startedAt);
    } catch (error) {
      // A connection that was kept, and that the server let go of in this very moment.
      if (!(error instanceof KeptConnectionEnded)) throw error;
    }
  }
}

class KeptConnectionEnded extends Error {}

function attempted(
  { json, headers = {}, agent, ...where }: ExchangeRequest,
  startedAt: number,
): Promise<Exchange> {
  const body = json !== undefined && {
    "Content-Type": "application/json",
    "Content-Length": String(Buffer.byteLength(json)),
  };
  const options: RequestOptions = {
    host: "127.0.0.1",
    ...where,
    headers: { ...headers, ...body },
    agent: agent ?? false,
  };
  return new Promise((resolve, reject) => {
    let sentMs = Number.NaN;
    const sent = request(options, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (part: string) => {
        text += part;
      });
      response.on("error", reject);
      response.on("end", () =>
        resolve({
          status: response.statusCode ?? 0,
          text,
          sentMs,
          answeredMs: performance.now() - startedAt,
        }),
      );
    });
    sent.on("finish", () => {
      sentMs = performance.now() - startedAt;
    });
    sent.on("error", (error: NodeJS.ErrnoException) => {
      const isOver = sent.reusedSocket && (error.code === "ECONNRESET" || error.code === "EPIPE");
      reject(isOver ? new KeptConnectionEnded() : error);
    });
    sent.end(json);
  });
}

import { get as getHttp } from "node:http";
import { get as getHttps } from "node:https";
import { setTimeout as pause } from "node:timers/promises";

export interface ServerPlace {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
}

/** Said of a Redis that serves readers and takes no writes, or may not keep them: no reason to wait. */
const SERVES: ReadonlySet<string> = new Set(["storage_full", "would_evict", "not_durable", "no_replica"]);

/**
 * Resolves when `/readyz` answers 200, or when it serves and only Redis is not as it should be, which is said. Says
 * once why it takes long. Rejects when `signal` is aborted.
 */
export async function untilReady(
  place: ServerPlace,
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const sayAt = performance.now() + 20_000;
  for (let said = false; ; ) {
    const { ready, reasons } = await askReady(place);
    if (ready) return;
    if (reasons.length > 0 && reasons.every((reason) => SERVES.has(reason))) {
      say(`Readers are served, but something is wrong with Redis: ${reasons.join(", ")}.`);
      return;
    }
    if (!said && performance.now() > sayAt) {
      said = true;
      const why = reasons.length > 0 ? `: ${reasons.join(", ")}` : ", the server does not answer";
      say(`Not ready yet${why}. Waiting …`);
    }
    await pause(100, undefined, { signal });
  }
}

function askReady({ host, port, tls }: ServerPlace): Promise<{ ready: boolean; reasons: readonly string[] }> {
  const everywhere: Record<string, string> = { "0.0.0.0": "127.0.0.1", "::": "::1" };
  const options = {
    host: everywhere[host] ?? host,
    port,
    path: "/readyz",
    timeout: 2_000,
    agent: false as const,
  };
  return new Promise((resolve) => {
    const request = tls
      ? getHttps({ ...options, rejectUnauthorized: false }, receive) // it is our own, by address
      : getHttp(options, receive);
    request.on("timeout", () => request.destroy());
    request.on("error", () => resolve({ ready: false, reasons: [] }));

    function receive(response: import("node:http").IncomingMessage): void {
      let body = "";
      response.setEncoding("utf8").on("data", (part: string) => {
        body += part;
      });
      response.on("error", () => resolve({ ready: false, reasons: [] }));
      response.on("end", () => resolve({ ready: response.statusCode === 200, reasons: reasonsIn(body) }));
    }
  });
}

function reasonsIn(body: string): readonly string[] {
  try {
    const { reasons } = JSON.parse(body);
    return Array.isArray(reasons) ? reasons.map(String) : [];
  } catch {
    return [];
  }
}

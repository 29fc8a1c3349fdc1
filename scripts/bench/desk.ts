/** Whoever writes at the desk: the requests that a desk sends, over a few connections that stay open. */
import { Agent, request } from "node:http";

const body = "Text as long as announcements are: what happens, where, when, and for whom it matters. ".repeat(
  3,
);

export class BenchDesk {
  readonly #agent: Agent;
  readonly #place: { port: number; token: string };

  constructor(place: { port: number; token: string }, connections: number) {
    this.#place = place;
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections });
  }

  /** Publishes, or schedules for an instant; answers how many ms it took to be acknowledged. */
  async announce(headline: string, publishAt: "now" | number): Promise<number> {
    const at = publishAt === "now" ? publishAt : new Date(publishAt).toISOString();
    const announcement = { kind: "notice", text: { en: { headline, body } }, publishAt: at };
    const startedAt = performance.now();
    const { status, text } = await this.#send(
      "POST",
      "/api/v1/desk/announcements",
      JSON.stringify(announcement),
    );
    if (status !== 201) throw new Error(`the desk was answered ${status}: ${text}`);
    return performance.now() - startedAt;
  }

  /** The newest offset that the server knows. */
  async head(): Promise<number> {
    const { text } = await this.#send("GET", "/api/v1/feed?limit=1");
    return JSON.parse(text).cursor.offset;
  }

  close(): void {
    this.#agent.destroy();
  }

  #send(method: string, path: string, json?: string): Promise<{ status: number; text: string }> {
    const { port, token } = this.#place;
    const headers = {
      Authorization: `Bearer ${token}`,
      ...(json !== undefined && {
        "Content-Type": "application/json",
        "Content-Length": Buffer.byteLength(json),
      }),
    };
    return new Promise((resolve, reject) => {
      const sent = request(
        { host: "127.0.0.1", port, method, path, headers, agent: this.#agent },
        (response) => {
          let text = "";
          response.setEncoding("utf8").on("data", (part: string) => {
            text += part;
          });
          response.on("error", reject);
          response.on("end", () => resolve({ status: response.statusCode ?? 0, text }));
        },
      );
      sent.on("error", reject);
      sent.end(json);
    });
  }
}

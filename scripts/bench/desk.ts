/** Whoever writes at the desk: the requests that a desk sends, over a few connections that stay open. */
import { Agent } from "node:http";
import { type Exchange, exchange } from "./exchange.ts";

const usualBody =
  "Text as long as announcements are: what happens, where, when, and for whom it matters. ".repeat(3);

export class BenchDesk {
  readonly #agent: Agent;
  readonly #place: { port: number; token: string };

  constructor(place: { port: number; token: string }, connections: number) {
    this.#place = place;
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections });
  }

  /** Publishes, or schedules for an instant; answers how many ms it took to be acknowledged. */
  async announce(headline: string, publishAt: "now" | number): Promise<number> {
    return (await this.send(headline, publishAt)).answeredMs;
  }

  async send(headline: string, publishAt: "now" | number, body = usualBody): Promise<Exchange> {
    const at = publishAt === "now" ? publishAt : new Date(publishAt).toISOString();
    const announcement = { kind: "notice", text: { en: { headline, body } }, publishAt: at };
    const exchanged = await this.#exchange(
      "POST",
      "/api/v1/desk/announcements",
      JSON.stringify(announcement),
    );
    const { status, text } = exchanged;
    if (status !== 201) throw new Error(`the desk was answered ${status}: ${text}`);
    return exchanged;
  }

  /** The newest offset that the server knows. */
  async head(): Promise<number> {
    const { text } = await this.#exchange("GET", "/api/v1/feed?limit=1");
    return JSON.parse(text).cursor.offset;
  }

  close(): void {
    this.#agent.destroy();
  }

  #exchange(method: string, path: string, json?: string): Promise<Exchange> {
    const { port, token } = this.#place;
    const headers = { Authorization: `Bearer ${token}` };
    return exchange({ port, method, path, headers, json, agent: this.#agent });
  }
}

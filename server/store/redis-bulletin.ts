/** A bulletin over Redis' pub/sub. It listens on a connection of its own and sends over the one it is given. */
import type { Redis } from "ioredis";
import type { Bulletin } from "./bulletin.ts";
import { PREFIX } from "./keys.ts";
import { connectExactly } from "./redis-connection.ts";

/** A connection that died without a word is found by the ping that it does not answer. */
const PING_MS = 5_000;

export interface RedisBulletinParts {
  readonly url: string;
  /** What is sent on one is heard on that one alone. */
  readonly channel: string;
  /** For sending; where it is not connected, what is sent is lost. */
  readonly sender: Pick<Redis, "status" | "publish">;
  readonly log: { warn(fields: object, message: string): void };
}

export class RedisBulletin implements Bulletin {
  readonly #sender: RedisBulletinParts["sender"];
  readonly #channel: string;
  readonly #redis: Redis;
  readonly #ping: NodeJS.Timeout;
  #isSubscribed = false;
  readonly #onConnected: (() => void)[] = [];

  constructor({ url, channel, sender, log }: RedisBulletinParts) {
    this.#sender = sender;
    this.#channel = `${PREFIX}:bulletin:${channel}`;
    this.#redis = connectExactly(url, "fanfare-bulletin");
    this.#redis.on("ready", () => void this.#subscribe(log));
    this.#redis.on("close", () => {
      this.#isSubscribed = false;
    });
    this.#ping = setInterval(() => {
      if (this.#isSubscribed) this.#redis.ping().catch(() => {});
    }, PING_MS);
  }

  get connected(): boolean {
    return this.#isSubscribed;
  }

  send(message: string): void {
    if (this.#sender.status === "ready") this.#sender.publish(this.#channel, message).catch(() => {});
  }

  listen({ onMessage, onConnected }: Parameters<Bulletin["listen"]>[0]): void {
    this.#onConnected.push(onConnected);
    this.#redis.on("message", (_channel, message) => onMessage(message));
    if (this.#isSubscribed) onConnected();
  }

  close(): void {
    clearInterval(this.#ping);
    this.#redis.disconnect();
  }

  async #subscribe(log: RedisBulletinParts["log"]): Promise<void> {
    try {
      await this.#redis.subscribe(this.#channel);
    } catch (error) {
      const isRefusal = error instanceof Error && error.name === "ReplyError";
      // A connection that was lost meanwhile is made again, and asks again.
      if (isRefusal) log.warn({ reason: error.message }, "Redis refuses what nodes tell each other");
      return;
    }
    this.#isSubscribed = true;
    for (const onConnected of this.#onConnected) onConnected();
  }
}

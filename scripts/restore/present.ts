/** What a store holds already, and who is at work on it: what a restore must not run over unasked. */
import type { Redis } from "ioredis";
import { keys, PREFIX } from "../../server/store/keys.ts";
import { atMs, replies } from "../backup/key-reads.ts";

export interface Present {
  readonly entries: number;
  readonly announcements: number;
  readonly people: number;
  readonly tokens: number;
  readonly kiosks: number;
  readonly push: number;
  /** Something that somebody set up; not what a server writes into an empty store. */
  readonly event: boolean;
}

export async function presentIn(redis: Redis): Promise<Present> {
  const [entries, announcements, people, tokens, kiosks, push, event, programme] = await replies(
    redis
      .pipeline()
      .hget(keys.head, "offset")
      .zcard(keys.all)
      .hlen(`${PREFIX}:accounts`)
      .hlen(`${PREFIX}:tokens`)
      .hlen(`${PREFIX}:kiosks`)
      .hlen(`${PREFIX}:push`)
      .hget(keys.document("event"), "version")
      .exists(keys.document("programme")),
  );
  return {
    entries: Number(entries ?? 0),
    announcements: Number(announcements),
    people: Number(people),
    tokens: Number(tokens),
    kiosks: Number(kiosks),
    push: Number(push),
    event: Number(event ?? 0) > 1 || programme === 1,
  };
}

/** Whether nothing is there that anybody made. */
export const isEmpty = ({ announcements, people, tokens, kiosks, push, event }: Present): boolean =>
  announcements + people + tokens + kiosks + push === 0 && !event;

export function describePresent({ entries, announcements, people, tokens, kiosks, push }: Present): string {
  return `a feed of ${entries} entries, ${announcements} announcements, ${people} people, ${tokens} tokens, ${kiosks} screens, ${push} devices that asked for push`;
}

/** Tools that only read, and this one. */
const HARMLESS = new Set(["fanfare-restore", "fanfare-backup", "fanfare-doctor", "fanfare-check"]);
const READERS_TRUST_MS = 15_000;

/** Names of connections that servers, workers and tools of ours hold; by what they wrote where Redis will not list them. */
export async function atWork(redis: Redis): Promise<string[]> {
  try {
    const list = String(await redis.call("CLIENT", "LIST"));
    const names = [...list.matchAll(/ name=(fanfare-[\w-]+)/g)].map(([, name]) => name!);
    return [...new Set(names)].filter((name) => !HARMLESS.has(name)).sort();
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "ReplyError") throw error;
  }
  const [time, workers, readers] = await replies(
    redis.pipeline().time().zrange(`${PREFIX}:workers`, "0", "-1", "WITHSCORES").hvals(keys.readers),
  );
  const nowMs = atMs(time);
  const isWorker = (workers as string[]).some((text, at) => at % 2 === 1 && Number(text) > nowMs);
  const isServer = (readers as string[]).some((json) => nowMs - JSON.parse(json).atMs < READERS_TRUST_MS);
  return [...(isServer ? ["a server"] : []), ...(isWorker ? ["a worker"] : [])];
}

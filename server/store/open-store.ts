/** The way to a store that can keep its promises, or the lines that say why it cannot. */
import { setTimeout as pause } from "node:timers/promises";
import { StoreFailure } from "./feed-log.ts";
import { Guarantees } from "./guarantees.ts";
import { checkFacts, type RedisCheck } from "./redis-check.ts";
import { connectExactly, whenReady } from "./redis-connection.ts";
import { type RedisFacts, readFacts } from "./redis-facts.ts";
import { RedisFeedLog } from "./redis-feed-log.ts";
import { RedisWatch } from "./redis-watch.ts";

const AGAIN_MS = 1_000;
const READY_MS = 5_000;

export interface OpenStoreOptions {
  readonly url: string;
  /** This process' own clock. */
  readonly now?: () => number;
  /** Called each time Redis could not be reached, before it is tried again. */
  readonly onUnreachable: (reason: string) => void;
  /** Aborted, it is no longer tried. */
  readonly signal?: AbortSignal;
}

export type OpenedStore =
  | { readonly ok: true; readonly store: RedisFeedLog; readonly check: RedisCheck }
  | { readonly ok: false; readonly check: RedisCheck };

/** Waits until Redis can be reached, however long that takes. */
export async function openStore(options: OpenStoreOptions): Promise<OpenedStore> {
  const { url, now } = options;
  const atStart = await untilReached(options, () => examined(url));
  const check = checkFacts(atStart);
  if (check.fatal.length > 0) return { ok: false, check };
  const guarantees = new Guarantees({ viaSentinel: url.startsWith("redis+sentinel:") });
  guarantees.learn(atStart);
  const watch = new RedisWatch(url, { atStart, guarantees });
  const store = new RedisFeedLog({ url, guarantees, watch, ...(now === undefined ? {} : { now }) });
  try {
    await untilReached(options, () => store.ready(READY_MS));
  } catch (error) {
    store.close();
    throw error;
  }
  return { ok: true, store, check };
}

async function examined(url: string): Promise<RedisFacts> {
  const redis = connectExactly(url, "fanfare-check");
  try {
    await whenReady(redis, READY_MS);
    return await readFacts(redis);
  } finally {
    redis.disconnect();
  }
}

async function untilReached<T>({ onUnreachable, signal }: OpenStoreOptions, attempt: () => Promise<T>) {
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (signal?.aborted || !isOutage(error)) throw error;
      onUnreachable(error instanceof Error ? error.message : String(error));
    }
    await pause(AGAIN_MS, undefined, signal === undefined ? {} : { signal });
  }
}

/** A bug is none: it must not be tried for ever. */
const isOutage = (error: unknown): boolean =>
  error instanceof StoreFailure ||
  (error instanceof Error &&
    /Connection is closed|Command timed out|isn't writeable|ECONN/.test(error.message));

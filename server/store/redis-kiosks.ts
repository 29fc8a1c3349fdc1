/** Screens in Redis: see kiosks.ts for what is promised. */
import type { Redis } from "ioredis";
import type { Blackout } from "../contract/kiosk.ts";
import { StoreFailure } from "./feed-log.ts";
import { keys as feedKeys, PREFIX } from "./keys.ts";
import {
  ANSWERS_KEPT_MS,
  BLACKOUTS_MOST,
  COMMANDS_KEPT,
  type CommandAnswer,
  type CommandRecord,
  KIOSKS_MOST,
  type KioskRecord,
  type KioskStore,
  type KiosksChange,
  type KiosksOutcome,
  type PairingRecord,
} from "./kiosks.ts";
import { asStoreFailure } from "./redis-connection.ts";
import { values } from "./redis-reads.ts";
import { type WriteDurably, writingOn } from "./redis-writers.ts";
import { defineScripts, run } from "./scripts.ts";
import { parseStreamEntry } from "./stored-record.ts";

const keys = {
  /** Hashes: JSON by id. */
  kiosks: `${PREFIX}:kiosks`,
  blackouts: `${PREFIX}:blackouts`,
  /** Stream: JSON of each. */
  commands: `${PREFIX}:kiosk-commands`,
  /** Hash: what each screen answered. */
  answers: (commandId: string) => `${PREFIX}:kiosk-answers:${commandId}`,
  pairing: (hash: string) => `${PREFIX}:pairing:${hash}`,
  code: (userCode: string) => `${PREFIX}:pairing-code:${userCode}`,
  lookedAt: (hash: string) => `${PREFIX}:pairing-looked-at:${hash}`,
  polled: (hash: string) => `${PREFIX}:pairing-polled:${hash}`,
} as const;

export class RedisKiosks implements KioskStore {
  readonly #redis: Redis;
  readonly #durably: WriteDurably;

  /** On a connection with the habits of `connectExactly`. */
  constructor(redis: Redis, durably: WriteDurably = writingOn(redis)) {
    this.#redis = redis;
    this.#durably = durably;
    defineScripts(redis);
  }

  async kiosk(id: string) {
    return parsed<KioskRecord>(await this.#ask((redis) => redis.hget(keys.kiosks, id)));
  }

  async kiosks() {
    return (await this.#ask((redis) => redis.hvals(keys.kiosks))).map(
      (json) => JSON.parse(json) as KioskRecord,
    );
  }

  async blackouts() {
    return (await this.#ask((redis) => redis.hvals(keys.blackouts))).map(
      (json) => JSON.parse(json) as Blackout,
    );
  }

  async openPairing(hash: string, pairing: PairingRecord, keepMs: number) {
    const names = [keys.pairing(hash), keys.code(pairing.userCode)];
    const args = [JSON.stringify(pairing), hash, keepMs];
    return (await this.#ask((redis) => run(redis, "openPairing", names, args), true)) as "done" | "taken";
  }

  async pairing(hash: string) {
    return parsed<PairingRecord>(await this.#ask((redis) => redis.get(keys.pairing(hash))));
  }

  async pairingByCode(userCode: string) {
    const hash = await this.#ask((redis) => redis.get(keys.code(userCode)));
    const pairing = hash === null ? undefined : await this.pairing(hash);
    return pairing && { hash: hash!, pairing };
  }

  async mayPoll(hash: string, intervalMs: number) {
    const set = await this.#ask((redis) => redis.set(keys.polled(hash), "1", "PX", intervalMs, "NX"), true);
    return set !== null;
  }

  async lookAt(hash: string, keepMs: number) {
    await this.#ask((redis) => redis.set(keys.lookedAt(hash), "1", "PX", keepMs), true);
  }

  async isLookedAt(hash: string) {
    return (await this.#ask((redis) => redis.exists(keys.lookedAt(hash)))) === 1;
  }

  async commands(limit: number) {
    const raw = await this.#ask((redis) => redis.xrevrange(keys.commands, "+", "-", "COUNT", limit));
    return (raw as [string, string[]][]).map(
      (entry) => JSON.parse(parseStreamEntry(entry).fields.get("body")!) as CommandRecord,
    );
  }

  async answer(commandId: string, kioskId: string, answer: CommandAnswer) {
    const name = keys.answers(commandId);
    await this.#ask(
      (redis) =>
        values(redis.pipeline().hset(name, kioskId, JSON.stringify(answer)).pexpire(name, ANSWERS_KEPT_MS)),
      true,
    );
  }

  async answers(commandId: string) {
    const found = await this.#ask((redis) => redis.hgetall(keys.answers(commandId)));
    return new Map(Object.entries(found).map(([id, json]) => [id, JSON.parse(json) as CommandAnswer]));
  }

  async change(change: KiosksChange): Promise<KiosksOutcome> {
    const names = [feedKeys.audit, feedKeys.auditHead, keys.kiosks, keys.blackouts, keys.commands];
    const args = [PREFIX, planOf(change), KIOSKS_MOST, BLACKOUTS_MOST, COMMANDS_KEPT];
    return await this.#durably(
      async (redis) => (await run(redis, "changeKiosks", names, args)) as KiosksOutcome,
      (outcome) => outcome === "done",
    );
  }

  async forgetRemoved(beforeMs: number) {
    const gone = (await this.kiosks()).filter(
      ({ removedAtMs }) => removedAtMs !== undefined && removedAtMs < beforeMs,
    );
    if (gone.length > 0)
      await this.#ask((redis) => redis.hdel(keys.kiosks, ...gone.map(({ id }) => id)), true);
    return gone.length;
  }

  /** A read that got no answer is simply a failure; a change may have been made. */
  async #ask<T>(question: (redis: Redis) => Promise<T>, mayHaveRun = false): Promise<T> {
    if (this.#redis.status !== "ready") throw new StoreFailure("unreachable", "not connected to Redis");
    try {
      return await question(this.#redis);
    } catch (error) {
      throw asStoreFailure(error, mayHaveRun);
    }
  }
}

/** What change-kiosks.lua takes. Records and notes stay strings, which the script never opens. */
function planOf({ kiosk, pairing, command, putsBlackout, notes, ...rest }: KiosksChange): string {
  return JSON.stringify({
    ...rest,
    ...(kiosk && {
      kiosk: {
        id: kiosk.after.id,
        ...(kiosk.before && { before: JSON.stringify(kiosk.before) }),
        after: JSON.stringify(kiosk.after),
      },
    }),
    ...(pairing && {
      pairing: {
        hash: pairing.hash,
        before: JSON.stringify(pairing.before),
        after: JSON.stringify(pairing.after),
      },
    }),
    ...(command && { command: JSON.stringify(command) }),
    ...(putsBlackout && { putsBlackout: { id: putsBlackout.id, json: JSON.stringify(putsBlackout) } }),
    notes: notes.map((note) => JSON.stringify(note)),
  });
}

const parsed = <T>(json: string | null): T | undefined =>
  json === null ? undefined : (JSON.parse(json) as T);

/** Reads the values of keys as records of a backup: by pages while others write, or many in one step. */
import type { ChainableCommander, Redis } from "ioredis";
import { familyOf, type KeyType } from "../../server/store/key-families.ts";
import { PREFIX } from "../../server/store/keys.ts";
import { type BackupRecord, packed, type ValueRecord } from "./records.ts";

/** How much is read at once: small enough to hold nobody up. */
const PER_PAGE = 200;

export const keyOf = (name: string): string => `${PREFIX}:${name}`;

type ValueType = ValueRecord["t"];
export type Named = { readonly name: string; readonly type: KeyType };

/** Of keys of this version by their family; of others by asking. Undefined for what nobody can back up. */
export async function typesOf(redis: Redis, names: readonly string[]): Promise<(KeyType | undefined)[]> {
  const unknown = names.filter((name) => familyOf(name)?.type === undefined);
  if (unknown.length === 0) return names.map((name) => familyOf(name)?.type);
  const pipeline = redis.pipeline();
  for (const name of unknown) pipeline.type(keyOf(name));
  const found = new Map((await replies(pipeline)).map((type, at) => [unknown[at]!, String(type)]));
  return names.map((name) => {
    const type = familyOf(name)?.type ?? found.get(name);
    return type === "string" || type === "hash" || type === "zset" || type === "stream" ? type : undefined;
  });
}

/** The first page of each, all with one round trip, and then the rest of those that have more. */
export async function* pagesOf(
  redis: Redis,
  named: readonly { readonly name: string; readonly type: ValueType }[],
): AsyncGenerator<BackupRecord> {
  const pipeline = redis.pipeline().time();
  for (const { name, type } of named) firstPage(pipeline, keyOf(name), type).pttl(keyOf(name));
  const [time, ...answers] = await replies(pipeline);
  for (const [at, { name, type }] of named.entries()) {
    const [answer, leftMs] = [answers[2 * at], Number(answers[2 * at + 1])];
    if (answer === null || isNothing(answer)) {
      yield { k: name, t: "gone" };
      continue;
    }
    const until = untilOf(time, leftMs);
    if (type === "string") {
      yield { k: name, t: type, part: 0, v: [packed(answer as Buffer)], ...until };
      continue;
    }
    let [cursor, flat] = answer as [Buffer, Buffer[]];
    for (let part = 0; ; part += 1) {
      yield { k: name, t: type, part, v: flat.map(packed), ...until };
      if (String(cursor) === "0") break;
      [cursor, flat] = (await nextPage(redis, keyOf(name), type, String(cursor))) as [Buffer, Buffer[]];
    }
  }
}

/** A first page that is also the last, and empty. */
const isNothing = (answer: unknown): boolean =>
  Array.isArray(answer) && String(answer[0]) === "0" && (answer[1] as unknown[]).length === 0;

function firstPage(pipeline: ChainableCommander, key: string, type: ValueType): ChainableCommander {
  if (type === "string") return pipeline.getBuffer(key);
  return type === "hash"
    ? pipeline.hscanBuffer(key, "0", "COUNT", PER_PAGE)
    : pipeline.zscanBuffer(key, "0", "COUNT", PER_PAGE);
}

function nextPage(redis: Redis, key: string, type: "hash" | "zset", cursor: string): Promise<unknown> {
  return type === "hash"
    ? redis.hscanBuffer(key, cursor, "COUNT", PER_PAGE)
    : redis.zscanBuffer(key, cursor, "COUNT", PER_PAGE);
}

/** Asks for the whole of each value, within a transaction. */
export function askWhole(transaction: ChainableCommander, { name, type }: Named): void {
  const key = keyOf(name);
  if (type === "string") transaction.getBuffer(key);
  else if (type === "hash") transaction.callBuffer("HGETALL", key);
  else transaction.callBuffer("ZRANGE", key, "0", "-1", "WITHSCORES");
  transaction.pttl(key);
}

export function wholeRecord(
  { name, type }: Named,
  answer: unknown,
  leftMs: unknown,
  time: unknown,
): BackupRecord {
  const isGone = answer === null || (Array.isArray(answer) && answer.length === 0);
  if (isGone || type === "stream") return { k: name, t: "gone" };
  const bytes = (type === "string" ? [answer] : answer) as (Buffer | string)[];
  const v = bytes.map((each) => packed(Buffer.isBuffer(each) ? each : Buffer.from(each)));
  return { k: name, t: type, part: 0, v, ...untilOf(time, Number(leftMs)) };
}

const untilOf = (time: unknown, leftMs: number): { until?: number } =>
  leftMs < 0 ? {} : { until: atMs(time) + leftMs };

/** The answer of TIME. */
export function atMs(time: unknown): number {
  const [seconds, micros] = time as [unknown, unknown];
  return Number(String(seconds)) * 1_000 + Math.floor(Number(String(micros)) / 1_000);
}

/** Answers of a pipeline or a transaction; the first that is an error is thrown. */
export async function replies(pipeline: ChainableCommander): Promise<unknown[]> {
  const answers = await pipeline.exec();
  if (answers === null) throw new Error("Connection is closed.");
  return answers.map(([error, value]) => {
    if (error !== null) throw error;
    return value;
  });
}

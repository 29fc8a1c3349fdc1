/**
 * `npm run restore -- FILE`: a backup comes back, into an empty store, or with `--replace` in place of what is
 * there. All of it or nothing, under a new epoch, so that every reader starts again. What became due since the
 * backup is listed and waits for a person. Servers and workers are stopped meanwhile.
 */
import { access, constants } from "node:fs/promises";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import type { Redis } from "ioredis";
import { CONFIG_FAULT_EXIT, loadConfig } from "../server/config.ts";
import { StoreFailure } from "../server/store/feed-log.ts";
import { keys } from "../server/store/keys.ts";
import { checkRedis } from "../server/store/redis-check.ts";
import { asStoreFailure } from "../server/store/redis-connection.ts";
import { connectOnce } from "./backup/connections.ts";
import { describeSummary } from "./backup/describe.ts";
import { BackupFault } from "./backup/file-head.ts";
import { KeyMissing, recordsOf } from "./backup/file-reader.ts";
import type { Summary } from "./backup/records.ts";
import { openRedis } from "./redis/open.ts";
import { describeRestored } from "./restore/describe.ts";
import { atWork, describePresent, isEmpty, presentIn } from "./restore/present.ts";
import { OutcomeUnknown, restore } from "./restore/restore.ts";
import { RestoreUnderWay } from "./restore/staging.ts";

/** Of sysexits.h, and 1 for what is not taken. */
const EXIT = { refused: 1, usage: 64, noInput: 66, unavailable: 69, tryAgain: 75 } as const;

const USAGE = `Usage: npm run restore -- FILE [--replace | --check]
--replace puts it in place of what is there, which is lost. --check reads the file alone.
BACKUP_KEY, from the environment, opens a file that was locked with it.`;

interface Order {
  readonly file: string;
  readonly replace: boolean;
  readonly check: boolean;
}

function orderFrom(args: readonly string[]): Order | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { replace: { type: "boolean" }, check: { type: "boolean" } },
      allowPositionals: true,
    });
    const [file, ...more] = positionals;
    if (file === undefined || file === "" || more.length > 0) return "Exactly one file is needed.";
    const { replace = false, check = false } = values;
    if (replace && check) return "--check changes nothing: --replace does not go with it.";
    return { file: resolve(file), replace, check };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function main(args: readonly string[]): Promise<number> {
  const order = orderFrom(args);
  if (typeof order === "string") return say(EXIT.usage, order, USAGE);
  const { redisUrl, dataDir, backupKey } = loadConfig();
  try {
    await access(order.file, constants.R_OK);
  } catch (error) {
    return say(EXIT.noInput, `${order.file} cannot be read: ${reasonOf(error)}`);
  }
  try {
    // The whole file is read and proven before anything is touched.
    const summary = await proven(order.file, backupKey);
    if (order.check) {
      process.stdout.write(`${[`${order.file} is whole.`, ...describeSummary(summary)].join("\n")}\n`);
      return 0;
    }
  } catch (error) {
    return refusedFile(error, order.file);
  }
  const redis = await openRedis({ redisUrl, dataDir }, (line) => void say(0, line));
  try {
    return await into(redis.url, order, backupKey);
  } finally {
    await redis.close();
  }
}

async function proven(file: string, key: string | undefined): Promise<Summary> {
  let summary: Summary | undefined;
  for await (const record of recordsOf(file, key)) if (record.t === "end") ({ summary } = record);
  return summary!;
}

async function into(url: string, { file, replace }: Order, key: string | undefined): Promise<number> {
  let redis: Redis | undefined;
  try {
    redis = await connectOnce(url, "fanfare-restore");
    const { fatal } = await checkRedis(redis);
    if (fatal.length > 0) return say(CONFIG_FAULT_EXIT, ...fatal.map((line) => `REDIS_URL ${line}`));
    const others = await atWork(redis);
    if (others.length > 0)
      return say(
        EXIT.refused,
        `Nothing was changed: stop every server and worker (or npm start) first. Connected: ${others.join(", ")}.`,
      );
    const present = await presentIn(redis);
    if (!isEmpty(present) && !replace)
      return say(
        EXIT.refused,
        `Nothing was changed: this store is not empty. It holds ${describePresent(present)}.`,
        "Restore into an empty store, or with --replace, which loses all of that: npm run backup first.",
      );
    if (!isEmpty(present)) say(0, `Replaced, and lost: ${describePresent(present)}.`);
    const restored = await restore(redis, file, key);
    process.stdout.write(`${describeRestored(restored).join("\n")}\n`);
    return 0;
  } catch (error) {
    return await failed(error, file, url);
  } finally {
    redis?.disconnect();
  }
}

function refusedFile(error: unknown, file: string): number {
  if (error instanceof KeyMissing)
    return say(CONFIG_FAULT_EXIT, `BACKUP_KEY must be set: ${file} is encrypted. Nothing was changed.`);
  if (error instanceof BackupFault)
    return say(EXIT.refused, `${file} ${error.message}. Nothing was changed.`);
  if (error instanceof Error && "syscall" in error)
    return say(EXIT.noInput, `${file} cannot be read: ${error.message}`);
  throw error;
}

async function failed(error: unknown, file: string, url: string): Promise<number> {
  if (error instanceof OutcomeUnknown) return await lookedUp(error, url);
  if (error instanceof RestoreUnderWay)
    return say(
      EXIT.tryAgain,
      "Nothing was changed: another restore is under way, or was cut off within the last minute. Try again then.",
    );
  if (error instanceof BackupFault || error instanceof KeyMissing) return refusedFile(error, file);
  const failure = asStoreFailure(error, false);
  if (failure instanceof StoreFailure)
    return say(
      EXIT.unavailable,
      failure.kind === "full"
        ? `Nothing was changed: Redis has no room for it (${failure.message}). What is there stays until all of the new is.`
        : `Nothing was changed: Redis cannot serve (${failure.message}).`,
    );
  if (error instanceof Error && error.name === "ReplyError")
    return say(
      EXIT.unavailable,
      `Nothing was changed: Redis refuses what a restore needs (${error.message}).`,
    );
  throw error;
}

/** The connection was lost in the last step: either all was done, or nothing. */
async function lookedUp({ epoch }: OutcomeUnknown, url: string): Promise<number> {
  try {
    const redis = await connectOnce(url, "fanfare-restore");
    const now = await redis.hget(keys.head, "epoch");
    redis.disconnect();
    return now === epoch
      ? say(
          0,
          "Restored; the connection was lost before Redis could say so. See what is overdue at the desk.",
        )
      : say(EXIT.unavailable, "Nothing was changed: Redis was lost before the last step.");
  } catch {
    return say(
      EXIT.unavailable,
      `Redis was lost in the last step: all of it was done, or nothing. It was if the epoch is ${epoch} (npm run doctor).`,
    );
  }
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function say(code: number, ...lines: readonly string[]): number {
  process.stderr.write(`${lines.join("\n")}\n`);
  return code;
}

process.exitCode = await main(process.argv.slice(2));

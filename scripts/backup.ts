/**
 * `npm run backup -- FILE`: everything that is kept, as it was at one instant, in one file that this user alone
 * can read. Servers and workers go on meanwhile. Sessions are not in it; with BACKUP_KEY it is locked.
 */
import { access } from "node:fs/promises";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { loadConfig } from "../server/config.ts";
import { StoreFailure } from "../server/store/feed-log.ts";
import { asStoreFailure } from "../server/store/redis-connection.ts";
import { ChangesLost } from "./backup/change-watch.ts";
import { connectOnce } from "./backup/connections.ts";
import { describeSummary, sizeText } from "./backup/describe.ts";
import { BackupWriter } from "./backup/file-writer.ts";
import type { Summary } from "./backup/records.ts";
import { Snapshot, SnapshotFailed } from "./backup/snapshot.ts";
import { openRedis } from "./redis/open.ts";

/** Of sysexits.h: used wrongly, Redis is away, the file cannot be made, try again. */
const EXIT = { usage: 64, unavailable: 69, cannotCreate: 73, tryAgain: 75 } as const;
const ATTEMPTS = 3;
const SHORT_KEY = 16;

const USAGE = `Usage: npm run backup -- FILE [--force]
--force writes in place of a file that is there. BACKUP_KEY, from the environment, locks it.`;

interface Order {
  readonly file: string;
  readonly force: boolean;
}

function orderFrom(args: readonly string[]): Order | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { force: { type: "boolean" } },
      allowPositionals: true,
    });
    const [file, ...more] = positionals;
    if (file === undefined || file === "" || more.length > 0) return "Exactly one file is needed.";
    return { file: resolve(file), force: values.force ?? false };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function main(args: readonly string[]): Promise<number> {
  const order = orderFrom(args);
  if (typeof order === "string") return say(`${order}\n${USAGE}`, EXIT.usage);
  const { redisUrl, dataDir, backupKey } = loadConfig();
  if (!order.force && (await isThere(order.file)))
    return say(`${order.file} is there already: name another file, or use --force.`, EXIT.cannotCreate);
  if (backupKey !== undefined && backupKey.length < SHORT_KEY)
    say(`BACKUP_KEY has fewer than ${SHORT_KEY} characters: whoever has the file may guess it.`, 0);
  const redis = await openRedis({ redisUrl, dataDir }, (line) => say(line, 0));
  try {
    return await backUp(redis.url, order, backupKey);
  } finally {
    await redis.close();
  }
}

async function backUp(url: string, { file, force }: Order, key: string | undefined): Promise<number> {
  for (let attempt = 1; ; attempt += 1) {
    let writer: BackupWriter;
    try {
      writer = await BackupWriter.open(file, Date.now(), key);
    } catch (error) {
      return say(`${file} cannot be written: ${reasonOf(error)}`, EXIT.cannotCreate);
    }
    try {
      const summary = await fill(writer, url);
      if (summary === undefined) {
        await writer.abandon();
        return say("There is nothing to back up: this store is empty.", 1);
      }
      const bytes = await writer.finish({ replaces: force });
      const lines = [
        `${file}: ${sizeText(bytes)}, ${key === undefined ? "not encrypted (no BACKUP_KEY)" : "encrypted with BACKUP_KEY"}.`,
        ...describeSummary(summary),
        "Not in it: sessions, codes of screens that are being paired, and who is here now.",
      ];
      process.stdout.write(`${lines.join("\n")}\n`);
      return 0;
    } catch (error) {
      await writer.abandon();
      if (error instanceof SnapshotFailed && attempt < ATTEMPTS) continue;
      return failed(error, file);
    }
  }
}

/** Undefined where there is nothing. */
async function fill(writer: BackupWriter, url: string): Promise<Summary | undefined> {
  const [reader, listener] = await Promise.all([
    connectOnce(url, "fanfare-backup"),
    connectOnce(url, "fanfare-backup"),
  ]);
  const unknown: string[] = [];
  try {
    let summary: Summary | undefined;
    for await (const record of new Snapshot({
      reader,
      listener,
      onUnknown: (name) => unknown.push(name),
    }).records()) {
      if (record.t === "end") ({ summary } = record);
      await writer.put(record);
    }
    if (unknown.length > 0)
      say(`${unknown.length} keys that this version does not know are in it as well, like ${unknown[0]}.`, 0);
    return summary?.epoch === "" ? undefined : summary;
  } finally {
    reader.disconnect();
    listener.disconnect();
  }
}

function failed(error: unknown, file: string): number {
  if (error instanceof ChangesLost)
    return say(
      "Redis was lost, or emptied, while it was read. Nothing was written; try again.",
      EXIT.tryAgain,
    );
  if (error instanceof SnapshotFailed)
    return say(`${error.message}. Nothing was written; try again.`, EXIT.tryAgain);
  if (
    error instanceof Error &&
    "code" in error &&
    typeof error.code === "string" &&
    "syscall" in error &&
    error.syscall !== "connect"
  )
    return say(`${file} cannot be written: ${reasonOf(error)}`, EXIT.cannotCreate);
  const failure = asStoreFailure(error, false);
  if (failure instanceof StoreFailure)
    return say(`Redis cannot be read: ${failure.message}`, EXIT.unavailable);
  if (error instanceof Error && error.name === "ReplyError")
    return say(`Redis refuses what a backup needs: ${error.message}`, EXIT.unavailable);
  throw error;
}

async function isThere(file: string): Promise<boolean> {
  return await access(file).then(
    () => true,
    () => false,
  );
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function say(line: string, code: number): number {
  process.stderr.write(`${line}\n`);
  return code;
}

process.exitCode = await main(process.argv.slice(2));

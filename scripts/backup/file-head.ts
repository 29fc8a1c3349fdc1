/**
 * The file of a backup: one line that says what it is, then what is kept (lines of JSON, gzip, and locked where
 * there is a key), then the tag of the lock, then a SHA-256 of all that comes before.
 */
import { z } from "zod";
import type { LockNote } from "./cipher.ts";

export const MAGIC = "fanfare-backup";
export const FORMAT = 1;
export const SUM_BYTES = 32;
/** Far longer than any head of ours. */
export const HEAD_MOST = 1_024;

const base64url = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);
const headSchema = z.strictObject({
  startedAt: z.string(),
  lock: z
    .strictObject({
      cipher: z.literal("aes-256-gcm"),
      kdf: z.literal("scrypt"),
      salt: base64url,
      nonce: base64url,
    })
    .optional(),
});

export interface FileHead {
  /** By the clock of the machine that made it. */
  readonly startedAt: string;
  readonly lock?: LockNote | undefined;
}

/** A file that is not taken: one line that says why. Nothing was changed. */
export class BackupFault extends Error {
  override name = "BackupFault";
}

export const headBytes = (head: FileHead): Buffer =>
  Buffer.from(`${MAGIC} ${FORMAT} ${JSON.stringify(head)}\n`);

/** Of the first line of a file, without its end. */
export function parseHead(line: string): FileHead {
  const [, version, json] = /^fanfare-backup (\d{1,6}) (.*)$/.exec(line) ?? [];
  if (version === undefined) throw new BackupFault("is not a backup of Fanfare");
  if (Number(version) !== FORMAT)
    throw new BackupFault(`is of format ${version}, and this version of Fanfare reads format ${FORMAT}`);
  try {
    return headSchema.parse(JSON.parse(json!));
  } catch {
    throw new BackupFault("was altered: its first line is not one that Fanfare wrote");
  }
}

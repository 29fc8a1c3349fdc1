/** Reads the file of a backup, a record at a time. What was cut, altered or locked with another key is refused. */
import { createHash } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import { createGunzip } from "node:zlib";
import { decipherFor, TAG_BYTES } from "./cipher.ts";
import { BackupFault, HEAD_MOST, parseHead, SUM_BYTES } from "./file-head.ts";
import type { BackupRecord } from "./records.ts";

/** Set by whoever has none, and asked for by the file. */
export class KeyMissing extends Error {
  override name = "KeyMissing";
}

const ALTERED = "was cut off or altered: its checksum is another";

/**
 * Every record, the end last. Throws a {@link BackupFault} at the first byte that proves wrong, which may be the
 * last of the file: what was read is to be believed only once the end was read.
 */
export async function* recordsOf(path: string, secret: string | undefined): AsyncGenerator<BackupRecord> {
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    const first = Buffer.alloc(Math.min(size, HEAD_MOST));
    await readAt(file, first, 0);
    const end = first.indexOf("\n") + 1;
    const head = parseHead(first.toString("latin1", 0, Math.max(end - 1, 0)));
    const tail = SUM_BYTES + (head.lock === undefined ? 0 : TAG_BYTES);
    if (size < end + tail) throw new BackupFault(ALTERED);
    if (head.lock !== undefined && secret === undefined) throw new KeyMissing();
    await checkSum(file, size);

    const tag = Buffer.alloc(TAG_BYTES);
    if (head.lock !== undefined) await readAt(file, tag, size - tail);
    const decipher = head.lock && (await decipherFor(head.lock, secret!, first.subarray(0, end), tag));
    yield* linesOf(unpackedParts(partsOf(file, end, size - tail), decipher));
  } finally {
    await file.close();
  }
}

async function checkSum(file: FileHandle, size: number): Promise<void> {
  const sum = createHash("sha256");
  for await (const part of partsOf(file, 0, size - SUM_BYTES)) sum.update(part);
  const said = Buffer.alloc(SUM_BYTES);
  await readAt(file, said, size - SUM_BYTES);
  if (!sum.digest().equals(said)) throw new BackupFault(ALTERED);
}

async function* partsOf(file: FileHandle, from: number, to: number): AsyncGenerator<Buffer> {
  for (let at = from; at < to; ) {
    const part = Buffer.alloc(Math.min(64 * 1024, to - at));
    await readAt(file, part, at);
    at += part.length;
    yield part;
  }
}

async function readAt(file: FileHandle, into: Buffer, from: number): Promise<void> {
  for (let read = 0; read < into.length; ) {
    const { bytesRead } = await file.read(into, read, into.length - read, from + read);
    if (bytesRead === 0) throw new BackupFault(ALTERED);
    read += bytesRead;
  }
}

/** Opened where it is locked, and unzipped. */
async function* unpackedParts(
  parts: AsyncIterable<Buffer>,
  decipher: Awaited<ReturnType<typeof decipherFor>> | undefined,
): AsyncGenerator<Buffer> {
  const opened = decipher === undefined ? parts : deciphered(parts, decipher);
  const gunzip = createGunzip();
  let fault: unknown;
  const feeding = (async () => {
    for await (const part of opened)
      if (!gunzip.write(part))
        await new Promise((resolve) => gunzip.once("drain", resolve).once("close", resolve));
    gunzip.end();
  })().catch((error: unknown) => {
    fault = error;
    gunzip.destroy(error as Error);
  });
  try {
    for await (const part of gunzip) yield part as Buffer;
    await feeding;
  } catch (error) {
    throw whyNot(fault ?? error, decipher !== undefined);
  } finally {
    gunzip.destroy();
  }
}

async function* deciphered(
  parts: AsyncIterable<Buffer>,
  decipher: Awaited<ReturnType<typeof decipherFor>>,
): AsyncGenerator<Buffer> {
  for await (const part of parts) yield decipher.update(part);
  yield decipher.final();
}

/** The checksum was right: what cannot be read was locked with another key, or made by somebody else. */
const whyNot = (error: unknown, isLocked: boolean): unknown => {
  if (error instanceof BackupFault) return error;
  return isLocked
    ? new BackupFault("was locked with another BACKUP_KEY than this one, or altered by somebody")
    : new BackupFault("does not hold what a backup holds");
};

async function* linesOf(parts: AsyncIterable<Buffer>): AsyncGenerator<BackupRecord> {
  let rest: Buffer[] = [];
  let last: BackupRecord | undefined;
  for await (const part of parts) {
    let from = 0;
    for (let end = part.indexOf(10); end >= 0; end = part.indexOf(10, from)) {
      const line = Buffer.concat([...rest, part.subarray(from, end)]).toString("utf8");
      rest = [];
      from = end + 1;
      if (last?.t === "end") throw new BackupFault("goes on after its end");
      last = parsed(line);
      if (last.t !== "end") yield last;
    }
    rest.push(part.subarray(from));
  }
  // The end is told once nothing can prove wrong any more.
  if (last?.t !== "end" || rest.some(({ length }) => length > 0)) throw new BackupFault("has no end");
  yield last;
}

function parsed(line: string): BackupRecord {
  try {
    return JSON.parse(line) as BackupRecord;
  } catch {
    throw new BackupFault("does not hold what a backup holds");
  }
}

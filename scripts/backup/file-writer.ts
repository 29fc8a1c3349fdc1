/** Writes the file of a backup: under a name of its own until it is whole, and readable by this user alone. */
import { type CipherGCM, createHash, type Hash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { type FileHandle, link, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { createGzip, type Gzip } from "node:zlib";
import { cipherFor, newLock } from "./cipher.ts";
import { headBytes } from "./file-head.ts";
import type { BackupRecord } from "./records.ts";

export class BackupWriter {
  readonly #path: string;
  readonly #unfinished: string;
  readonly #file: FileHandle;
  readonly #sum: Hash = createHash("sha256");
  readonly #cipher: CipherGCM | undefined;
  readonly #gzip: Gzip = createGzip();
  readonly #written: Promise<void>;
  #bytes = 0;

  private constructor(path: string, unfinished: string, file: FileHandle, cipher: CipherGCM | undefined) {
    this.#path = path;
    this.#unfinished = unfinished;
    this.#file = file;
    this.#cipher = cipher;
    this.#written = this.#drain();
    // Whoever puts or finishes is told.
    this.#written.catch(() => {});
  }

  /** Throws where the file cannot be made. */
  static async open(path: string, startedAtMs: number, secret: string | undefined): Promise<BackupWriter> {
    const lock = secret === undefined ? undefined : newLock();
    const head = headBytes({ startedAt: new Date(startedAtMs).toISOString(), ...(lock && { lock }) });
    const cipher = lock && (await cipherFor(lock, secret!, head));
    const unfinished = `${path}.${randomBytes(6).toString("hex")}.unfinished`;
    const writer = new BackupWriter(path, unfinished, await open(unfinished, "wx", 0o600), cipher);
    await writer.#append(head);
    return writer;
  }

  async put(record: BackupRecord): Promise<void> {
    const isTaken = this.#gzip.write(`${JSON.stringify(record)}\n`);
    // Where the disk is full the file says so, and nobody takes anything any more.
    if (!isTaken) await Promise.race([once(this.#gzip, "drain"), this.#written]);
  }

  /** On the disk, under its name. Answers its size. With `replaces`, in place of what has that name. */
  async finish({ replaces }: { replaces: boolean }): Promise<number> {
    this.#gzip.end();
    await this.#written;
    if (this.#cipher !== undefined) await this.#append(this.#cipher.getAuthTag());
    await this.#write(this.#sum.digest());
    await this.#file.sync();
    await this.#file.close();
    if (replaces) await rename(this.#unfinished, this.#path);
    else {
      // Unlike rename it never takes the place of another.
      await link(this.#unfinished, this.#path);
      await rm(this.#unfinished);
    }
    const folder = await open(dirname(this.#path), "r");
    await folder.sync().finally(() => folder.close());
    return this.#bytes;
  }

  /** Leaves nothing behind. */
  async abandon(): Promise<void> {
    this.#gzip.destroy();
    await this.#written.catch(() => {});
    await this.#file.close().catch(() => {});
    await rm(this.#unfinished, { force: true });
  }

  async #drain(): Promise<void> {
    for await (const part of this.#gzip) await this.#append(this.#cipher?.update(part) ?? part);
    if (this.#cipher !== undefined) await this.#append(this.#cipher.final());
  }

  async #append(bytes: Buffer): Promise<void> {
    this.#sum.update(bytes);
    await this.#write(bytes);
  }

  async #write(bytes: Buffer): Promise<void> {
    for (let at = 0; at < bytes.length; ) at += (await this.#file.write(bytes, at)).bytesWritten;
    this.#bytes += bytes.length;
  }
}

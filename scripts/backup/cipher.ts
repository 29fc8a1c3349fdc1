/** How a backup is locked: AES-256-GCM, with a key that scrypt makes of BACKUP_KEY and a salt of its own. */
import { createCipheriv, createDecipheriv, randomBytes, scrypt } from "node:crypto";
import { promisify } from "node:util";

/** 128 MiB and about half a second for each guess. A part of format 1: another cost is another format. */
const COST = { N: 2 ** 17, r: 8, p: 1, maxmem: 160 * 1024 * 1024 } as const;
const KEY_BYTES = 32;
const SALT_BYTES = 16;
const NONCE_BYTES = 12;
export const TAG_BYTES = 16;

/** What is said in the clear of a locked backup. */
export interface LockNote {
  readonly cipher: "aes-256-gcm";
  readonly kdf: "scrypt";
  readonly salt: string;
  readonly nonce: string;
}

const derive = promisify<string, Buffer, number, typeof COST, Buffer>(scrypt);

export const newLock = (): LockNote => ({
  cipher: "aes-256-gcm",
  kdf: "scrypt",
  salt: randomBytes(SALT_BYTES).toString("base64url"),
  nonce: randomBytes(NONCE_BYTES).toString("base64url"),
});

/** The header goes with it: one that was altered opens nothing. */
export async function cipherFor(note: LockNote, secret: string, header: Buffer) {
  const cipher = createCipheriv("aes-256-gcm", await keyOf(note, secret), bytesOf(note.nonce, NONCE_BYTES));
  cipher.setAAD(header);
  return cipher;
}

export async function decipherFor(note: LockNote, secret: string, header: Buffer, tag: Buffer) {
  const decipher = createDecipheriv(
    "aes-256-gcm",
    await keyOf(note, secret),
    bytesOf(note.nonce, NONCE_BYTES),
    { authTagLength: TAG_BYTES },
  );
  decipher.setAAD(header);
  decipher.setAuthTag(tag);
  return decipher;
}

const keyOf = (note: LockNote, secret: string): Promise<Buffer> =>
  derive(secret.normalize("NFC"), bytesOf(note.salt, SALT_BYTES), KEY_BYTES, COST);

function bytesOf(text: string, count: number): Buffer {
  const bytes = Buffer.from(text, "base64url");
  if (bytes.length !== count) throw new Error("a salt or nonce of another length");
  return bytes;
}

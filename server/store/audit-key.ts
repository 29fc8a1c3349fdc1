/**
 * The key that audit seals are made with: a file beside Redis' data and never in Redis, so that who can write
 * to the store cannot write a seal.
 */
import { createHash, randomBytes } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const BYTES = 32;

export interface AuditKey {
  /** Names it without telling it. */
  readonly id: string;
  readonly secret: Buffer;
}

export const auditKeyFile = (dataDir: string): string => join(dataDir, "audit.key");

/** Undefined where there is no file. Throws where there is one that holds no key, or may not be read. */
export function readAuditKey(file: string): AuditKey | undefined {
  let secret: Buffer;
  try {
    secret = readFileSync(file);
  } catch (error) {
    if (isCode(error, "ENOENT")) return undefined;
    throw error;
  }
  if (secret.length !== BYTES) throw new Error(`${file} must hold ${BYTES} bytes`);
  return { id: createHash("sha256").update(secret).digest("hex").slice(0, 16), secret };
}

/** The key, made where there is none. Of many who make it at once, one does, and all use that. */
export function ensureAuditKey(file: string): AuditKey {
  const there = readAuditKey(file);
  if (there !== undefined) return there;
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const whole = `${file}.${randomBytes(6).toString("hex")}`;
  writeFileSync(whole, randomBytes(BYTES), { mode: 0o600, flag: "wx", flush: true });
  try {
    // Appears whole or not at all, and never in place of another.
    linkSync(whole, file);
  } catch (error) {
    if (!isCode(error, "EEXIST")) throw error;
  } finally {
    rmSync(whole);
  }
  return readAuditKey(file)!;
}

const isCode = (error: unknown, code: string): boolean =>
  error instanceof Error && "code" in error && error.code === code;

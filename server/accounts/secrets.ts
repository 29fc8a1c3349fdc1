/** Secrets that are handed out once and kept only as their hashes. */
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

/** 256 random bits: what is guessed from outside is none of them, so a plain hash keeps them well. */
export const newSecret = (): string => randomBytes(32).toString("base64url");

/** Names an account, a session or a token: nothing can be counted or guessed from it, and it opens nothing. */
export const newId = (): string => randomBytes(16).toString("base64url");

export const hashOf = (secret: string): string => createHash("sha256").update(secret).digest("base64url");

/** Takes the same time whatever was given, and however long it is. */
export function sameSecret(given: string, known: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(known));
}

/** API tokens can be told from other secrets, so that a scanner of leaks finds them. */
export const TOKEN_PREFIX = "fft_";

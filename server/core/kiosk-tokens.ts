/**
 * The tokens of one screen. It is given a new one each day; until it has come with that, the one before it opens
 * the door too, so that neither a power cut nor a day without a network looks like theft. Pure.
 *
 * - [K5] At most two tokens are valid. The older dies when the newer has been used.
 * - [K6] A newer one is given a day after the one in use was. One that was given and never used, because it did
 *        not arrive or was not kept, is replaced by another ten minutes later.
 */

import { sameText } from "./same-text.ts";

export interface KioskToken {
  readonly hash: string;
  readonly issuedAtMs: number;
  /** The first time that a screen came with it; absent until then. */
  readonly usedAtMs?: number;
}

/** Oldest first. */
export type KioskTokens = readonly KioskToken[];

export const TOKEN_DAY_MS = 86_400_000;
export const TOKEN_UNUSED_MS = 600_000;

export const isValid = (tokens: KioskTokens, hash: string): boolean =>
  tokens.some((each) => sameText(each.hash, hash));

/** A screen came with this one. Answers the same list where that changes nothing. */
export function used(tokens: KioskTokens, hash: string, nowMs: number): KioskTokens {
  const at = tokens.findIndex((each) => sameText(each.hash, hash));
  const token = tokens[at];
  if (token === undefined || (at === 0 && token.usedAtMs !== undefined)) return tokens;
  return [{ ...token, usedAtMs: token.usedAtMs ?? nowMs }, ...tokens.slice(at + 1)];
}

/** Whether whoever is here with this one is to be given a newer. */
export function needsNewer(tokens: KioskTokens, hash: string, nowMs: number): boolean {
  const newest = tokens.at(-1);
  if (newest === undefined || !isValid(tokens, hash)) return false;
  if (sameText(newest.hash, hash))
    return newest.usedAtMs !== undefined && nowMs - newest.issuedAtMs >= TOKEN_DAY_MS;
  return nowMs - newest.issuedAtMs >= TOKEN_UNUSED_MS;
}

/** With a newer one, beside the one that is in use. */
export const withNewer = (tokens: KioskTokens, inUse: string, hash: string, nowMs: number): KioskTokens => [
  ...tokens.filter((each) => sameText(each.hash, inUse)),
  { hash, issuedAtMs: nowMs },
];

/**
 * The forms that every shape is built of: ids, offsets, instants, languages, text.
 * A value that is not there is absent, never null.
 */
import { z } from "zod";
import { coded } from "./field-codes.ts";

/** An id or epoch. Ours are random, 128 bits, base64url; those of a programme file are the organiser's. */
export const ID = /^[A-Za-z0-9_-]{1,64}$/;
export const idSchema = z.string().regex(ID, "must be 1 to 64 of A-Z a-z 0-9 _ -");

export const epochSchema = idSchema;

/** Dense position in the feed log: the first entry has 1, and 0 is before all. */
export const offsetSchema = z.int().min(0).max(Number.MAX_SAFE_INTEGER);

export const revisionSchema = z.int().min(1).max(Number.MAX_SAFE_INTEGER);

/** RFC 3339 with milliseconds and `Z`, as we write it. */
export const instantSchema = z.iso.datetime({ precision: 3 });

/** The last instant that RFC 3339 can write with four digits of year. */
const LATEST_MS = Date.parse("9999-12-31T23:59:59.999Z");

/**
 * RFC 3339 with any offset, as we read it; answers our own form. Refuses an instant without zone,
 * 30 February, and what leaves the four-digit years.
 */
export const givenInstantSchema = z.iso
  .datetime({
    offset: true,
    error: "must be an RFC 3339 instant with a zone, such as 2022-11-09T09:00:00+08:00",
  })
  .refine(
    (text) => Date.parse(text) >= 0 && Date.parse(text) <= LATEST_MS,
    coded("is out of range", "instant_out_of_range"),
  )
  .transform((text) => new Date(Date.parse(text)).toISOString());

/** BCP 47, the usual part of it: `en`, `zh-Hans`, `pt-BR`. */
export const LANGUAGE = /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/;
export const languageSchema = z.string().max(35).regex(LANGUAGE, "must be a BCP 47 language tag");

// Half of a surrogate pair, controls, and the characters that turn the direction of what follows them
// (Unicode UAX #9 embeddings and overrides; isolates are harmless and stay).
const LONE_SURROGATE = /\p{Surrogate}/u;
// biome-ignore lint/suspicious/noControlCharactersInRegex: controls are what is looked for
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e]/;

// What turns direction at all, isolates and marks too, and what has no width: of a name nobody could tell them.
const UNSEEN =
  /[\u00ad\u061c\u115f\u1160\u200b\u200e\u200f\u2060-\u206f\u3164\ufeff\uffa0\u{e0000}-\u{e007f}]/u;

const isClean = (text: string): boolean => !LONE_SURROGATE.test(text) && !CONTROL.test(text);
/** There is something to be seen in it: joiners and marks alone are an empty line. */
const isSeen = (text: string): boolean => text === "" || /[\p{L}\p{N}\p{P}\p{S}]/u.test(text);
const CLEAN = coded(
  "must not hold control characters or characters that override the direction of text",
  "control_characters",
);

/** One line of plain text, trimmed; what looks like markup is text too. */
export const lineSchema = (max: number) =>
  z
    .string()
    .trim()
    .min(1, "must not be empty")
    .max(max)
    .refine(isClean, CLEAN)
    .refine((text) => !/[\r\n\t\u2028\u2029]/.test(text), coded("must be one line", "several_lines"))
    .refine(isSeen, coded("must not be empty", "empty"));

/** What somebody or something is called: nothing in it is unseen, so that no two look alike by that. */
export const nameSchema = (max: number) => lineSchema(max).refine((text) => !UNSEEN.test(text), CLEAN);

const isPlainAddress = (text: string): boolean =>
  isClean(text) && !UNSEEN.test(text) && !/[\u2028\u2029]/.test(text);

/** What may stand in an e-mail address of ours: letters of any script, and nothing unseen. */
export const addressSchema = (form: RegExp, message: string) =>
  z.string().trim().toLowerCase().max(254).regex(form, message).refine(isPlainAddress, CLEAN);

/** Plain text of any number of lines, possibly empty. */
export const proseSchema = (max: number) => z.string().max(max).refine(isClean, CLEAN);

/** A link that a reader may follow: http or https only. */
export const linkSchema = z
  .url({ protocol: /^https?$/, error: "must be an http or https address" })
  .max(2_000)
  .refine(isClean, CLEAN);

/** The same words in one or more languages. */
export const wordsSchema = (max: number) =>
  z
    .record(languageSchema, lineSchema(max))
    .refine((words) => Object.keys(words).length > 0, coded("needs a language", "needs_a_language"));

export type Words = Record<string, string>;

/** An IANA time zone that this machine knows. */
export const timeZoneSchema = z
  .string()
  .max(64)
  .refine(
    (zone) => {
      try {
        new Intl.DateTimeFormat("en", { timeZone: zone });
        return !/^[+-]/.test(zone);
      } catch {
        return false;
      }
    },
    coded("must be an IANA time zone, such as Asia/Shanghai", "bad_time_zone"),
  );

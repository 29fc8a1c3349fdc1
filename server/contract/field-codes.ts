/**
 * Every code that an error at a field may carry (`FieldError.code`), with the names of its `values`. The
 * message beside it is English; what a page says in another language it makes of code and values.
 *
 * A code never changes its meaning and none is taken away: a page that does not know one shows the message.
 */
import type { FieldError } from "./refusals.ts";

export const fieldCodes = {
  // What any form may have wrong.
  /** It is not there, and must be. */
  required: [],
  /** There is no field of that name here. */
  unknown_field: [],
  /** Of another kind than wanted: `expected` is string, number, boolean, array, object … */
  wrong_type: ["expected"],
  /** `allowed` lists what may stand there, with commas between. */
  not_one_of: ["allowed"],
  not_whole_number: [],
  /** Text: empty, or longer or shorter than so many characters. */
  empty: [],
  too_long: ["max"],
  too_short: ["min"],
  /** Lists: more or fewer than so many. */
  too_many: ["max"],
  too_few: ["min"],
  /** Numbers: above or below. */
  too_large: ["max"],
  too_small: ["min"],
  /** It breaks a rule that has no code of its own. */
  malformed: [],

  // Forms of single values.
  /** 1 to 64 of A-Z a-z 0-9 _ -. */
  bad_id: [],
  /** No BCP 47 language tag. */
  bad_language: [],
  /** No RFC 3339 instant with a zone. */
  bad_instant: [],
  /** Before 1970 or after 9999. */
  instant_out_of_range: [],
  /** No date as YYYY-MM-DD. */
  bad_date: [],
  /** No time of day as HH:MM. */
  bad_clock_time: [],
  /** No IANA time zone that this machine knows. */
  bad_time_zone: [],
  /** Not an http or https address: `javascript:`, or no address at all. */
  bad_link: [],
  bad_email: [],
  /** No cursor of ours. */
  bad_cursor: [],
  /** Control characters, or characters that override the direction of text. */
  control_characters: [],
  /** More than one line where one is wanted. */
  several_lines: [],
  /** Words in no language at all. */
  needs_a_language: [],
  /** A parameter of the query twice, or not well encoded. */
  given_twice: [],
  bad_encoding: [],

  // What an announcement says.
  /** The event's default language, which every announcement and name must have. */
  default_language_missing: ["language"],
  unknown_language: ["language"],
  unknown_zone: ["id"],
  unknown_track: ["id"],
  unknown_session: ["id"],
  unknown_hall: ["id"],
  /** What an update or all-clear refers to is no urgent announcement. */
  unknown_alert: ["id"],
  /** An update or an all-clear must say of which alert; `messageType` is update or all-clear. */
  refers_to_missing: ["messageType"],
  /** Every urgent announcement must expire. */
  urgent_must_expire: [],

  // When it goes out.
  in_the_past: [],
  /** It would go out before its embargo ends; at `embargoUntil` itself, the embargo would outlast its time. */
  before_embargo: ["embargoUntil"],
  /** It would have expired before it goes out. */
  expires_before: ["expiresAt"],
  /** Either an instant or a session to follow, not both and not neither. */
  at_or_follows: [],
  /** An urgent notice goes at once: it has no undo. */
  urgent_has_no_undo: [],
  /** It is on the schedule for sooner: sent with an undo it would be put off. */
  goes_out_sooner: ["scheduledAt"],
  /** Marked current: the default language itself, or one in which nothing is written. */
  is_default_language: ["language"],
  no_text_in_language: ["language"],

  // The event.
  ends_before_start: [],
  language_twice: [],
  /** An id stands twice in a list. */
  id_twice: [],
  /** A zone that lies, over its parents, within itself. */
  zone_circle: [],

  // Screens.
  /** No screen shows this code: mistyped, used, or too old. */
  unknown_code: [],
  unknown_kiosk: ["id"],
  /** Either a session or a start and an end, not both and not neither. */
  span_or_session: [],

  // People.
  /** The link of an invitation was used, or is too old. */
  link_not_open: [],
  /** Somebody with this address is active already. */
  has_account: [],
  /** Not the password that the account has now. */
  wrong_password: [],
} as const satisfies Record<string, readonly string[]>;

export type FieldCode = keyof typeof fieldCodes;

type Values<C extends FieldCode> = Readonly<Record<(typeof fieldCodes)[C][number], string | number>>;
/** The values of a code, or nothing where it has none. */
type Said<C extends FieldCode> = (typeof fieldCodes)[C] extends readonly [] ? [] : [values: Values<C>];

export const fieldError = <C extends FieldCode>(
  path: string,
  message: string,
  code: C,
  ...[values]: Said<C>
): FieldError => ({ path, message, code, ...(values === undefined ? {} : { values }) });

/** A rule of a schema's own: zod hands `params` on as they are. */
export interface CodedRule {
  readonly message: string;
  readonly params: Record<string, unknown>;
}

export const coded = <C extends FieldCode>(message: string, code: C, ...[values]: Said<C>): CodedRule => ({
  message,
  params: { code, ...(values === undefined ? {} : { values }) },
});

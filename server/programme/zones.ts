const LATEST_MS = Date.UTC(9999, 11, 31, 23, 59, 59, 999);
const MINUTE_MS = 60_000;
const LOCAL_TIME =
  /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?$/i;

/** A date and time as a file writes it. Without `offsetMinutes` it depends on where it is read. */
export interface WrittenTime {
  /** `2019-12-27T11:00:00`: the clock on the wall. */
  readonly wall: string;
  readonly offsetMinutes: number | undefined;
}

/** Whether this machine knows the IANA zone. Offsets such as +01:00 are none. */
export function isTimeZone(zone: string): boolean {
  if (zone.length > 64 || /^[+-]/.test(zone)) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

/** ISO 8601 with or without seconds and offset; undefined for anything else, and for 30 February. */
export function writtenTime(text: string): WrittenTime | undefined {
  const parts = LOCAL_TIME.exec(text.trim());
  if (parts === null) return undefined;
  const [, year, month, day, hour, minute, second = "00", offset] = parts;
  const date = `${year}-${month}-${day}`;
  if (!isDate(date) || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const offsetMinutes = offset === undefined ? undefined : minutesOf(offset);
  if (offsetMinutes !== undefined && Math.abs(offsetMinutes) > 18 * 60) return undefined;
  return { wall: `${date}T${hour}:${minute}:${second}`, offsetMinutes };
}

/** Whether a text is a date of the calendar, `2019-12-27`. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const ms = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text);
}

/** The date so many days later; undefined past the four-digit years. */
export function dateAfter(date: string, days: number): string | undefined {
  const ms = Date.parse(`${date}T00:00:00Z`) + days * 24 * 60 * MINUTE_MS;
  return ms >= 0 && ms <= LATEST_MS ? new Date(ms).toISOString().slice(0, 10) : undefined;
}

/**
 * The instant of a written time. What has no offset is read in `zone`, an IANA zone or an offset such as
 * `+01:00`; of a clock time that a zone has twice the first is meant, and one that it skips is as much later.
 * Undefined before 1970 and after 9999.
 */
export function instantMs(time: WrittenTime, zone: string): number | undefined {
  const utcMs = Date.parse(`${time.wall}Z`);
  if (!isInRange(utcMs)) return undefined;
  const ms =
    time.offsetMinutes === undefined
      ? Temporal.PlainDateTime.from(time.wall).toZonedDateTime(zone).epochMilliseconds
      : utcMs - time.offsetMinutes * MINUTE_MS;
  return isInRange(ms) ? ms : undefined;
}

/** Whether our form of an instant (RFC 3339 with four digits of year) can hold it. */
export function isInRange(ms: number): boolean {
  return ms >= 0 && ms <= LATEST_MS;
}

/** What clocks in a zone add to UTC at an instant. */
export function offsetMinutesAt(zone: string, ms: number): number {
  return Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone).offsetNanoseconds / 60e9;
}

/** `+01:00`, which also serves as a zone. */
export function offsetText(minutes: number): string {
  const of = (value: number) => String(value).padStart(2, "0");
  const size = Math.abs(minutes);
  return `${minutes < 0 ? "-" : "+"}${of(Math.floor(size / 60))}:${of(size % 60)}`;
}

function minutesOf(offset: string): number {
  if (/^z$/i.test(offset)) return 0;
  const digits = offset.replace(":", "");
  const size = Number(digits.slice(1, 3)) * 60 + Number(digits.slice(3) || "0");
  return digits.startsWith("-") ? -size : size;
}

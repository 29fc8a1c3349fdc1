const MINUTE_MS = 60_000;

/**
 * How long a session of a frab or c3voc schedule lasts, or undefined.
 *
 * Written as minutes (`45`), `H:MM` or `HH:MM`. Of three parts, a first one of two digits is hours
 * (`00:30:00`, as FOSDEM writes its slots) and one of a single digit is days (`1:02:30`, as pretalx writes
 * what lasts longer than a day).
 */
export function durationMs(text: string): number | undefined {
  if (/^\d{1,5}$/.test(text)) return Number(text) * MINUTE_MS;
  const parts = /^(\d{1,3}):(\d{2})(?::(\d{2}))?$/.exec(text);
  if (parts === null) return undefined;
  const [first, second, third] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  if (parts[3] === undefined) return second > 59 ? undefined : (first * 60 + second) * MINUTE_MS;
  if (third > 59) return undefined;
  if (parts[1]?.length !== 1)
    return second > 59 ? undefined : (first * 60 + second) * MINUTE_MS + third * 1000;
  return second > 23 ? undefined : ((first * 24 + second) * 60 + third) * MINUTE_MS;
}

/** A duration as iCalendar writes it (RFC 5545, 3.3.6), never negative. */
export function icalendarDurationMs(text: string): number | undefined {
  const parts =
    /^\+?P(?:(\d{1,4})W|(?:(\d{1,5})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,8})M)?(?:(\d{1,9})S)?)?)$/.exec(text);
  if (parts === null || text.endsWith("P") || text.endsWith("T")) return undefined;
  const [weeks, days, hours, minutes, seconds] = parts.slice(1).map((part) => Number(part ?? 0));
  return ((((weeks! * 7 + days!) * 24 + hours!) * 60 + minutes!) * 60 + seconds!) * 1000;
}

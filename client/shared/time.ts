/**
 * Times as people at the venue read them: its zone, 24 hours, figures 0–9 in every language, because
 * the signs in the halls have them.
 */
const DAY_MS = 86_400_000;

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(language: string, zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const name = `${language} ${zone} ${Object.keys(options)}`;
  let format = formats.get(name);
  if (format === undefined) {
    format = new Intl.DateTimeFormat(language, { ...options, timeZone: zone, numberingSystem: "latn" });
    formats.set(name, format);
  }
  return format;
}

/** `16:22` */
export const clockTime = (atMs: number, zone: string): string =>
  formatOf("en-GB", zone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(atMs);

/** Zones differ by whole quarters of an hour, so that all instants of a quarter are in one day. */
const QUARTER_MS = 900_000;
const days = new Map<string, string>();

/** `2022-11-09`: tells days apart. */
export function dayOf(atMs: number, zone: string): string {
  const quarter = `${Math.floor(atMs / QUARTER_MS)} ${zone}`;
  let day = days.get(quarter);
  if (day === undefined) {
    day = formatOf("en-CA", zone, { year: "numeric", month: "2-digit", day: "2-digit" }).format(atMs);
    days.set(quarter, day);
  }
  return day;
}

/** "Wednesday 9 November" */
export const dayName = (atMs: number, zone: string, language: string): string =>
  formatOf(language === "en" ? "en-GB" : language, zone, { weekday: "long", day: "numeric", month: "long" })
    .format(atMs)
    .replace(/^(\p{L}+), /u, "$1 ")
    .replace(/^\p{Ll}/u, (first) => first.toLocaleUpperCase(language));

/** "Wed" */
export const weekday = (atMs: number, zone: string, language: string): string =>
  formatOf(language, zone, { weekday: "short" }).format(atMs);

/** "Wed 9 Nov" */
export const shortDay = (atMs: number, zone: string, language: string): string =>
  formatOf(language === "en" ? "en-GB" : language, zone, { weekday: "short", month: "short", day: "numeric" })
    .format(atMs)
    .replace(",", "");

/** What is left, or has passed: `7:41`, `1:07:41`. */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  const two = (value: number): string => String(Math.floor(value)).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const minutes = (seconds % 3600) / 60;
  return hours > 0
    ? `${hours}:${two(minutes)}:${two(seconds % 60)}`
    : `${Math.floor(minutes)}:${two(seconds % 60)}`;
}

/** Beyond two days nobody counts seconds. */
export const timeLeft = (ms: number): string =>
  ms >= 2 * DAY_MS ? `${Math.floor(ms / DAY_MS)} days` : duration(ms);

/** What stands on a clock in the zone, read as if it were UTC. */
function wallClock(atMs: number, zone: string): number {
  const parts = formatOf("en-CA", zone, {
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
  }).formatToParts(atMs);
  const part = (type: string): number => Number(parts.find((found) => found.type === type)?.value);
  return Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"), part("second"));
}

/** The instant as a form's date and time in the venue's zone: `2022-11-09T16:30`. */
export function venueText(atMs: number, zone: string): string {
  const text = new Date(wallClock(atMs, zone)).toISOString();
  return text.slice(17, 19) === "00" ? text.slice(0, 16) : text.slice(0, 19);
}

/**
 * The instant that a form's date and time in the venue's zone means: the earlier of two where the
 * clock is set back, and as the clock stood before where it is set forward over that time.
 */
export function venueInstant(text: string, zone: string): number | undefined {
  const wall = Date.parse(`${text.length === 16 ? `${text}:00` : text}Z`);
  if (Number.isNaN(wall)) return undefined;
  const offsetAt = (atMs: number): number => wallClock(atMs, zone) - atMs;
  const [before, after] = [offsetAt(wall - DAY_MS), offsetAt(wall + DAY_MS)];
  const meant = [wall - Math.max(before, after), wall - Math.min(before, after)];
  return meant.find((atMs) => wallClock(atMs, zone) === wall) ?? wall - before;
}

/** What a form's date and time in a zone can mean: one instant, two where its clock is set back, none in between. */
export type VenueTime =
  | { readonly found: "once"; readonly atMs: number }
  | { readonly found: "twice"; readonly atMs: number; readonly laterMs: number }
  | { readonly found: "never"; readonly fromText: string; readonly toText: string; readonly nextMs: number }
  | { readonly found: "unreadable" };

export function venueTime(text: string, zone: string): VenueTime {
  const wall = Date.parse(`${text.length === 16 ? `${text}:00` : text}Z`);
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/.test(text) || Number.isNaN(wall)) return { found: "unreadable" };
  const offsetAt = (atMs: number): number => wallClock(atMs, zone) - atMs;
  const offsets = [...new Set([offsetAt(wall - DAY_MS), offsetAt(wall + DAY_MS)])];
  const meant = offsets
    .map((offset) => wall - offset)
    .filter((atMs) => wallClock(atMs, zone) === wall)
    .sort((a, b) => a - b);
  const [atMs, laterMs] = meant;
  if (atMs === undefined) return gapAround(wall, zone, offsetAt(wall - DAY_MS), offsetAt(wall + DAY_MS));
  return laterMs === undefined ? { found: "once", atMs } : { found: "twice", atMs, laterMs };
}

/** The instant at which the clock jumps over a time, found by halving; and the two times on either side of it. */
function gapAround(wall: number, zone: string, before: number, after: number): VenueTime {
  let [low, nextMs] = [wall - DAY_MS, wall + DAY_MS];
  while (nextMs - low > 1_000) {
    const middle = Math.floor((low + nextMs) / 2_000) * 1_000;
    if (wallClock(middle, zone) - middle === after) nextMs = middle;
    else low = middle;
  }
  const written = (wallMs: number) => new Date(wallMs).toISOString().slice(11, 16);
  return { found: "never", fromText: written(nextMs + before), toText: written(nextMs + after), nextMs };
}

/** What stands on the clocks and calendars of a place at an instant. Pure but for the time zones of this machine. */
export interface Wall {
  /** `2022-11-09` */
  readonly date: string;
  /** `16:22` */
  readonly time: string;
  /** ISO 8601: 1 is Monday. */
  readonly weekday: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();
const DAY_MS = 86_400_000;

export function wallAt(atMs: number, zone: string): Wall {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat("en-CA", {
      timeZone: zone,
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
    });
    formats.set(zone, format);
  }
  const parts = new Map(format.formatToParts(atMs).map(({ type, value }) => [type, value]));
  const date = `${parts.get("year")}-${parts.get("month")}-${parts.get("day")}`;
  return { date, time: `${parts.get("hour")}:${parts.get("minute")}`, weekday: weekdayOf(date) };
}

/** 1 January 1970 was a Thursday. */
const weekdayOf = (date: string): number => {
  const days = Math.floor(Date.parse(`${date}T00:00:00Z`) / DAY_MS);
  return ((((days + 3) % 7) + 7) % 7) + 1;
};

export const dayBefore = (date: string): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) - DAY_MS).toISOString().slice(0, 10);

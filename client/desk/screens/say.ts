/** Instants, lengths of time and sizes as they stand on a tile. Pure. */
import { clockTime, dayOf, shortDay } from "../../shared/time.ts";

export interface SayTime {
  readonly zone: string;
  readonly language: string;
  /** Of the venue, now: a time of another day says which. */
  readonly today: string;
}

/** `10:32`, `Tue 8 Nov 10:32` */
export function sayMoment(atMs: number, { zone, language, today }: SayTime): string {
  const time = clockTime(atMs, zone);
  return dayOf(atMs, zone) === today ? time : `${shortDay(atMs, zone, language)} ${time}`;
}

const amount = (value: number, unit: string, language: string, digits = 0): string =>
  new Intl.NumberFormat(`${language}-u-nu-latn`, {
    style: "unit",
    unit,
    unitDisplay: "short",
    maximumFractionDigits: digits,
  }).format(value);

/** The two largest units: "1 hr 7 min", "12 min 30 sec", "4 sec". */
export function sayLength(ms: number, language: string): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  const parts = [
    [Math.floor(seconds / 86_400), "day"],
    [Math.floor(seconds / 3_600) % 24, "hour"],
    [Math.floor(seconds / 60) % 60, "minute"],
    [seconds % 60, "second"],
  ] as const;
  const first = parts.findIndex(([value]) => value > 0);
  if (first < 0) return amount(0, "second", language);
  return parts
    .slice(first, first + 2)
    .filter(([value]) => value > 0)
    .map(([value, unit]) => amount(value, unit, language))
    .join(language === "zh" ? "" : " ");
}

const KILO = 1_000;

/** "12 MB" */
export function sayBytes(bytes: number, language: string): string {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"] as const;
  let at = 0;
  let value = bytes;
  while (value >= KILO && at < units.length - 1) {
    value /= KILO;
    at += 1;
  }
  return amount(value, units[at]!, language, value < 10 && at > 1 ? 1 : 0);
}

/** "40 ms", "3.2 s" */
export const sayOffset = (ms: number, language: string): string => {
  const off = Math.abs(ms);
  return off < KILO ? amount(off, "millisecond", language) : amount(off / KILO, "second", language, 1);
};

/**
 * Times of day at the venue: when the house is open, and which part of a day it is. Pure.
 *
 * - [K1] Times are the venue's clock as it stands there, so that a day on which clocks are set forward or back
 *        opens and closes when the signs at the doors say so.
 * - [K2] What ends no later than it begins goes on past midnight, and belongs to the day on which it began.
 */
import { dayBefore, type Wall } from "./wall-clock.ts";

export interface OpeningHours {
  readonly date: string;
  readonly opens: string;
  readonly closes: string;
}

/** Where no hours are set at all the house is always open. */
export function isOpenAt(
  { date, time }: Pick<Wall, "date" | "time">,
  hours: readonly OpeningHours[],
): boolean {
  if (hours.length === 0) return true;
  const before = dayBefore(date);
  return hours.some(({ date: day, opens, closes }) => {
    const isOverMidnight = closes <= opens;
    if (day === date) return opens <= time && (isOverMidnight || time < closes);
    return day === before && isOverMidnight && time < closes;
  });
}

interface Span {
  readonly from: string;
  readonly to: string;
  readonly days?: readonly number[] | undefined;
}

/** Whether a time of day lies in a span, on a day on which the span holds. */
export function isWithin(
  { time, weekday }: Pick<Wall, "time" | "weekday">,
  { from, to, days }: Span,
): boolean {
  const holds = (day: number): boolean => days === undefined || days.includes(day);
  if (from < to) return from <= time && time < to && holds(weekday);
  const isEvening = from <= time;
  if (isEvening) return holds(weekday);
  return time < to && holds(weekday === 1 ? 7 : weekday - 1);
}

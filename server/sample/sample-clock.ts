/**
 * The clock of a rehearsal. The plan is written in Wuzhen's time for the three days of 9 to 11 November 2022,
 * and moved as a whole so that the opening begins at the first whole minute at least half a minute from now:
 * 30 to 90 seconds after the load. Days two and three follow 24 and 48 hours later.
 */

/** Day and time of the plan, Wuzhen's clock: `[1, "09:00"]`. */
export type PlanTime = readonly [day: 1 | 2 | 3, time: string];

export interface SampleClock {
  readonly nowMs: number;
  readonly openingMs: number;
}

const MINUTE_MS = 60_000;
const DAY_MINUTES = 24 * 60;
/** Shanghai is eight hours ahead of UTC all year, since 1991. */
const SHANGHAI_MS = 8 * 60 * MINUTE_MS;
const OPENING: PlanTime = [1, "09:00"];

export const startSampleClock = (nowMs: number): SampleClock => ({
  nowMs,
  openingMs: Math.ceil((nowMs + MINUTE_MS / 2) / MINUTE_MS) * MINUTE_MS,
});

const planMinutes = ([day, time]: PlanTime): number =>
  (day - 1) * DAY_MINUTES + Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

export const planMs = (clock: SampleClock, time: PlanTime): number =>
  clock.openingMs + (planMinutes(time) - planMinutes(OPENING)) * MINUTE_MS;

export const instant = (ms: number): string => new Date(ms).toISOString();

const inShanghai = (ms: number): string => new Date(ms + SHANGHAI_MS).toISOString();

/** What a clock in Wuzhen shows when that time of the moved plan comes: `HH:MM`. */
export const wallTime = (clock: SampleClock, time: PlanTime): string =>
  inShanghai(planMs(clock, time)).slice(11, 16);

export interface DayHours {
  readonly date: string;
  readonly opens: string;
  readonly closes: string;
}

/**
 * Opening hours of the moved plan, by Wuzhen's calendar. A rehearsal begins at any hour, so hours may run
 * past midnight: they are then told as two, up to 23:59 and from 00:00.
 */
export function movedHours(clock: SampleClock, from: PlanTime, to: PlanTime): DayHours[] {
  const opening = inShanghai(planMs(clock, from));
  const closing = inShanghai(planMs(clock, to));
  const [firstDate, lastDate] = [opening.slice(0, 10), closing.slice(0, 10)];
  const [opens, closes] = [opening.slice(11, 16), closing.slice(11, 16)];
  if (firstDate === lastDate) return [{ date: firstDate, opens, closes }];
  return [
    { date: firstDate, opens, closes: "23:59" },
    { date: lastDate, opens: "00:00", closes },
  ].filter((hours) => hours.opens < hours.closes);
}

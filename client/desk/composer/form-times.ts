/** Times of a form: what stands in a field on the venue's clock, and the instant that it means. Pure. */
import { venueInstant, venueText } from "../../shared/time.ts";

/**
 * As the server has them: a form shows no milliseconds, and saving must not move an embargo by some. Of a time
 * that the venue's clock shows twice, also which of the two is meant.
 */
export interface ExactTimes {
  readonly embargoUntil?: string | undefined;
  readonly expiresAt?: string | undefined;
  readonly at?: string | undefined;
}

/** The instant that a field means, or undefined where it cannot be read as a time. */
export function meantAt(text: string, zone: string, exact?: string): number | undefined {
  if (exact !== undefined && text !== "" && venueText(Date.parse(exact), zone) === text)
    return Date.parse(exact);
  return venueInstant(text, zone);
}

/** A field that cannot be read as a time is sent as it is, so that the server says so at that field. */
export function instantOf(text: string, zone: string, exact?: string): string {
  const atMs = meantAt(text, zone, exact);
  return atMs === undefined ? text : new Date(atMs).toISOString();
}

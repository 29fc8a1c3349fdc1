/**
 * What is wrong with the times of a form, before anything is sent: the past, a time that the venue's clock skips,
 * a schedule before the embargo. Pure; the server checks all of it again.
 */
import type { Session } from "../../../server/contract/programme.ts";
import { venueText, venueTime } from "../../shared/time.ts";
import type { ComposerForm } from "./composer-form.ts";
import { meantAt } from "./form-times.ts";

export type TimeField = "at" | "embargoUntil" | "expiresAt";

export type TimeFault = { readonly path: TimeField } & (
  | { readonly code: "unreadable" | "past" | "needed" | "noSession" | "leadUnreadable" }
  | { readonly code: "gap"; readonly fromText: string; readonly toText: string; readonly nextMs: number }
  | { readonly code: "beforeEmbargo" | "afterExpiry"; readonly atMs: number }
);

export interface TimesAround {
  readonly zone: string;
  readonly nowMs: number;
  readonly session?: Pick<Session, "startsAt"> | undefined;
  /** It is public already: what is said of its sending no longer matters. */
  readonly isSent: boolean;
}

type Form = Pick<
  ComposerForm,
  "at" | "when" | "leadMinutes" | "embargoUntil" | "expiresAt" | "exact" | "kind"
>;

const LEAD = /^\d{1,4}$/;
export const LEAD_MAX = 1_440;

export const leadOf = ({ leadMinutes }: Pick<ComposerForm, "leadMinutes">): number | undefined => {
  const minutes = Number(leadMinutes);
  return LEAD.test(leadMinutes.trim()) && minutes <= LEAD_MAX ? minutes : undefined;
};

/** When it would go out; undefined: at once, or nobody can tell. */
export function goesOutAt(form: Form, { zone, session }: TimesAround): number | undefined {
  if (form.when === "now") return undefined;
  if (form.when === "at") return meantAt(form.at, zone, form.exact?.at);
  const lead = leadOf(form);
  return session === undefined || lead === undefined
    ? undefined
    : Date.parse(session.startsAt) - lead * 60_000;
}

export function timeFaults(form: Form, around: TimesAround): TimeFault[] {
  const own = (["embargoUntil", "expiresAt"] as const).flatMap((path) => fieldFaults(form, path, around));
  if (around.isSent) return own;
  return [...sendingFaults(form, around), ...own];
}

function fieldFaults(form: Form, path: TimeField, { zone, nowMs }: TimesAround): TimeFault[] {
  const text = form[path];
  if (text === "") return [];
  const exact = form.exact?.[path];
  if (exact !== undefined && venueText(Date.parse(exact), zone) === text && path !== "at") return [];
  const found = venueTime(text, zone);
  if (found.found === "unreadable") return [{ path, code: "unreadable" }];
  if (found.found === "never")
    return [{ path, code: "gap", fromText: found.fromText, toText: found.toText, nextMs: found.nextMs }];
  const atMs = meantAt(text, zone, exact) ?? found.atMs;
  return atMs <= nowMs ? [{ path, code: "past" }] : [];
}

function sendingFaults(form: Form, around: TimesAround): TimeFault[] {
  const path = "at" as const;
  if (form.when === "at") {
    if (form.at === "") return [{ path, code: "needed" }];
    const faults = fieldFaults(form, path, around);
    if (faults.length > 0) return faults;
  }
  if (form.when === "session") {
    if (around.session === undefined) return [{ path, code: "noSession" }];
    if (leadOf(form) === undefined) return [{ path, code: "leadUnreadable" }];
  }
  const atMs = goesOutAt(form, around) ?? around.nowMs;
  if (form.when === "session" && atMs <= around.nowMs) return [{ path, code: "past" }];
  const embargo = meantAt(form.embargoUntil, around.zone, form.exact?.embargoUntil);
  if (embargo !== undefined && atMs < embargo) return [{ path, code: "beforeEmbargo", atMs: embargo }];
  const expires = meantAt(form.expiresAt, around.zone, form.exact?.expiresAt);
  if (expires !== undefined && atMs >= expires && expires > around.nowMs)
    return [{ path, code: "afterExpiry", atMs: expires }];
  return [];
}

/** Where the venue's clock shows a time twice: both instants, and which of the two is meant. */
export function twoMeanings(
  form: Form,
  path: TimeField,
  zone: string,
): { readonly firstMs: number; readonly laterMs: number; readonly isLater: boolean } | undefined {
  const found = venueTime(form[path], zone);
  if (found.found !== "twice") return undefined;
  const meant = meantAt(form[path], zone, form.exact?.[path]);
  return { firstMs: found.atMs, laterMs: found.laterMs, isLater: meant === found.laterMs };
}

/** A field set to an instant, exactly: also where the clock shows it twice. */
export const setTo = (
  form: Pick<ComposerForm, "exact">,
  path: TimeField,
  atMs: number,
  zone: string,
): Partial<ComposerForm> => ({
  [path]: venueText(atMs, zone),
  exact: { ...form.exact, [path]: new Date(atMs).toISOString() },
});

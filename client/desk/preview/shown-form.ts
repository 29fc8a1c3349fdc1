/** What is being written, as readers will get it. Pure. */
import type { Action, Announcement, Attendance, Text } from "../../../server/contract/announcement.ts";
import type { DeskAnnouncement } from "../../../server/contract/desk-announcement.ts";
import type { Zone } from "../../../server/contract/event.ts";
import { matches } from "../../../server/core/visible.ts";
import { venueInstant } from "../../shared/time.ts";
import { type ComposerForm, writtenFrom } from "../composer/composer-form.ts";

/** The podium is shown whole, and nothing that goes out now seems to be still to come. */
const SOON_MS = 2_000;
/** Stands where nothing has been written yet, so that the place of it can be seen. */
const NOTHING_YET = "…";

export interface Shown {
  readonly announcement: Announcement;
  /** The instant at which it is looked at. */
  readonly now: number;
}

export interface ShownOptions {
  readonly item: DeskAnnouncement | undefined;
  readonly isDirty: boolean;
  readonly zone: string;
  readonly defaultLanguage: string;
  readonly now: number;
}

/**
 * - [V1] It stands at the time at which it goes out or went out, and is looked at soon after.
 * - [V2] A change of what is public is shown as the correction that it will be.
 * - [V3] An address that no reader would be sent to (`javascript:`) is no link here either.
 */
export function shownFrom(form: ComposerForm, options: ShownOptions): Shown {
  const { item, isDirty, zone, defaultLanguage } = options;
  const written = writtenFrom(form, zone);
  const isCorrecting = item?.publishedAt !== undefined && isDirty;
  // Whole minutes, so that the preview stands still while its author writes.
  const minute = Math.floor(options.now / 60_000) * 60_000;
  const atMs = goesOutAt(form, item, zone) ?? minute;
  const correctedAt = isCorrecting ? new Date(minute).toISOString() : item?.correctedAt;
  const { embargoUntil: _embargo, expiresAt, publishAt: _at, details, ...rest } = written;
  const announcement = {
    ...rest,
    id: form.id ?? "preview",
    revision: (form.revision ?? 0) + (isCorrecting ? 1 : 0),
    offset: item?.offset ?? 1,
    publishedAt: new Date(atMs).toISOString(),
    text: textOf(written.text, defaultLanguage),
    actions: written.actions?.map(withSafeUrl) ?? [],
    ...(details === undefined ? {} : { details: safeDetails(details) }),
    ...(correctedAt === undefined ? {} : { correctedAt }),
    ...(expiresAt === undefined || Number.isNaN(Date.parse(expiresAt)) ? {} : { expiresAt }),
  } as Announcement;
  return { announcement, now: atMs + SOON_MS };
}

function goesOutAt(form: ComposerForm, item: DeskAnnouncement | undefined, zone: string): number | undefined {
  if (item?.publishedAt !== undefined) return Date.parse(item.publishedAt);
  if (form.when === "now") return undefined;
  return form.when === "at" || item?.scheduledAt === undefined
    ? venueInstant(form.at, zone)
    : Date.parse(item.scheduledAt);
}

function textOf(text: Text, defaultLanguage: string): Text {
  const said = Object.entries(text).map(([language, { headline, body }]) => [
    language,
    { headline: headline.trim() === "" ? NOTHING_YET : headline, body: body ?? "" },
  ]);
  return said.length === 0
    ? { [defaultLanguage]: { headline: NOTHING_YET, body: "" } }
    : Object.fromEntries(said);
}

const isLink = (url: unknown): url is string =>
  typeof url === "string" && URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);

function withSafeUrl({ url, ...action }: Action): Action {
  return isLink(url) ? { ...action, url } : action;
}

const safeDetails = ({ url, ...details }: Record<string, unknown>): Record<string, unknown> =>
  isLink(url) ? { ...details, url } : details;

export type Device = "online" | "in-person" | "screen";

/**
 * Why a device does not show it; undefined where it does. Zones are
 * narrowed by the reader, so they hide nothing here.
 */
export function hiddenOn(
  announcement: Announcement,
  device: Device,
  zones: readonly Zone[],
): "audience" | "surface" | undefined {
  const attendance: Attendance = device === "screen" ? "in-person" : device;
  if (!announcement.surfaces.includes(device === "screen" ? "kiosk" : "feed")) return "surface";
  return matches(announcement, { attendance }, zones) ? undefined : "audience";
}

/** An announcement of the sample: as it is written down here, and as the loader gets it. */
import type { Action, Kind, WrittenAnnouncement } from "../contract/announcement.ts";
import { instant, type PlanTime, planMs, type SampleClock } from "./sample-clock.ts";
import { type Basis, marked, type SampleLanguage, sampleLanguages, setFrench } from "./wording.ts";

/**
 * - `key` names it among the sample's announcements.
 * - `refersTo` is the key of the one it updates or ends; `written.details.refersTo` holds the same key, which
 *   the loader replaces by the real id.
 * - `publishAt` is an instant in our form, `"now"`, or absent where it stays a draft.
 */
export interface SampleAnnouncement {
  readonly key: string;
  readonly basis: Basis;
  readonly written: WrittenAnnouncement;
  readonly publishAt: string | "now" | undefined;
  readonly refersTo?: string;
}

/** At the load, as a draft, so many seconds after the load, or with the moved plan. */
export type When = "now" | "draft" | { readonly afterS: number } | PlanTime;

export interface SampleText {
  readonly headline: string;
  readonly body: string;
}

export interface SketchedAnnouncement {
  readonly key: string;
  readonly when: When;
  readonly basis: Basis;
  readonly kind: Kind;
  readonly text: { readonly en: SampleText } & { readonly [language in SampleLanguage]?: SampleText };
  readonly attendance?: "online" | "in-person";
  readonly zones?: readonly string[];
  readonly tracks?: readonly string[];
  readonly actions?: readonly Action[];
  readonly sessionId?: string;
  readonly details?: Readonly<Record<string, unknown>>;
  readonly refersTo?: string;
  /** Under embargo until the very instant it is published. */
  readonly sealed?: true;
  /** For a notice that is of no use later. */
  readonly lastsMinutes?: number;
  readonly pinned?: true;
  /** One of the event's true moments. */
  readonly moment?: true;
}

function momentOf(when: When, clock: SampleClock): number | undefined {
  if (when === "draft") return undefined;
  if (when === "now") return clock.nowMs;
  return "afterS" in when ? clock.nowMs + when.afterS * 1_000 : planMs(clock, when);
}

function textOf({ text, basis }: SketchedAnnouncement): WrittenAnnouncement["text"] {
  const entries = sampleLanguages.flatMap((language) => {
    const said = text[language];
    if (said === undefined) return [];
    const headline = language === "fr" ? setFrench(said.headline) : said.headline;
    return [[language, { headline, body: marked(said.body, basis, language) }] as const];
  });
  return Object.fromEntries(entries);
}

function detailsOf({ details, refersTo }: SketchedAnnouncement) {
  if (details === undefined) return {};
  return { details: refersTo === undefined ? { ...details } : { ...details, refersTo } };
}

export function announcementOf(sketch: SketchedAnnouncement, clock: SampleClock): SampleAnnouncement {
  const publishMs = momentOf(sketch.when, clock);
  const { sealed, lastsMinutes, sessionId, refersTo } = sketch;
  const written: WrittenAnnouncement = {
    kind: sketch.kind,
    text: textOf(sketch),
    audience: {
      attendance: sketch.attendance ?? "everyone",
      zones: [...(sketch.zones ?? [])],
      tracks: [...(sketch.tracks ?? [])],
    },
    // What concerns those at home alone has no place on the screens of the halls.
    surfaces: sketch.attendance === "online" ? ["feed"] : ["feed", "kiosk"],
    actions: [...(sketch.actions ?? [])],
    ...(sessionId === undefined ? {} : { sessionId }),
    ...detailsOf(sketch),
    ...(sealed && publishMs !== undefined ? { embargoUntil: instant(publishMs) } : {}),
    ...(lastsMinutes !== undefined && publishMs !== undefined
      ? { expiresAt: instant(publishMs + lastsMinutes * 60_000) }
      : {}),
    pinned: sketch.pinned ?? false,
    key: sketch.moment ?? false,
  };
  return {
    key: sketch.key,
    basis: sketch.basis,
    written,
    publishAt:
      sketch.when === "now" || publishMs === undefined ? nowOrDraft(sketch.when) : instant(publishMs),
    ...(refersTo === undefined ? {} : { refersTo }),
  };
}

const nowOrDraft = (when: When): "now" | undefined => (when === "now" ? "now" : undefined);

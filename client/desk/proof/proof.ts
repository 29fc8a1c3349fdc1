/** On how many of the screens that it concerns an announcement has been. Pure. */
import type { Announcement, Audience } from "../../../server/contract/announcement.ts";
import type { DeskAnnouncement } from "../../../server/contract/desk-announcement.ts";
import type { AnnouncementReceipts, DeskKiosk } from "../../../server/contract/desk-kiosk.ts";
import type { Zone } from "../../../server/contract/event.ts";
import { concernsScreen, isExpectedOn } from "../../../server/core/screen-place.ts";
import type { ShownCount, StandingScreen } from "../state/desk-screens.ts";

export interface Proof {
  readonly shown: number;
  readonly expected: number;
}

type Sent = Pick<DeskAnnouncement, "id" | "audience" | "surfaces" | "revision" | "offset"> &
  Pick<DeskAnnouncement, "publishedAt" | "correctedAt" | "state">;

/**
 * Those that it concerns and that were there when it went out, or was corrected last. One that was stopped is let
 * in nowhere, so nobody waits for it.
 */
export function expectedOn(
  item: Pick<Sent, "audience" | "surfaces" | "publishedAt" | "correctedAt">,
  screens: readonly StandingScreen[],
  zones: readonly Zone[],
): StandingScreen[] {
  if (item.publishedAt === undefined) return [];
  return screens.filter(
    (screen) =>
      screen.state !== "stopped" &&
      isExpectedOn(item as Announcement, { ...screen, pairedAtMs: Date.parse(screen.pairedAt) }, zones),
  );
}

export interface ProofAround {
  readonly screens: readonly StandingScreen[];
  readonly zones: readonly Zone[];
  readonly shown: ReadonlyMap<string, ShownCount>;
  /** Of the log: screens of what is far behind it are not counted any more. */
  readonly headOffset: number;
}

/** So many of the newest entries hold no more announcements than are counted. */
const COUNTED = 300;

/** Undefined where there is nothing to prove, or where nobody counts any more. */
export function proofOf(item: Sent, { screens, zones, shown, headOffset }: ProofAround): Proof | undefined {
  if (item.state !== "published" && item.state !== "corrected") return undefined;
  const count = shown.get(item.id);
  const isCounted = count !== undefined || (item.offset ?? 0) > headOffset - COUNTED;
  // Of what none has shown yet nobody tells us: all lack it.
  const { screens: on, missing } =
    count?.revision === item.revision
      ? count
      : { screens: 0, missing: expectedOn(item, screens, zones).length };
  return isCounted && on + missing > 0 ? { shown: on, expected: on + missing } : undefined;
}

/** What a form, or an announcement, says of where it is to be shown. */
interface Aimed {
  readonly attendance: Audience["attendance"];
  readonly zones: readonly string[];
  readonly screens: readonly string[];
  readonly surfaces: readonly string[];
}

/** Which screens would show it if it went out now. */
export function screensFor(
  { attendance, zones: named, screens: only, surfaces }: Aimed,
  screens: readonly StandingScreen[],
  zones: readonly Zone[],
): StandingScreen[] {
  const audience = { attendance, zones: named, tracks: [], ...(only.length > 0 && { screens: only }) };
  const item = { audience, surfaces } as unknown as Announcement;
  return screens.filter((screen) => concernsScreen(item, screen, zones));
}

export interface Lacking {
  readonly kioskId: string;
  readonly name: string;
  /** As the desk sees it now; `gone` where it is on no list any more. */
  readonly state: DeskKiosk["state"] | "gone";
  readonly sinceMs: number | undefined;
}

export interface DisplayReport extends Proof {
  /** Those that lack the newest revision, the ones that are away first. */
  readonly lacking: readonly Lacking[];
  readonly offline: number;
  /** Since when the first of them is away. */
  readonly offlineSinceMs: number | undefined;
  /** The newest revision of each screen first, then what it showed before. */
  readonly shownOn: AnnouncementReceipts["shown"];
}

const away: readonly Lacking["state"][] = ["offline", "stopped", "waiting", "gone", "connected"];

/** What the server knows of an announcement's display, with how the screens are now. */
export function displayReport(
  { shown, missing }: AnnouncementReceipts,
  revision: number,
  kiosks: ReadonlyMap<string, Pick<DeskKiosk, "state" | "since">>,
): DisplayReport {
  const lacking = missing
    .map(({ kioskId, name, lastSeenAt }): Lacking => {
      const kiosk = kiosks.get(kioskId);
      const since = kiosk?.since ?? lastSeenAt;
      return {
        kioskId,
        name,
        state: kiosk?.state ?? "gone",
        sinceMs: since === undefined ? undefined : Date.parse(since),
      };
    })
    .filter(({ state }) => state !== "stopped")
    .sort((a, b) => away.indexOf(a.state) - away.indexOf(b.state) || a.name.localeCompare(b.name));
  const on = new Set(shown.filter((each) => each.revision === revision).map(({ kioskId }) => kioskId));
  const gone = lacking.filter(({ state }) => state === "offline");
  const sinces = gone.flatMap(({ sinceMs }) => (sinceMs === undefined ? [] : [sinceMs]));
  return {
    shown: on.size,
    expected: on.size + lacking.length,
    lacking,
    offline: gone.length,
    offlineSinceMs: sinces.length === 0 ? undefined : Math.min(...sinces),
    shownOn: [...shown].sort(
      (a, b) => b.revision - a.revision || a.name.localeCompare(b.name, undefined, { numeric: true }),
    ),
  };
}

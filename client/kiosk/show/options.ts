/** What decides what a screen shows, beside the feed: its settings, the event, the programme and the time. */
import type { Hall, Zone } from "../../../server/contract/event.ts";
import type { KioskConfig } from "../../../server/contract/kiosk.ts";
import type { Session } from "../../../server/contract/programme.ts";

/** As a screen is set up; one that nobody has claimed is a foyer's. */
export type ShownAs = Pick<
  KioskConfig,
  "layout" | "hours" | "dayParts" | "openingHours" | "blackouts" | "id" | "zone" | "hall"
>;

export interface ScreenOptions {
  /** By the server's clock. */
  readonly now: number;
  readonly kiosk: ShownAs;
  readonly sessions: readonly Session[];
  readonly zones: readonly Zone[];
  readonly halls: readonly Hall[];
  readonly timeZone: string;
  /** How many rows of a board fit. */
  readonly rowsFit: number;
}

/** Rows and lines are turned over at this pace. */
export const PAGE_MS = 12_000;

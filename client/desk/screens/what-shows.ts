/** What is to be seen on a screen now, as far as it said so. Pure. */
import type { DeskKiosk } from "../../../server/contract/desk-kiosk.ts";
import type { DeskItem } from "../order/running-order.ts";
import { isSealed, timeOf } from "../order/running-order.ts";

export type Shows =
  | { readonly is: "away"; readonly sinceMs: number }
  | { readonly is: "waiting" | "stopped"; readonly sinceMs: number }
  /** Connected, and has not said yet. */
  | { readonly is: "unknown" }
  | {
      readonly is: "announcement";
      readonly item: DeskItem;
      readonly atMs: number | undefined;
      readonly isUrgent: boolean;
    }
  | { readonly is: "screen"; readonly screen: string; readonly atMs: number | undefined };

export function whatShows(
  { state, since, health }: DeskKiosk,
  itemOf: (id: string) => DeskItem | undefined,
): Shows {
  const sinceMs = Date.parse(since);
  if (state === "offline") return { is: "away", sinceMs };
  if (state !== "connected") return { is: state, sinceMs };
  const showing = health?.showing;
  if (showing === undefined) return { is: "unknown" };
  const item = showing.announcementId === undefined ? undefined : itemOf(showing.announcementId);
  const shownMs = instantOf(showing.since);
  if (item === undefined || isSealed(item)) return { is: "screen", screen: showing.screen, atMs: shownMs };
  return { is: "announcement", item, atMs: timeOf(item) ?? shownMs, isUrgent: item.kind === "urgent" };
}

/** What a screen says need not be an instant. */
function instantOf(text: string | undefined): number | undefined {
  const atMs = Date.parse(text ?? "");
  return Number.isNaN(atMs) ? undefined : atMs;
}

/** How the picture stands: as it was set, else as the device says that it is. */
export function isUpright({ orientation, health }: Pick<DeskKiosk, "orientation" | "health">): boolean {
  if (orientation !== "natural") return orientation.startsWith("portrait");
  const { width, height } = health?.screen ?? {};
  return width !== undefined && height !== undefined && height > width;
}

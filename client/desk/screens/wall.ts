/** The wall of screens: which stands first, which are looked for, and how many there are of each sort. Pure. */
import type { DeskKiosk, KioskState } from "../../../server/contract/desk-kiosk.ts";
import type { Zone } from "../../../server/contract/event.ts";
import { coversZone } from "../../../server/core/audience.ts";
import { foldText } from "../../../server/core/visible.ts";

/** What there is to do about a screen, the worst first. */
export const concerns = ["stopped", "offline", "faulty", "waiting", "otherBuild", "well"] as const;
export type Concern = (typeof concerns)[number];

/** A screen that is away has other worries than what it said of itself before. */
export function concernOf({ state, health }: DeskKiosk, commonBuild: string | undefined): Concern {
  if (state !== "connected") return state;
  if ((health?.faults ?? []).length > 0 || (health?.setAside ?? 0) > 0) return "faulty";
  return isOtherBuild(health?.build, commonBuild) ? "otherBuild" : "well";
}

/** What most of those that are connected run; undefined where no build is run by more than any other. */
export function commonBuildOf(kiosks: Iterable<DeskKiosk>): string | undefined {
  const counts = new Map<string, number>();
  for (const { state, health } of kiosks) {
    const build = health?.build;
    if (state === "connected" && build !== undefined) counts.set(build, (counts.get(build) ?? 0) + 1);
  }
  const [first, second] = [...counts].sort(([, a], [, b]) => b - a);
  return first === undefined || first[1] === second?.[1] ? undefined : first[0];
}

export const isOtherBuild = (build: string | undefined, common: string | undefined): boolean =>
  build !== undefined && common !== undefined && build !== common;

/** What is wrong first, the longest first where it is away; then by name, numbers as numbers. */
export function inWallOrder(kiosks: Iterable<DeskKiosk>, language: string): DeskKiosk[] {
  const all = [...kiosks];
  const common = commonBuildOf(all);
  const { compare } = new Intl.Collator(language, { numeric: true });
  const rank = (kiosk: DeskKiosk): number => concerns.indexOf(concernOf(kiosk, common));
  return all
    .map((kiosk) => ({ kiosk, rank: rank(kiosk) }))
    .sort((a, b) => a.rank - b.rank || compare(a.kiosk.name, b.kiosk.name))
    .map(({ kiosk }) => kiosk);
}

export interface WallFilter {
  readonly query: string;
  /** A zone and all below it; `none` is for screens that stand in no zone. */
  readonly zone: string;
  readonly state: "" | KioskState | "faulty" | "otherBuild";
}

export const everything: WallFilter = { query: "", zone: "", state: "" };
/** No id of a zone: it has a sign that none has. */
export const NO_ZONE = "*none";

export const isNarrowed = (filter: WallFilter): boolean =>
  filter.query.trim() !== "" || filter.zone !== "" || filter.state !== "";

export interface WallPlaces {
  readonly zones: readonly Zone[];
  /** What a screen is found by beside its name: its zone and hall, in any language. */
  readonly placeWords: (kiosk: DeskKiosk) => string;
}

export function filteredWall(
  kiosks: readonly DeskKiosk[],
  { query, zone, state }: WallFilter,
  { zones, placeWords }: WallPlaces,
): DeskKiosk[] {
  const common = commonBuildOf(kiosks);
  const wanted = foldText(query.trim()).split(/\s+/u).filter(Boolean);
  const isThere = (kiosk: DeskKiosk): boolean => {
    if (zone === "") return true;
    if (zone === NO_ZONE) return kiosk.zone === undefined;
    return kiosk.zone !== undefined && coversZone([zone], kiosk.zone, zones);
  };
  const isSo = (kiosk: DeskKiosk): boolean =>
    state === "" ||
    kiosk.state === state ||
    (kiosk.state === "connected" && concernOf(kiosk, common) === state) ||
    (state === "otherBuild" && isOtherBuild(kiosk.health?.build, common));
  const isCalled = (kiosk: DeskKiosk): boolean => {
    const words = foldText(`${kiosk.name}\n${placeWords(kiosk)}`);
    return wanted.every((word) => words.includes(word));
  };
  return kiosks.filter((kiosk) => isThere(kiosk) && isSo(kiosk) && (wanted.length === 0 || isCalled(kiosk)));
}

export interface WallCounts {
  readonly paired: number;
  readonly connected: number;
  readonly offline: number;
  /** Of the one that has been away longest. */
  readonly offlineSince: string | undefined;
  /** Whether all that are away went in the same minute. */
  readonly wentTogether: boolean;
  readonly waiting: number;
  readonly stopped: number;
  readonly faulty: number;
}

export function wallCounts(kiosks: Iterable<DeskKiosk>): WallCounts {
  const all = [...kiosks];
  const away = all.filter(({ state }) => state === "offline").map(({ since }) => since);
  const count = (state: KioskState): number => all.filter((kiosk) => kiosk.state === state).length;
  return {
    paired: all.length,
    connected: count("connected"),
    offline: away.length,
    offlineSince: away.toSorted()[0],
    wentTogether: new Set(away.map((since) => since.slice(0, 16))).size <= 1,
    waiting: count("waiting"),
    stopped: count("stopped"),
    faulty: all.filter((kiosk) => concernOf(kiosk, undefined) === "faulty").length,
  };
}

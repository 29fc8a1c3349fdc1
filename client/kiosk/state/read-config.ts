/**
 * What the server says a screen is to be, read tolerantly: this page may be older than the server, and nobody
 * stands beside it. Pure.
 */
import type { KioskConfig, Layout, Orientation } from "../../../server/contract/kiosk.ts";

const LAYOUTS = {
  foyer: 1,
  door: 1,
  stage: 1,
  ticker: 1,
} satisfies Record<Layout, 1>;
const ORIENTATIONS = {
  natural: 1,
  landscape: 1,
  portrait: 1,
  "landscape-secondary": 1,
  "portrait-secondary": 1,
} satisfies Record<Orientation, 1>;

type Loose = Record<string, unknown>;

const isRecord = (value: unknown): value is Loose => typeof value === "object" && value !== null;
const listOf = <T>(value: unknown): readonly T[] => (Array.isArray(value) ? value : []);

/** Undefined where it is not a screen's settings at all. */
export function readConfig(raw: unknown): KioskConfig | undefined {
  if (!isRecord(raw) || typeof raw.id !== "string") return undefined;
  const languages = listOf<unknown>(raw.languages).filter((tag) => typeof tag === "string");
  return {
    ...(raw as unknown as KioskConfig),
    name: typeof raw.name === "string" ? raw.name : raw.id,
    layout: layoutOr(raw.layout, "foyer"),
    orientation: String(raw.orientation) in ORIENTATIONS ? (raw.orientation as Orientation) : "natural",
    languages: languages.length > 0 ? languages : ["en"],
    dayParts: listOf<KioskConfig["dayParts"][number]>(raw.dayParts)
      .filter(isRecord)
      .map((part) => ({ ...part, shows: part.shows === "quiet" ? "quiet" : layoutOr(part.shows, "foyer") })),
    openingHours: [...listOf<KioskConfig["openingHours"][number]>(raw.openingHours)],
    blackouts: [...listOf<KioskConfig["blackouts"][number]>(raw.blackouts)],
    feedUrl: typeof raw.feedUrl === "string" ? raw.feedUrl : "/",
  };
}

/** One that this page does not know yet is shown as what suits any place. */
const layoutOr = (value: unknown, otherwise: Layout): Layout =>
  String(value) in LAYOUTS ? (value as Layout) : otherwise;

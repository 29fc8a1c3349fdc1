/** The programme as a screen shows it: what is on and next near a foyer, at a hall's door, or anywhere. Pure. */
import type { Hall } from "../../../server/contract/event.ts";
import type { Session } from "../../../server/contract/programme.ts";
import { boardOf, hallsNow } from "../../shared/now-and-next.ts";
import { PAGE_MS, type ScreenOptions } from "./options.ts";
import { isNear } from "./places.ts";

/** What begins later than this is not "next" in a foyer. */
export const SOON_MS = 2 * 3_600_000;
/** Nor at a hall's door: what comes tomorrow is no reason to wait. */
export const TODAY_MS = 14 * 3_600_000;
const NEXT_AT_DOOR = 3;

const startMs = ({ startsAt }: Session): number => Date.parse(startsAt);

export interface BoardPage {
  readonly rows: readonly Session[];
  readonly page: number;
  readonly pages: number;
}

/** Now and next in the halls of this place, page after page where they do not fit. */
export function boardAt({ now, sessions, halls, zones, kiosk, rowsFit }: ScreenOptions): BoardPage {
  const near = new Set(halls.filter((hall) => isNear(hall, kiosk.zone, zones)).map(({ id }) => id));
  const here = sessions.filter(({ hall }) => hall === undefined || near.has(hall));
  const board = boardOf(here, now);
  const rows = [...board.now, ...board.next.filter((session) => startMs(session) - now <= SOON_MS)];
  const pages = Math.max(1, Math.ceil(rows.length / rowsFit));
  const page = Math.floor(now / PAGE_MS) % pages;
  return { rows: rowsOn(page, rows, rowsFit), page, pages };
}

/** The last page is as full as the others, if need be with rows that were seen before. */
function rowsOn(page: number, rows: readonly Session[], rowsFit: number): readonly Session[] {
  const first = Math.min(page * rowsFit, Math.max(0, rows.length - rowsFit));
  return rows.slice(first, first + rowsFit);
}

export interface DoorBoard {
  readonly now: Session | undefined;
  readonly next: readonly Session[];
}

export function doorAt({ id }: Hall, { now, sessions }: Pick<ScreenOptions, "now" | "sessions">): DoorBoard {
  const here = sessions.filter(({ hall }) => hall === id);
  const [line] = hallsNow(here, now);
  const next = here
    .filter((session) => startMs(session) > now && startMs(session) - now < TODAY_MS)
    .sort((a, b) => startMs(a) - startMs(b))
    .slice(0, NEXT_AT_DOOR);
  return { now: line?.now, next };
}

/** What begins first, here or, where nothing does, anywhere. */
export function nextAt(options: ScreenOptions): Session | undefined {
  const { now, sessions, kiosk } = options;
  const toCome = sessions.filter((session) => startMs(session) > now).sort((a, b) => startMs(a) - startMs(b));
  return toCome.find(({ hall }) => kiosk.hall !== undefined && hall === kiosk.hall) ?? toCome[0];
}

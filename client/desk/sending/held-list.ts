/**
 * What the server holds back for some seconds, as the desk shows it. The device notes what was sent with an
 * undo; whether it is still held is said by the announcement itself, so that a closed tab, a reload or a
 * colleague's undo change nothing about the truth of it. Pure.
 */
import type { DeskItem } from "../order/running-order.ts";
import { UNDO_MS } from "../state/desk-commands.ts";

export interface HeldNote {
  readonly id: string;
  readonly headline: string;
  readonly untilMs: number;
}

export interface HeldLine extends HeldNote {
  /**
   * `leaving`: its time has come, and the server has not said yet that it is out. `stopped`: somebody else took
   * it back.
   */
  readonly state: "held" | "leaving" | "out" | "stopped";
  /** Who stopped it. */
  readonly by?: string;
}

/** Notes are kept so long after their time: what has not left by then is overdue, and an alarm says so. */
const LEAVES_WITHIN_MS = 20_000;
/** The server's own words for the instant may round it. */
const SAME_INSTANT_MS = 1_500;

/**
 * - [H1] Held is what is scheduled for just that instant, and no more once that has passed.
 * - [H2] Undone here, moved to another time or gone out: no line.
 * - [H3] One whose undo came too late says that it is out until somebody has read it.
 * - [H4] Taken back by somebody else: said, for it looks as if it had gone out.
 */
export function heldLines(
  notes: readonly HeldNote[],
  items: ReadonlyMap<string, DeskItem>,
  late: ReadonlySet<string>,
  now: number,
  /** What whoever sits here is called. */
  own: readonly string[] = [],
): HeldLine[] {
  return notes.flatMap((note): HeldLine[] => {
    if (late.has(note.id)) return [{ ...note, state: "out" }];
    if (now > note.untilMs + LEAVES_WITHIN_MS) return [];
    const item = items.get(note.id);
    // Not fetched yet, as after a reload: the note is believed until the list is there.
    if (item !== undefined && !isHeld(item, note)) {
      const by = stoppedBy(item, note);
      return by === undefined || own.includes(by) ? [] : [{ ...note, state: "stopped", by }];
    }
    return [{ ...note, state: now < note.untilMs ? "held" : "leaving" }];
  });
}

function isHeld(item: DeskItem, { untilMs }: HeldNote): boolean {
  if (item.state !== "scheduled") return false;
  if (!("scheduledAt" in item) || item.scheduledAt === undefined) return true;
  return Math.abs(Date.parse(item.scheduledAt) - untilMs) <= SAME_INSTANT_MS;
}

/** Who took it off the schedule after it was sent from here; undefined: nobody, it is out or goes out then. */
function stoppedBy(item: DeskItem, { untilMs }: HeldNote): string | undefined {
  if (!("changedBy" in item) || item.publishedAt !== undefined || !unsent.has(item.state)) return undefined;
  return Date.parse(item.changedAt) > untilMs - UNDO_MS ? item.changedBy : undefined;
}

const unsent: ReadonlySet<DeskItem["state"]> = new Set(["draft", "submitted", "approved", "discarded"]);

/** Notes that still mean something: the others are forgotten. */
export const worthKeeping = (
  notes: readonly HeldNote[],
  late: ReadonlySet<string>,
  now: number,
): readonly HeldNote[] =>
  notes.filter(({ id, untilMs }) => late.has(id) || now <= untilMs + LEAVES_WITHIN_MS);

/** The newest note of each announcement, in the order in which they go out. */
export const withNote = (notes: readonly HeldNote[], note: HeldNote): readonly HeldNote[] =>
  [...notes.filter(({ id }) => id !== note.id), note].sort((a, b) => a.untilMs - b.untilMs);

export function readNotes(text: string | null): readonly HeldNote[] {
  try {
    const kept: unknown = JSON.parse(text ?? "[]");
    return Array.isArray(kept) ? kept.filter(isNote) : [];
  } catch {
    return [];
  }
}

const isNote = (kept: unknown): kept is HeldNote =>
  typeof kept === "object" &&
  kept !== null &&
  typeof (kept as HeldNote).id === "string" &&
  typeof (kept as HeldNote).headline === "string" &&
  Number.isFinite((kept as HeldNote).untilMs);

export const secondsLeft = ({ untilMs }: HeldNote, now: number): number =>
  Math.max(0, Math.ceil((untilMs - now) / 1_000));

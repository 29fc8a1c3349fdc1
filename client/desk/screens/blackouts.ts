/**
 * Times in which the screens of a place show nothing but urgent
 * notices: where, when, and whether it is so now. Pure.
 */
import type { Hall, Zone } from "../../../server/contract/event.ts";
import type { Blackout, BlackoutBody } from "../../../server/contract/kiosk.ts";
import type { Session } from "../../../server/contract/programme.ts";
import { coversZone } from "../../../server/core/audience.ts";
import { ownFault } from "../parts/fault-words.ts";
import type { FieldProblem } from "../state/desk-api.ts";
import type { StandingScreen } from "../state/desk-screens.ts";

export interface BlackoutForm {
  readonly where: "everywhere" | "zone" | "hall";
  readonly zone: string;
  readonly hall: string;
  readonly when: "session" | "span";
  readonly sessionId: string;
  /** On the venue's clock, as a date and time field writes it. */
  readonly startsAt: string;
  readonly endsAt: string;
}

export const emptyBlackout: BlackoutForm = {
  where: "everywhere",
  zone: "",
  hall: "",
  when: "session",
  sessionId: "",
  startsAt: "",
  endsAt: "",
};

/** `instantOf` reads a time on the venue's clock; what it cannot read is sent as it is, and refused there. */
export function blackoutOf(form: BlackoutForm, instantOf: (text: string) => string): BlackoutBody {
  const place =
    form.where === "zone" ? { zone: form.zone } : form.where === "hall" ? { hall: form.hall } : {};
  if (form.when === "session") return { ...place, sessionId: form.sessionId };
  return { ...place, startsAt: instantOf(form.startsAt), endsAt: instantOf(form.endsAt) };
}

export function blackoutFaults(form: BlackoutForm): FieldProblem[] {
  const needed = (path: keyof BlackoutForm): FieldProblem[] =>
    form[path] === "" ? [ownFault(path, "required")] : [];
  return [
    ...(form.where === "everywhere" ? [] : needed(form.where)),
    ...(form.when === "session" ? needed("sessionId") : [...needed("startsAt"), ...needed("endsAt")]),
  ];
}

export interface Span {
  readonly startsMs: number;
  readonly endsMs: number;
}

/** Undefined where its session is no longer in the programme: then nothing is dark. */
export function spanOf(
  { sessionId, startsAt, endsAt }: Blackout,
  sessionOf: (id: string) => Session | undefined,
): Span | undefined {
  const timed = sessionId === undefined ? { startsAt, endsAt } : sessionOf(sessionId);
  if (timed?.startsAt === undefined || timed.endsAt === undefined) return undefined;
  return { startsMs: Date.parse(timed.startsAt), endsMs: Date.parse(timed.endsAt) };
}

export type BlackoutState = "now" | "coming" | "over" | "noSession";

export function stateAt(span: Span | undefined, nowMs: number): BlackoutState {
  if (span === undefined) return "noSession";
  if (nowMs < span.startsMs) return "coming";
  return nowMs < span.endsMs ? "now" : "over";
}

const order: readonly BlackoutState[] = ["now", "coming", "noSession", "over"];

export interface Listed {
  readonly blackout: Blackout;
  readonly span: Span | undefined;
  readonly state: BlackoutState;
}

/** What holds now, then what comes, by its start; what is over last. */
export function listed(
  blackouts: readonly Blackout[],
  sessionOf: (id: string) => Session | undefined,
  nowMs: number,
): Listed[] {
  return blackouts
    .map((blackout) => {
      const span = spanOf(blackout, sessionOf);
      return { blackout, span, state: stateAt(span, nowMs) };
    })
    .sort(
      (a, b) =>
        order.indexOf(a.state) - order.indexOf(b.state) || (a.span?.startsMs ?? 0) - (b.span?.startsMs ?? 0),
    );
}

/** A hall's are those of screens that stand in it or show it. What names no place is everywhere. */
export function darkScreens(
  { zone, hall }: Pick<Blackout, "zone" | "hall">,
  screens: readonly StandingScreen[],
  { zones, halls }: { readonly zones: readonly Zone[]; readonly halls: readonly Hall[] },
): number {
  const hallZone = halls.find(({ id }) => id === hall)?.zone;
  return screens.filter((screen) => {
    const isIn = (place: string): boolean =>
      screen.zone !== undefined && coversZone([place], screen.zone, zones);
    const isInHall = screen.hall === hall || (hallZone !== undefined && isIn(hallZone));
    return (zone === undefined || isIn(zone)) && (hall === undefined || isInHall);
  }).length;
}

/** What has become of a command: who did it, who could not, who has not answered. Pure. */
import type { Zone } from "../../../server/contract/event.ts";
import type { CommandName, SentCommand } from "../../../server/contract/kiosk.ts";
import { coversZone } from "../../../server/core/audience.ts";
import type { StandingScreen } from "../state/desk-screens.ts";

export const commandNames = [
  "identify",
  "reload",
  "clear-cache",
  "test-card",
] as const satisfies readonly CommandName[];

/** An answer travels a moment longer than its command holds. */
const GRACE_MS = 3_000;

export interface CommandTarget {
  readonly kioskId?: string | undefined;
  readonly zone?: string | undefined;
}

/** Whom it is for: one, those of a zone and below it, or all. One that was stopped hears nothing. */
export function targets(
  { kioskId, zone }: CommandTarget,
  screens: readonly StandingScreen[],
  zones: readonly Zone[],
): StandingScreen[] {
  if (kioskId !== undefined) return screens.filter(({ id }) => id === kioskId);
  return screens.filter(
    (screen) =>
      screen.state !== "stopped" &&
      (zone === undefined || (screen.zone !== undefined && coversZone([zone], screen.zone, zones))),
  );
}

export interface Outcome {
  readonly expected: number;
  readonly done: readonly string[];
  /** By the code of why, the most frequent first. */
  readonly failed: readonly (readonly [code: string, kioskIds: readonly string[]])[];
  readonly unanswered: readonly string[];
  /** Whether an answer may still come. */
  readonly isOpen: boolean;
}

export function outcomeOf(
  sent: SentCommand,
  screens: readonly StandingScreen[],
  zones: readonly Zone[],
  nowMs: number,
): Outcome {
  const results = new Map(sent.results.map((result) => [result.kioskId, result]));
  const due = targets(sent, screens, zones).filter(({ pairedAt }) => pairedAt <= sent.sentAt);
  const unanswered = due.map(({ id }) => id).filter((id) => !results.has(id));
  const failed = Map.groupBy(
    sent.results.filter(({ ok }) => !ok),
    ({ code = "" }) => code,
  );
  return {
    expected: results.size + unanswered.length,
    done: sent.results.filter(({ ok }) => ok).map(({ kioskId }) => kioskId),
    failed: [...failed]
      .map(([code, each]) => [code, each.map(({ kioskId }) => kioskId)] as const)
      .sort(([, a], [, b]) => b.length - a.length),
    unanswered,
    isOpen: unanswered.length > 0 && nowMs < Date.parse(sent.expiresAt) + GRACE_MS,
  };
}

/** Answers and the list overtake each other: what has more results is newer. */
export function withSent(list: readonly SentCommand[], sent: SentCommand): readonly SentCommand[] {
  const held = list.find(({ id }) => id === sent.id);
  if (held === undefined) return [sent, ...list];
  return held.results.length > sent.results.length
    ? list
    : list.map((each) => (each.id === sent.id ? sent : each));
}

/** How much it takes to send something urgent, and whom it reaches. Pure. */
import type { UrgentDetails } from "../../../server/contract/announcement.ts";
import type { DeskStats } from "../../../server/contract/socket.ts";
import { foldText } from "../../../server/core/visible.ts";
import { isSameLanguage } from "../../shared/words/languages.ts";
import type { ComposerForm } from "../composer/composer-form.ts";

export type UrgentStatus = UrgentDetails["status"];

/** The key is held so long before danger is announced: no slip of a finger lasts two seconds. */
export const HOLD_MS = 2_000;

export interface Confirmation {
  readonly typed: string;
  readonly hasHeld: boolean;
  readonly isTicked: boolean;
}

/** What is real takes a word or two seconds; an exercise and a test a tick, which a real one does not have. */
export const needOf = (status: UrgentStatus): "word-or-hold" | "tick" =>
  status === "actual" ? "word-or-hold" : "tick";

/**
 * - [C1] Nothing urgent is sent by one press: not by Enter, not by the button that led here.
 * - [C2] A tick confirms no actual notice, and neither the word nor holding an exercise or a test.
 */
export function isConfirmed(status: UrgentStatus, word: string, given: Confirmation): boolean {
  if (needOf(status) === "tick") return given.isTicked;
  return given.hasHeld || isWord(given.typed, word);
}

/** Case and accents are no matter to somebody in a hurry. */
export const isWord = (typed: string, word: string): boolean =>
  typed.trim() !== "" && foldText(typed.trim()) === foldText(word);

export interface Reached {
  /** Undefined while the desk is not told. */
  readonly online: number | undefined;
  readonly inPerson: number | undefined;
  readonly undeclared: number | undefined;
  readonly screens: number | undefined;
  readonly zones: readonly string[];
  readonly languages: readonly string[];
  /** Of the event's; who reads in one of these sees another language. */
  readonly missing: readonly string[];
}

type Aimed = Pick<ComposerForm, "attendance" | "surfaces" | "zones" | "text">;

/**
 * Readers who have not said where they are get what is for either. `concerned` is how many connected screens it is
 * for, where the desk knows them.
 */
export function reachedBy(
  form: Aimed,
  stats: DeskStats | undefined,
  eventLanguages: readonly string[],
  concerned?: number,
): Reached {
  const { attendance, surfaces, zones, text } = form;
  const isOnFeed = surfaces.includes("feed");
  const written = Object.keys(text).filter((language) => text[language]!.headline.trim() !== "");
  const count = (of: keyof Omit<DeskStats, "kiosks">, isReached: boolean) =>
    stats === undefined ? undefined : isReached && isOnFeed ? stats[of] : 0;
  const hasScreens = surfaces.includes("kiosk") && attendance !== "online";
  return {
    online: count("online", attendance !== "in-person"),
    inPerson: count("inPerson", attendance !== "online"),
    undeclared: count("undeclared", true),
    screens: stats === undefined ? undefined : hasScreens ? (concerned ?? stats.kiosks.connected) : 0,
    zones,
    languages: written,
    missing: eventLanguages.filter((language) => !written.some((other) => isSameLanguage(other, language))),
  };
}

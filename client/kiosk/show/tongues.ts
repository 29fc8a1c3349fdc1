/** In which languages a screen speaks at an instant. Pure. */
import type { KioskConfig } from "../../../server/contract/kiosk.ts";

/** So long each has its turn. */
export const TURN_MS = 10_000;

/**
 * - [TG1] Together: the first large, the second below it; of more than two the others take turns below the first.
 * - [TG2] In turns: one at a time.
 * - [TG3] By the server's time, so that screens side by side change together.
 */
export function tonguesAt(
  { languages, languageMode }: Pick<KioskConfig, "languages" | "languageMode">,
  now: number,
): readonly string[] {
  const turn = Math.floor(now / TURN_MS);
  if (languageMode === "turns") return languages.slice(turn % languages.length).slice(0, 1);
  const [first, ...others] = languages;
  return [first, others[turn % Math.max(1, others.length)]].filter((each) => each !== undefined);
}

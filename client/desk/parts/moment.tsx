import { Figures } from "../../shared/parts/clock-time.tsx";
import { clockTime, shortDay } from "../../shared/time.ts";
import { language } from "../../shared/words/words.ts";

/** A day and a time on the venue's clock. */
export function Moment({ at, zone }: { at: string; zone: string }) {
  const atMs = Date.parse(at);
  return (
    <time dateTime={at}>
      {/* Tabular figures would set its full stops apart. */}
      <i>{shortDay(atMs, zone, language.value)}</i> <Figures text={clockTime(atMs, zone)} />
    </time>
  );
}

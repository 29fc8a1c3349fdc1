/** The reader's own clock beside the venue's, where the two differ. */
import { signal } from "@preact/signals";
import { Figures } from "../../shared/parts/clock-time.tsx";
import { clockTime, dayOf, weekday } from "../../shared/time.ts";
import { language, words } from "../../shared/words/words.ts";

/** Known once the page is the reader's, so that what the server drew holds until then. */
export const ownZone = signal<string | undefined>(undefined);

export const readOwnZone = (): void => {
  ownZone.value = Intl.DateTimeFormat().resolvedOptions().timeZone;
};

export interface OwnTime {
  /** Where it is another day than at the venue. */
  readonly day: string;
  readonly time: string;
}

/** Undefined where the reader's clock shows what the venue's does. */
export function ownTimeOf(at: number, zone: string, own: string, tag: string): OwnTime | undefined {
  if (own === zone) return undefined;
  const time = clockTime(at, own);
  const isSameDay = dayOf(at, own) === dayOf(at, zone);
  if (isSameDay && time === clockTime(at, zone)) return undefined;
  return { day: isSameDay ? "" : weekday(at, own, tag), time };
}

/**
 * In words to who hears it and where there is room. It stands
 * beside what is there, so that nothing moves when it comes.
 */
export function OwnTime({ at, zone }: { at: number; zone: string }) {
  const own = ownZone.value && ownTimeOf(at, zone, ownZone.value, language.value);
  if (!own) return null;
  return (
    <small class="own">
      <span>{words.value.yourTime(`${own.day} ${own.time}`.trim())}</span>
      <span aria-hidden="true">
        {own.day}{" "}
        <time dateTime={new Date(at).toISOString()}>
          <Figures text={own.time} />
        </time>
      </span>
    </small>
  );
}

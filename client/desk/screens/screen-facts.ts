/** What a screen is and says of itself, as lines to be read. Pure. */
import type { DeskKiosk } from "../../../server/contract/desk-kiosk.ts";
import type { KioskHealth } from "../../../server/contract/kiosk-socket.ts";
import { sayBytes, sayLength, sayOffset } from "./say.ts";
import { isOtherBuild } from "./wall.ts";
import type { ScreensWords } from "./words.ts";

export interface Fact {
  readonly name: keyof ScreensWords["facts"];
  readonly said: string;
  /** Worth a second look. */
  readonly isOdd?: boolean;
}

export interface FactsAround {
  readonly words: ScreensWords;
  readonly language: string;
  readonly commonBuild: string | undefined;
  /** Its zone and hall, by name. */
  readonly place: string;
  readonly sayTime: (atMs: number) => string;
}

export function factsOf(kiosk: DeskKiosk, around: FactsAround): Fact[] {
  const { words, place, sayTime, commonBuild } = around;
  const { health, since, state, lastSeenAt, pairedAt, pairedBy } = kiosk;
  const at = (instant: string): string => sayTime(Date.parse(instant));
  const isHere = state === "connected";
  const seen = isHere ? words.seenNow : lastSeenAt === undefined ? words.neverSeen : at(lastSeenAt);
  const lines = {
    connected: words.connectedSince,
    offline: words.awaySince,
    waiting: words.pairedAt,
    stopped: words.stoppedAt,
  };
  const isOther = isOtherBuild(health?.build, commonBuild);
  const build = health?.build;
  return [
    { name: "state", said: lines[state](at(since)), isOdd: !isHere },
    { name: "seen", said: seen },
    { name: "place", said: place === "" ? words.noZone : place },
    ...(build === undefined
      ? []
      : [{ name: "version", said: isOther ? words.otherVersion(build) : build, isOdd: isOther } as const]),
    ...(health === undefined ? [] : healthFacts(health, around)),
    { name: "paired", said: words.pairedBy(at(pairedAt), pairedBy) },
  ];
}

function healthFacts(health: KioskHealth, { words, language, sayTime }: FactsAround): Fact[] {
  const { startedAt, screen, storage, clock, memoryBytes, queued = 0, setAside = 0 } = health;
  const startedMs = Date.parse(startedAt ?? "");
  const reports = [
    ...(queued > 0 ? [words.queued(queued)] : []),
    ...(setAside > 0 ? [words.setAside(setAside)] : []),
  ];
  return [
    ...(Number.isNaN(startedMs) ? [] : [{ name: "started", said: sayTime(startedMs) } as const]),
    ...(screen?.width === undefined || screen.height === undefined
      ? []
      : [
          {
            name: "size",
            said: words.pixels(screen.width, screen.height, sayScale(screen.scale, language)),
          } as const,
        ]),
    ...(storage === undefined
      ? []
      : [{ name: "storage", said: sayStorage(storage, words, language) } as const]),
    ...(clock === undefined ? [] : [clockFact(clock, words, language)]),
    ...(memoryBytes === undefined
      ? []
      : [{ name: "memory", said: sayBytes(memoryBytes, language) } as const]),
    { name: "reports", said: reports.join(", ") || words.allSent, isOdd: setAside > 0 },
  ];
}

const sayScale = (scale: number | undefined, language: string): string =>
  scale === undefined || scale === 1
    ? ""
    : new Intl.NumberFormat(`${language}-u-nu-latn`, { style: "percent" }).format(scale);

function sayStorage(
  { usedBytes, quotaBytes, isKept }: NonNullable<KioskHealth["storage"]>,
  words: ScreensWords,
  language: string,
): string {
  const used = sayBytes(usedBytes ?? 0, language);
  const size =
    quotaBytes === undefined ? words.stored(used) : words.storedOf(used, sayBytes(quotaBytes, language));
  const keeps = isKept === undefined ? [] : [isKept ? words.keptForGood : words.mayBeCleared];
  return [size, ...keeps].join(", ");
}

function clockFact(
  { offsetMs, roundTripMs, isTrusted }: NonNullable<KioskHealth["clock"]>,
  words: ScreensWords,
  language: string,
): Fact {
  const said = [
    ...(isTrusted === undefined ? [] : [isTrusted ? words.isChecked : words.clockUnsure]),
    ...(offsetMs === undefined ? [] : [words.off(sayOffset(offsetMs, language))]),
    ...(roundTripMs === undefined ? [] : [words.roundTrip(sayOffset(roundTripMs, language))]),
  ];
  return { name: "clock", said: said.join(", "), isOdd: isTrusted === false };
}

/** "visible 12 min, 3 times" */
export const sayShown = (
  {
    visibleMs,
    showings,
  }: { readonly visibleMs?: number | undefined; readonly showings?: number | undefined },
  words: Pick<ScreensWords, "visibleFor" | "times">,
  language: string,
): string =>
  [
    ...(visibleMs === undefined ? [] : [words.visibleFor(sayLength(visibleMs, language))]),
    ...(showings === undefined ? [] : [words.times(showings)]),
  ].join(", ");
